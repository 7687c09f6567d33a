/** A saved run becomes a trainer that goes on as if it had never stopped. Worker or Node. */
import * as tf from '@tensorflow/tfjs-core';
import type { Archive, OpenSnapshot } from '../checkpoint/archive';
import { checkBlocks, SnapshotError } from '../checkpoint/format';
import type { RunState } from '../checkpoint/state';
import { readTensors } from '../checkpoint/tensors';
import { restoreWeights } from '../model/build';
import { currentRate } from '../training/epoch';
import type { RunMemory } from '../training/run';
import { begin, discard, type Held } from './held';
import type { Keeper, RunIdentity } from './keeper';

/** Lower-case letters, digits and hyphens, 36 of them; in a page that is not a secure context too. */
export function newId(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A run that begins now. Its name is empty until a person gives it one. */
export const newIdentity = (): RunIdentity => ({
  id: newId(),
  name: '',
  startedAt: Date.now(),
});

/** What a saved run is, without its tensors. Rejects with a `SnapshotError`. */
export const stateOf = (archive: Archive, id: string): Promise<RunState> =>
  archive.load(id, async ({ state }) => state);

/** Reads all of a run's snapshot, or of the one before. Rejects with a `SnapshotError` where neither is whole. */
export const checkWhole = (archive: Archive, id: string): Promise<void> =>
  archive.load(id, ({ source, index }) => checkBlocks(source, index.blocks));

/**
 * Who a run is that begins, or that goes on with a model in memory. Where another tab has meanwhile gone on with the saved run, or the
 * store does not say whether one has, this one is a branch with an identity of its own, so that neither writes over the other.
 */
export async function identityOf(
  archive: Archive | null,
  known: { readonly identity: RunIdentity; readonly sequence: number } | null,
): Promise<RunIdentity> {
  if (!known) return newIdentity();
  const { id, name } = known.identity;
  const saved = archive ? await savedSequence(archive, id) : 0;
  return saved > known.sequence ? { ...newIdentity(), name } : known.identity;
}

/** Snapshots of a run so far: 0 where nothing can be read, since nothing can be written over then; infinite where the store fails. */
const savedSequence = (archive: Archive, id: string): Promise<number> =>
  stateOf(archive, id).then(
    ({ sequence }) => sequence,
    (thrown: unknown) => (thrown instanceof SnapshotError ? 0 : Number.POSITIVE_INFINITY),
  );

export interface RestoredRun {
  readonly held: Held;
  readonly memory: RunMemory;
  readonly state: RunState;
  readonly fellBack: boolean;
}

async function restored({ state, index, source, fellBack }: OpenSnapshot): Promise<RestoredRun> {
  const held = { ...begin(state.experiment), initialSeed: state.initialSeed ?? null };
  try {
    const { weights, slots, best } = await readTensors(source, index, held.model);
    restoreWeights(held.model, weights);
    tf.dispose([...weights]);
    held.optimizer.restore(state.iterations, slots);
    Object.assign(held.cursor, state.cursor);
    const { memory, history } = state;
    const epochs = history.epochs.filter(({ epoch }) => epoch > memory.epochsBefore);
    return { held, memory: { ...memory, best, epochs }, state, fellBack };
  } catch (thrown) {
    discard(held);
    throw thrown;
  }
}

/** The newest whole snapshot of a run, on the current backend. The caller owns what it gives. Rejects with a `SnapshotError`. */
export const restore = (archive: Archive, id: string): Promise<RestoredRun> => archive.load(id, restored);

/**
 * Multiplies the learning rate of all steps to come by `scale`, notes that in the run's history, and saves it at once: should the run
 * diverge again before its next snapshot, it then goes lower and not to the same rate.
 */
export async function lowerRate(held: Held, memory: RunMemory, keeper: Keeper, scale: number): Promise<void> {
  memory.lrFactor *= scale;
  const value = currentRate(held.experiment, held, memory);
  keeper.note({ type: 'note', note: 'lowered-lr', epoch: held.cursor.epochs + 1, value });
  await keeper.save(held, memory, false);
}

/** Into the log of a run that goes on from its snapshot. */
export function noteResumed({ cursor }: Held, keeper: Keeper): void {
  keeper.note({ type: 'note', note: 'resumed', epoch: cursor.epochs + 1, value: cursor.stepInEpoch });
}
