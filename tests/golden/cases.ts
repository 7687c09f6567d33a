/**
 * The cases in which Keras and the lab are held against each other, number by number. Both sides
 * read them here.
 */
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';

/** How one of Keras's optimizers is tried: so many steps from the case's initial weights. */
export interface OptimizerCase {
  readonly optimizer: Experiment['optimizer'];
  readonly lr: number;
  /** States are compared after each of these steps. */
  readonly after: readonly number[];
}

export interface GoldenCase {
  readonly id: string;
  readonly experiment: Experiment;
  /** Images of a batch. */
  readonly batch: number;
  readonly optimizers: readonly OptimizerCase[];
  /**
   * Loss curves of `steps` steps by one optimizer; `dropout`: with the lab's masks, which Keras is
   * given, or without any.
   */
  readonly curves: readonly {
    readonly dropout: number;
    readonly optimizer: Experiment['optimizer'];
    readonly lr: number;
    readonly steps: number;
  }[];
}

const without = { ...defaultExperiment, dropout: 0, momentum: 0.9, seed: 7 };

const all = (adam: number, sgd: number, after: readonly number[]): OptimizerCase[] => [
  { optimizer: 'adam', lr: adam, after },
  { optimizer: 'momentum', lr: sgd, after },
  { optimizer: 'sgd', lr: sgd, after },
];

/**
 * The learning rates of AlexNet are small: with large ones rounding grows from step to step (one
 * relu that it turns moves a whole unit), and the curves would tell nothing about who is right.
 * Source of that measurement: tests/training/kernels.test.ts.
 */
export const goldenCases: readonly GoldenCase[] = [
  {
    id: 'lenet5',
    experiment: { ...without, model: 'lenet5' },
    batch: 8,
    optimizers: all(1e-3, 1e-2, [1, 10]),
    curves: [{ dropout: 0, optimizer: 'adam', lr: 3e-4, steps: 50 }],
  },
  {
    id: 'alexnet-67',
    experiment: { ...without, model: 'alexnet-small', input: 67 },
    batch: 4,
    optimizers: all(1e-6, 1e-4, [1, 10]),
    curves: [
      { dropout: 0, optimizer: 'momentum', lr: 1e-6, steps: 50 },
      { dropout: 0.5, optimizer: 'momentum', lr: 1e-6, steps: 50 },
    ],
  },
  {
    id: 'alexnet-227',
    experiment: { ...without, model: 'alexnet' },
    batch: 2,
    optimizers: [{ optimizer: 'adam', lr: 1e-6, after: [1] }],
    curves: [],
  },
  {
    id: 'alexnet2012-227',
    experiment: { ...without, model: 'alexnet2012' },
    batch: 1,
    optimizers: [],
    curves: [],
  },
];
