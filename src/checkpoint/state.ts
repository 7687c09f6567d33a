/** What a snapshot tells besides its tensors: everything that decides the numbers to come, and the history that the page draws. */
import { z } from 'zod';
import { experimentSchema, mostNameLength } from '../experiment/schema';
import { seriesLimit } from '../lib/series';
import { complaints, list, SnapshotError } from './format';

/** Of one run and all that it continues; 16 MB of index hold so many. */
export const mostEpochs = 50_000;

/** Far below 2^53, where one more is the same number. */
const count = z
  .number()
  .int()
  .min(0)
  .max(2 ** 52);
/** Milliseconds since 1970, as far as a `Date` goes. */
const moment = z.number().min(0).max(8.64e15);
const seconds = z.number().min(0);
/** JSON has no NaN and no infinity: they are written as null. */
const measure = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

/** A plateau's best may still be infinite: no epoch has been seen. */
const plateau = z.object({
  best: z
    .number()
    .nullable()
    .transform((value) => value ?? Number.POSITIVE_INFINITY),
  wait: count,
});

/** What callbacks have seen and done, and the epochs of the runs before. */
export const memorySchema = z.object({
  epochsBefore: count,
  lrFactor: z.number(),
  stopper: plateau,
  reducer: plateau,
  bestEpoch: count,
});

export const epochLogSchema = z.object({
  epoch: count, epochs: count, steps: count, loss: measure, acc: measure, val_loss: measure, val_acc: measure, lr: z.number(),
  seconds, secondsPerStep: z.number(),
}); // prettier-ignore

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

export const runStateSchema = z.object({
  /** One id for all runs that continue each other. */
  id: z.string().regex(/^[0-9a-z-]{8,64}$/),
  /** Given by a person; empty until then. */
  name: z.string().max(mostNameLength),
  /** Milliseconds since 1970. */
  startedAt: moment,
  savedAt: moment,
  /** Counts the snapshots of a run: of two, the one with more is newer. */
  sequence: count,
  /**
   * Counts how often a run began, was taken up or came in: of two runs, the one with more is the later, whatever the clock said.
   * Absent in snapshots of the lab's earlier versions.
   */
  order: count.optional(),
  /** The run came to its end: there is nothing to go on with unless more epochs are asked for. */
  finished: z.boolean(),
  adapter: z.string().max(400),
  experiment: experimentSchema,
  /** What the weights were drawn from; absent where they came from a file, and in snapshots of the lab's first version. */
  initialSeed: count.max(0xffff_ffff).optional(),
  iterations: count,
  cursor: z.object({
    epochs: count, stepInEpoch: count, lossSum: measure, accSum: measure, seconds, firstStepSeconds: seconds, steps: count,
  }),
  /** What the callbacks remember. */
  memory: memorySchema,
  history: z.object({
    epochs: list(epochLogSchema, mostEpochs),
    loss: series,
    acc: series,
    notes: list(note, 2 * mostEpochs),
  }),
}); // prettier-ignore

export type RunState = Readonly<z.infer<typeof runStateSchema>>;

/** Above 0 where the first is the later. */
export const later = (a: RunState, b: RunState): number =>
  (a.order ?? 0) - (b.order ?? 0) || a.savedAt - b.savedAt;

/** The `order` of what comes after all of them. */
export const orderAfter = (runs: readonly RunState[]): number =>
  Math.max(0, ...runs.map(({ order }) => order ?? 0)) + 1;

/** The state of an index. Throws a `SnapshotError` that names what is wrong with it. */
export function parseState(state: unknown): RunState {
  const parsed = runStateSchema.safeParse(state);
  if (!parsed.success) throw new SnapshotError('damaged', `Its state: ${complaints(parsed.error)}`);
  return parsed.data;
}
