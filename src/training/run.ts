/**
 * What the parts of a run share, and the events that they report to its consumer. Engine side; uses
 * no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { Rng } from '../lib/rng';
import type { Model } from '../model/build';
import { freshPlateau, type PlateauState } from './callbacks';
import type { TrainingData } from './data';
import type { BatchLogs, EpochLog, RunNoteId } from '../protocol/run';
import type { Optimizer } from './optimizer';
import type { Stopwatch } from './stopwatch';

/** What the consumer answers at each yield. */
export type Control = 'go' | 'stop';

export type TrainEvent =
  /** A step was queued; nothing was read back. */
  | { readonly type: 'step' }
  | { readonly type: 'batch'; readonly logs: BatchLogs }
  | { readonly type: 'validating'; readonly images: number; readonly imagesTotal: number }
  | { readonly type: 'epoch'; readonly log: EpochLog }
  /** After an epoch that is not the last, when its callbacks have run. */
  | { readonly type: 'between-epochs' }
  | {
      readonly type: 'note';
      readonly note: RunNoteId;
      readonly epoch: number;
      readonly value: number;
    };

/** The seed of a run's dropout masks, which also depend on layer and step. */
export const dropoutSeed = ({ seed }: Pick<Experiment, 'seed'>): number =>
  Rng.of(seed).fork('dropout').uint32();

/**
 * How far training has got. With the model and the optimizer, it is all that is needed to continue.
 */
export interface Cursor {
  /** Finished epochs. */
  epochs: number;
  /**
   * Steps done in the current epoch, the sums over them, and the seconds that they took, with the
   * first step's also counted separately.
   */
  stepInEpoch: number;
  lossSum: number;
  accSum: number;
  seconds: number;
  firstStepSeconds: number;
  /** Total number of steps. */
  steps: number;
}

/** The part of a cursor that is reset at each epoch. */
const epochStart = { stepInEpoch: 0, lossSum: 0, accSum: 0, seconds: 0, firstStepSeconds: 0 };

export const freshCursor = (): Cursor => ({ epochs: 0, steps: 0, ...epochStart });

/** Moves the cursor back to the first step of its current epoch. */
export const restartEpoch = (cursor: Cursor): void => void Object.assign(cursor, epochStart);

/** A model in training; it outlives a single run. */
export interface Trainer {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly cursor: Cursor;
}

/**
 * What a run remembers between epochs: together with trainer, experiment and data it decides all
 * numbers to come.
 */
export interface CallbackState {
  /** Epochs finished before this run. */
  readonly epochsBefore: number;
  /** Product of reduce-on-plateau's factors. */
  lrFactor: number;
  readonly stopper: PlateauState;
  readonly reducer: PlateauState;
  /**
   * The epoch whose weights are in `best`, if early stopping may restore them; 0 and empty before
   * that.
   */
  bestEpoch: number;
  best: readonly tf.Tensor[];
  /** This run's finished epochs. */
  readonly epochs: EpochLog[];
}

/** The callback state of a run that begins at the trainer's cursor. */
export const freshCallbackState = ({ cursor }: Pick<Trainer, 'cursor'>): CallbackState => ({
  epochsBefore: cursor.epochs,
  lrFactor: 1,
  stopper: freshPlateau(),
  reducer: freshPlateau(),
  bestEpoch: 0,
  best: [],
  epochs: [],
});

/** Disposes the tensors of a callback state. */
export function disposeCallbackState(memory: CallbackState): void {
  tf.dispose([...memory.best]);
  memory.best = [];
}

/** What a run's sub-generators share. */
export interface RunContext {
  readonly trainer: Trainer;
  readonly experiment: Experiment;
  readonly data: TrainingData;
  readonly watch: Stopwatch;
  readonly stepsPerEpoch: number;
  readonly memory: CallbackState;
  stopping: boolean;
}

/** Yields `event` with the stopwatch paused, and obeys the answer. */
export async function* emit(run: RunContext, event: TrainEvent): AsyncGenerator<TrainEvent, void, Control> {
  run.watch.pause();
  if ((yield event) === 'stop') run.stopping = true;
  run.watch.resume();
}
