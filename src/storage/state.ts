/**
 * What a snapshot contains besides its tensors: everything that decides the numbers to come, and
 * the history that the page draws.
 */
import { z } from 'zod';
import { experimentSchema, maxNameLength } from '../experiment/schema';
import { seriesLimit } from '../lib/series';
import { complaints, list, SnapshotError } from './snapshotFormat';

/** Limit for one run with all that it continues; an index of 16 MB has room for that many. */
export const maxEpochs = 50_000;

/** Far below 2^53, from where adding 1 may change nothing. */
const count = z
  .number()
  .int()
  .min(0)
  .max(2 ** 52);
/** Milliseconds since 1970, up to the largest `Date`. */
const moment = z.number().min(0).max(8.64e15);
const seconds = z.number().min(0);
/** JSON has no NaN and no infinity: they are written as null. */
const measure = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

/** A plateau's best value is still infinite before the first epoch. */
const plateau = z.object({
  best: z
    .number()
    .nullable()
    .transform((value) => value ?? Number.POSITIVE_INFINITY),
  wait: count,
});

/** The callbacks' state, and the number of epochs of earlier runs. */
export const memorySchema = z.object({
  epochsBefore: count,
  lrFactor: z.number(),
  stopper: plateau,
  reducer: plateau,
  bestEpoch: count,
});

export const epochLogSchema = z.object({
  epoch: count,
  epochs: count,
  steps: count,
  loss: measure,
  acc: measure,
  val_loss: measure,
  val_acc: measure,
  lr: z.number(),
  seconds,
  secondsPerStep: z.number(),
});

const series = z.object({
  stride: count.min(1),
  length: count,
  buckets: list(z.object({ count: count.min(1), sum: measure, min: measure, max: measure }), seriesLimit),
});

const note = z.object({
  note: z.enum([
    'reduced-lr',
    'early-stopped',
    'restored-best',
    'lowered-lr',
    'resumed',
    'other-device',
    'imported',
  ]),
  epoch: count,
  value: z.number(),
});

export const savedRunSchema = z.object({
  /** The run's id, which stays the same when it is continued. */
  id: z.string().regex(/^[0-9a-z-]{8,64}$/),
  /** Given by the user; empty until then. */
  name: z.string().max(maxNameLength),
  /** Milliseconds since 1970. */
  startedAt: moment,
  savedAt: moment,
  /** Number of the snapshot within its run: the one with the higher number is newer. */
  sequence: count,
  /**
   * Increases whenever a run begins, is resumed or is imported: of two runs, the one with the
   * higher number is the later, whatever the clock said. Absent in snapshots of the lab's earlier
   * versions.
   */
  order: count.optional(),
  /** The run has ended: there is nothing to continue unless more epochs are requested. */
  finished: z.boolean(),
  adapter: z.string().max(400),
  experiment: experimentSchema,
  /**
   * The seed of the initial weights; absent if they came from a file, and in snapshots of the lab's
   * first version.
   */
  initialSeed: count.max(0xffff_ffff).optional(),
  iterations: count,
  cursor: z.object({
    epochs: count,
    stepInEpoch: count,
    lossSum: measure,
    accSum: measure,
    seconds,
    firstStepSeconds: seconds,
    steps: count,
  }),
  /** The callback state. */
  memory: memorySchema,
  history: z.object({
    epochs: list(epochLogSchema, maxEpochs),
    loss: series,
    acc: series,
    notes: list(note, 2 * maxEpochs),
  }),
});

export type SavedRunState = Readonly<z.infer<typeof savedRunSchema>>;

/** Compares two runs: above 0 if the first is the later. */
export const later = (a: SavedRunState, b: SavedRunState): number =>
  (a.order ?? 0) - (b.order ?? 0) || a.savedAt - b.savedAt;

/** The next `order` after all of these runs. */
export const orderAfter = (runs: readonly SavedRunState[]): number =>
  Math.max(0, ...runs.map(({ order }) => order ?? 0)) + 1;

/** Parses the state of an index. Throws a `SnapshotError` that names what is wrong with it. */
export function parseState(state: unknown): SavedRunState {
  const parsed = savedRunSchema.safeParse(state);
  if (!parsed.success) throw new SnapshotError('damaged', `Its state: ${complaints(parsed.error)}`);
  return parsed.data;
}
