/**
 * What is compared: experiments that the page and Keras can both follow step by step, and where the
 * page trains each. Pure.
 */
import { defaultExperiment, type BackendId, type Experiment } from '../../src/experiment/schema';

/** A browser as it is started here. */
export interface Place {
  readonly browser: 'firefox' | 'chromium';
  readonly backend: Exclude<BackendId, 'cpu'>;
}

/** One experiment. Dropout draws other masks in Keras than in the page, so there is none. */
export interface Case {
  readonly experiment: Experiment;
  readonly places: readonly Place[];
}

export const caseIds = ['lenet5', 'alexnet67', 'alexnet227'] as const;
export type CaseId = (typeof caseIds)[number];

const firefox = (backend: 'wasm' | 'webgpu'): Place => ({ browser: 'firefox', backend });
const chromium = (backend: Place['backend']): Place => ({ browser: 'chromium', backend });
/** The CPU engine in both: on a processor the page's own choice. */
const engine: readonly Place[] = [firefox('wasm'), chromium('wasm')];

const same: Experiment = { ...defaultExperiment, optimizer: 'adam', dropout: 0, seed: 7 };

/**
 * Sizes that two cores end in minutes. Software adapters take many times as long as the CPU engine:
 * LeNet-5 alone is trained on them.
 */
export const cases: Readonly<Record<CaseId, Case>> = {
  lenet5: {
    experiment: { ...same, model: 'lenet5', train: 10_000, val: 2_000, test: 2_000, epochs: 3, lr: 1e-3 },
    places: [...engine, firefox('webgpu'), chromium('webgpu'), chromium('webgl')],
  },
  alexnet67: {
    experiment: {
      ...same,
      model: 'alexnet-small',
      train: 640,
      val: 200,
      test: 400,
      epochs: 3,
      batch: 32,
      lr: 3e-4,
    },
    places: engine,
  },
  alexnet227: {
    experiment: { ...same, model: 'alexnet', train: 64, val: 32, test: 64, epochs: 2, batch: 8, lr: 2e-5 },
    places: engine,
  },
};

/** The same cases, so short that only the script itself is tried. */
export function shortened({ experiment, places }: Case): Case {
  const { batch } = experiment;
  return { experiment: { ...experiment, train: 2 * batch, val: batch, test: batch, epochs: 2 }, places };
}
