/** States of the lab, made as the page makes them: by events. */
import { emptySeries } from '../../src/lib/series';
import { defaultExperiment, stepsPerEpoch, type Experiment } from '../../src/experiment/schema';
import type { SplitReport } from '../../src/protocol/data';
import type { EngineEvent } from '../../src/protocol/events';
import type { EpochLog, SavedRunReport } from '../../src/protocol/run';
import { reduce } from '../../src/store/reduce';
import { initialState, type LabState } from '../../src/store/state';

type Of<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

/** Before anything happened. */
export const fresh = (): LabState =>
  initialState(defaultExperiment, { backend: 'auto', kernels: 'auto', lang: 'auto' }, []);

/** What the page believes after these events. */
export const play = (...events: readonly EngineEvent[]): LabState => events.reduce(reduce, fresh());

export const runStarted = (
  experiment: Experiment,
  more: Partial<Of<'run-started'>> = {},
): Of<'run-started'> => ({
  type: 'run-started',
  id: 'a-saved-run',
  history: { epochs: [], loss: emptySeries, acc: emptySeries, notes: [] },
  experiment,
  continued: false,
  firstEpoch: 1,
  lastEpoch: experiment.epochs,
  stepsPerEpoch: stepsPerEpoch(experiment),
  ...more,
});

interface BatchNumbers {
  readonly epoch?: number;
  readonly step: number;
  readonly seconds: number;
  readonly secondsPerStep: number;
  readonly losses?: readonly number[];
}

/** A read-back of one step (or of `losses`), accuracy a tenth of the loss. */
export const batchEvent = ({
  epoch = 1,
  step,
  seconds,
  secondsPerStep,
  losses = [2],
}: BatchNumbers): Of<'batch'> => ({
  type: 'batch',
  logs: {
    epoch,
    stepInEpoch: step,
    steps: losses.map((loss, i) => ({ step: step - losses.length + 1 + i, loss, acc: loss / 10, lr: 1e-3 })),
    meanLoss: 2,
    meanAcc: 0.2,
    seconds,
    secondsPerStep,
  },
  memory: { tensors: 10, bytes: 1_000 },
});

export const epochLog = (more: Partial<EpochLog> = {}): Of<'epoch'> & { log: EpochLog } => ({
  type: 'epoch',
  log: {
    epoch: 1,
    epochs: 3,
    steps: 31,
    loss: 2,
    acc: 0.25,
    val_loss: 1.9,
    val_acc: 0.3,
    lr: 1e-3,
    seconds: 40,
    secondsPerStep: 1,
    ...more,
  },
});

const part = { images: 500, classes: Array.from({ length: 10 }, () => 50), sheets: 1 };

export const splitReport: SplitReport = {
  seed: 42,
  train: part,
  val: part,
  test: part,
  sharedIndices: 0,
  sharedPixels: 0,
};

/** A run that this browser keeps. */
export const savedRunReport = (more: Partial<SavedRunReport> = {}): SavedRunReport => ({
  id: 'a-saved-run',
  name: '',
  experiment: defaultExperiment,
  startedAt: 0,
  savedAt: 1,
  epochs: 10,
  lastEpoch: 10,
  stepInEpoch: 0,
  stepsPerEpoch: 625,
  finished: true,
  bestValAcc: 0.6,
  adapter: 'Some GPU',
  bytes: 800_000,
  ...more,
});
