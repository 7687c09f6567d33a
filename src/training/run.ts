/** What the parts of a run share, and how they tell its consumer what happened. Engine side; no worker globals. */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { Rng } from '../lib/rng';
import type { Model } from '../model/build';
import { freshPlateau, type PlateauState } from './callbacks';
import type { TrainingData } from './data';
import type { BatchLogs, EpochLog, RunNoteId } from './logs';
import type { Optimizer } from './optimizer';
import type { Stopwatch } from './stopwatch';

/** What the consumer answers at each yield. */
export type Wish = 'go' | 'stop';

export type TrainEvent =
  /** A step was queued; nothing was read back. */
  | { readonly type: 'step' }
  | { readonly type: 'batch'; readonly logs: BatchLogs }
  | { readonly type: 'validating'; readonly images: number; readonly imagesTotal: number }
  | { readonly type: 'epoch'; readonly log: EpochLog }
  /** After an epoch that is not the last, when its callbacks have done what they do. */
  | { readonly type: 'between-epochs' }
  | {
      readonly type: 'note';
      readonly note: RunNoteId;
      readonly epoch: number;
      readonly value: number;
    };

/** What the dropout masks of a run are drawn from, with layer and step. */
export const dropoutSeed = ({ seed }: Pick<Experiment, 'seed'>): number =>
  Rng.of(seed).fork('dropout').uint32();

/** Where training stands. With the model and the optimizer, all that is needed to go on. */
export interface Cursor {
  /** Finished epochs. */
  epochs: number;
  /** Steps done in the epoch after those, what they summed to, and the seconds that they took, the first of them apart. */
  stepInEpoch: number;
  lossSum: number;
  accSum: number;
  seconds: number;
  firstStepSeconds: number;
  /** Steps in all. */
  steps: number;
}

/** The part of a cursor that begins anew with each epoch. */
const epochStart = { stepInEpoch: 0, lossSum: 0, accSum: 0, seconds: 0, firstStepSeconds: 0 };

export const freshCursor = (): Cursor => ({ epochs: 0, steps: 0, ...epochStart });

/** Puts the cursor at the first step of the epoch that it is in. */
export const restartEpoch = (cursor: Cursor): void => void Object.assign(cursor, epochStart);

/** A model in training; lives across runs. */
export interface Trainer {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly cursor: Cursor;
}

/** What a run remembers between epochs: with trainer, experiment and data it decides all numbers to come. */
export interface RunMemory {
  /** Epochs finished before this run. */
  readonly epochsBefore: number;
  /** Product of reduce-on-plateau's factors. */
  lrFactor: number;
  readonly stopper: PlateauState;
  readonly reducer: PlateauState;
  /** The epoch whose weights `best` holds, when early stopping may want them back; 0 and empty before. */
  bestEpoch: number;
  best: readonly tf.Tensor[];
  /** This run's finished epochs. */
  readonly epochs: EpochLog[];
}

/** Of a run that begins where the trainer stands. */
export const freshMemory = ({ cursor }: Pick<Trainer, 'cursor'>): RunMemory => ({
  epochsBefore: cursor.epochs,
  lrFactor: 1,
  stopper: freshPlateau(),
  reducer: freshPlateau(),
  bestEpoch: 0,
  best: [],
  epochs: [],
});

/** Disposes what a memory holds. */
export function forget(memory: RunMemory): void {
  tf.dispose([...memory.best]);
  memory.best = [];
}

/** The parts of a run that its sub-generators share. */
export interface Run {
  readonly trainer: Trainer;
  readonly experiment: Experiment;
  readonly data: TrainingData;
  readonly watch: Stopwatch;
  readonly stepsPerEpoch: number;
  readonly memory: RunMemory;
  stopping: boolean;
}

/** Yields `event` with the watch stopped, and heeds the answer. */
export async function* tell(run: Run, event: TrainEvent): AsyncGenerator<TrainEvent, void, Wish> {
  run.watch.pause();
  if ((yield event) === 'stop') run.stopping = true;
  run.watch.resume();
}
