/**
 * What a run reports while it trains and when it ends, and what is saved of it. Types only; plain
 * data.
 */
import type { Experiment } from '../experiment/schema';
import type { Series } from '../lib/series';

/** One optimizer step, as measured on the device. */
export interface StepLog {
  /** Steps since the model was created, from 1: continued runs keep counting. */
  readonly step: number;
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** Share of the batch that was classified correctly, with dropout on. */
  readonly acc: number;
  /** The learning rate that was used. */
  readonly lr: number;
}

/** Several steps read back at once. */
export interface BatchLogs {
  /** Current epoch, from 1. */
  readonly epoch: number;
  /** Steps done in this epoch. */
  readonly stepInEpoch: number;
  readonly steps: readonly StepLog[];
  /** Means over this epoch's steps so far, as Keras's progress bar shows them. */
  readonly meanLoss: number;
  readonly meanAcc: number;
  /** Seconds of this epoch's steps so far, including those before a stop, excluding pauses. */
  readonly seconds: number;
  /** Seconds of one step, over the last read-back interval. */
  readonly secondsPerStep: number;
}

/** One finished epoch, like Keras's History with times. */
export interface EpochLog {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly loss: number;
  readonly acc: number;
  readonly val_loss: number;
  readonly val_acc: number;
  /** Learning rate of the epoch's last step. */
  readonly lr: number;
  /** The whole epoch with validation, including the part before a stop, excluding pauses. */
  readonly seconds: number;
  /**
   * As Keras prints it: the epoch's seconds with validation but without its first step, divided by
   * the number of other steps.
   */
  readonly secondsPerStep: number;
}

/**
 * What a callback, or the user after a failure, did to a run; `lowered-lr`: went back to a snapshot
 * with a lower learning rate; `resumed`: was interrupted, and continued from a snapshot after that
 * many steps of the epoch; `other-device`: continues, after that many steps of the epoch, on
 * another device than before, and from there on agrees only up to rounding.
 */
export type RunNoteId =
  'reduced-lr' | 'early-stopped' | 'restored-best' | 'lowered-lr' | 'resumed' | 'other-device' | 'imported';

/** The first tensor, in the order of the forward pass, with values that are not finite. */
export interface NotFiniteLocation {
  /** Keras's name of the layer. */
  readonly layer: string;
  /**
   * `moving`: a moving statistic; `slot`: the optimizer's state of a weight; `output`: the layer's
   * output for the batch of that step.
   */
  readonly kind: 'weight' | 'moving' | 'slot' | 'output';
  /** For example `conv2d/kernel`, `conv2d/kernel/m`; the layer's name for an output. */
  readonly tensor: string;
  /** Number of its values, and of those that are NaN or infinite. */
  readonly values: number;
  readonly nan: number;
  readonly infinite: number;
}

/** A run whose numbers are no longer finite. */
export interface Divergence {
  /**
   * The step with that loss, counted from 1 since the model was created; the last step if a weight
   * was found when a snapshot was to be written.
   */
  readonly step: number;
  /** NaN or infinite; null if the losses were finite and a weight was not. */
  readonly loss: number | null;
  /** Null if nothing was found: later batches have changed the weights. */
  readonly location: NotFiniteLocation | null;
}

/** Why a run ended. `opened`: it was only opened for inspection, no step was taken. */
export type RunEnd = 'completed' | 'early-stopped' | 'stopped' | 'opened';

/** The report of a run that has ended. */
export interface RunReport {
  readonly end: RunEnd;
  readonly epochs: readonly EpochLog[];
  /** Steps of the run's epochs, including those of a partial epoch that it continued. */
  readonly steps: number;
  readonly seconds: number;
  /** The epoch whose weights the model has, if early stopping restored the best; else null. */
  readonly restoredEpoch: number | null;
}

/** What a run has reported so far. */
export interface RunHistory {
  readonly epochs: readonly EpochLog[];
  /** One value per step, in a bounded series. */
  readonly loss: Series;
  readonly acc: Series;
  readonly notes: readonly {
    readonly note: RunNoteId;
    readonly epoch: number;
    readonly value: number;
  }[];
}

/** A run that the browser has stored. */
export interface SavedRunReport {
  readonly id: string;
  readonly name: string;
  readonly experiment: Experiment;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly savedAt: number;
  readonly finished: boolean;
  /** Finished epochs, of how many; steps done in the next one, of how many. */
  readonly epochs: number;
  readonly lastEpoch: number;
  readonly stepInEpoch: number;
  readonly stepsPerEpoch: number;
  /** The highest val_acc of any epoch; null before the first. */
  readonly bestValAcc: number | null;
  /** Size of its files. */
  readonly bytes: number;
  readonly adapter: string;
}

export type RunStatus =
  | 'idle'
  | 'loading'
  | 'compiling'
  | 'training'
  | 'paused'
  | 'evaluating'
  | 'profiling'
  | 'estimating'
  | 'finished'
  | 'failed';

export interface RunRecord {
  readonly id: string;
  /** Finished epochs in order; if there are very many, evenly spaced ones including the last. */
  readonly epochs: readonly EpochLog[];
  /** Total number of finished epochs. */
  readonly total: number;
  /** The epoch with the lowest val_loss of all; null before the first. */
  readonly best: EpochLog | null;
  /** Total seconds of all epochs, including validation. */
  readonly seconds: number;
}

/** As counted by tfjs. `bytes`: memory of live tensors on the backend. */
export interface MemoryReport {
  readonly tensors: number;
  readonly bytes: number;
}

/** The parts of a run's time, in seconds. */
export interface StepTimes {
  /** One training step: the median of three. */
  readonly step: number;
  /** One batch in inference mode, as in validation. */
  readonly validation: number;
}
