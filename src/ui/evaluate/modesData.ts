/** Splits the difference between training and validation accuracy into its causes. Pure. */
import { matters, normOf } from '../../experiment/effect';
import type { Experiment } from '../../experiment/schema';
import type { ModeFigures, ModesReport } from '../../protocol/evaluation';
import type { EpochLog } from '../../protocol/run';

/** Standard error of an accuracy: √(p (1 − p) / n), for images drawn at random. */
export const standardError = ({ acc, images }: Pick<ModeFigures, 'acc' | 'images'>): number =>
  Math.sqrt((acc * (1 - acc)) / images);

/** What is only active in training mode. */
export function onInTraining(experiment: Experiment): ('dropout' | 'batch' | 'augmented')[] {
  const { dropout, flip, shift } = experiment;
  return [
    ...(matters(experiment, 'dropout') && dropout > 0 ? (['dropout'] as const) : []),
    ...(normOf(experiment) === 'batch' ? (['batch'] as const) : []),
    ...(flip || shift > 0 ? (['augmented'] as const) : []),
  ];
}

export interface Difference {
  /**
   * `learnt`: running mean → the current weights; `mode`: training → inference mode; `gap`:
   * training images → validation images.
   */
  readonly id: 'learnt' | 'mode' | 'gap';
  /** Difference of the accuracy, −1 … 1. */
  readonly points: number;
  /**
   * Larger than two standard errors. Both modes see the same images, so for `mode` this is
   * conservative.
   */
  readonly certain: boolean;
}

function difference(id: Difference['id'], from: ModeFigures, to: ModeFigures): Difference {
  const points = to.acc - from.acc;
  const error = Math.hypot(...[from, to].filter(({ images }) => images > 0).map(standardError));
  return { id, points, certain: Math.abs(points) > 2 * error };
}

/**
 * From the log's training accuracy to the validation accuracy, step by step; without an epoch's log
 * it starts at training mode.
 */
export function differences({ training, inference, val }: ModesReport, last: EpochLog | null): Difference[] {
  const parts = [difference('mode', training, inference), difference('gap', inference, val)];
  // An epoch has so many images that the error of its mean does not count.
  const running = last && { images: 0, loss: last.loss, acc: last.acc };
  return running ? [difference('learnt', running, training), ...parts] : parts;
}
