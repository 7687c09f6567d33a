/** What training says about itself: types with units, nothing else. Crosses the protocol, so plain data only. */

/** One optimizer step, as measured on the device. */
export interface StepLog {
  /** Steps since the model was made, from 1: runs that continue each other count on. */
  readonly step: number;
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** Share of the batch that was classified rightly, dropout on. */
  readonly acc: number;
  /** Learning rate that was applied. */
  readonly lr: number;
}

/** Several steps read back at once. */
export interface BatchLogs {
  /** Running epoch, from 1. */
  readonly epoch: number;
  /** Steps done in this epoch. */
  readonly stepInEpoch: number;
  readonly steps: readonly StepLog[];
  /** Means over this epoch's steps so far, as Keras's progress bar shows them. */
  readonly meanLoss: number;
  readonly meanAcc: number;
  /** Seconds of this epoch's steps so far, those before a stop included, pauses excluded. */
  readonly seconds: number;
  /** Seconds of one step, over the last read-back interval. */
  readonly secondsPerStep: number;
}

/** One finished epoch, Keras's History with times. */
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
  /** Whole epoch with validation, the part before a stop included, pauses excluded. */
  readonly seconds: number;
  /** As Keras prints it: the epoch's seconds, validation included, but for its first step, over the other steps. */
  readonly secondsPerStep: number;
}

/** Why a run came to its end. */
export type RunEnd = 'completed' | 'early-stopped' | 'stopped';

/** What a run leaves behind. */
export interface RunReport {
  readonly end: RunEnd;
  readonly epochs: readonly EpochLog[];
  /** Steps of the run's epochs; those of a half epoch that it went on with are included. */
  readonly steps: number;
  readonly seconds: number;
  /** Epoch whose weights the model holds, if early stopping went back to the best; else null. */
  readonly restoredEpoch: number | null;
}

/** A pass over images in inference mode. */
export interface EvaluationReport {
  readonly images: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share classified rightly. */
  readonly acc: number;
  /** Row: actual class; column: predicted class; counts. 10 × 10. */
  readonly confusion: readonly (readonly number[])[];
  readonly seconds: number;
}
