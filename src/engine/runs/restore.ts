/**
 * Turns a saved run into a trainer that continues as if it had never stopped. Runs in the worker or
 * in Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Archive, OpenSnapshot } from '../../storage/archive';
import { checkBlocks, SnapshotError } from '../../storage/snapshotFormat';
import type { SavedRunState } from '../../storage/state';
import { readTensors } from '../../storage/tensors';
import { restoreWeights } from '../../model/build';
import { currentRate } from '../../training/epoch';
import type { CallbackState } from '../../training/run';
import { createTrainState, disposeTrainState, type TrainState } from '../core/trainState';
import type { Checkpointer, RunIdentity } from './checkpointer';

/** A new id of 36 lower-case letters, digits and hyphens; works outside a secure context too. */
export function newId(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The identity of a new run. Its name is empty until the user gives it one. */
export const newIdentity = (): RunIdentity => ({
  id: newId(),
  name: '',
  startedAt: Date.now(),
});

/** A saved run's state, without its tensors. Rejects with a `SnapshotError`. */
export const stateOf = (archive: Archive, id: string): Promise<SavedRunState> =>
  archive.load(id, async ({ state }) => state);

/**
 * Reads a run's whole snapshot, or the previous one. Rejects with a `SnapshotError` if neither is
 * whole.
 */
export const checkWhole = (archive: Archive, id: string): Promise<void> =>
  archive.load(id, ({ source, index }) => checkBlocks(source, index.blocks));

/**
 * The identity of a run that begins, or that continues with a model in memory. If another tab has
 * continued the saved run meanwhile, or the store cannot tell whether one has, this run becomes a
 * branch with an identity of its own, so that neither overwrites the other.
 */
export async function identityOf(
  archive: Archive | null,
  previous: { readonly identity: RunIdentity; readonly sequence: number } | null,
): Promise<RunIdentity> {
  if (!previous) return newIdentity();
  const { id, name } = previous.identity;
  const saved = archive ? await savedSequence(archive, id) : 0;
  return saved > previous.sequence ? { ...newIdentity(), name } : previous.identity;
}

/**
 * Number of a run's snapshots so far: 0 if none can be read, since then nothing can be overwritten;
 * infinite if the store fails.
 */
const savedSequence = (archive: Archive, id: string): Promise<number> =>
  stateOf(archive, id).then(
    ({ sequence }) => sequence,
    (thrown: unknown) => (thrown instanceof SnapshotError ? 0 : Number.POSITIVE_INFINITY),
  );

export interface RestoredRun {
  readonly trainState: TrainState;
  readonly memory: CallbackState;
  readonly state: SavedRunState;
  readonly fellBack: boolean;
}

async function restored({ state, index, source, fellBack }: OpenSnapshot): Promise<RestoredRun> {
  const trainState = { ...createTrainState(state.experiment), initialSeed: state.initialSeed ?? null };
  try {
    const { weights, slots, best } = await readTensors(source, index, trainState.model);
    restoreWeights(trainState.model, weights);
    tf.dispose([...weights]);
    trainState.optimizer.restore(state.iterations, slots);
    Object.assign(trainState.cursor, state.cursor);
    const { memory, history } = state;
    const epochs = history.epochs.filter(({ epoch }) => epoch > memory.epochsBefore);
    return { trainState, memory: { ...memory, best, epochs }, state, fellBack };
  } catch (thrown) {
    disposeTrainState(trainState);
    throw thrown;
  }
}

/**
 * Restores the newest whole snapshot of a run on the current backend. The caller owns the result.
 * Rejects with a `SnapshotError`.
 */
export const restore = (archive: Archive, id: string): Promise<RestoredRun> => archive.load(id, restored);

/**
 * Multiplies the learning rate of all steps to come by `scale`, notes that in the run's history,
 * and saves it at once: if the run diverges again before its next snapshot, the next attempt uses a
 * lower rate still and not the same one.
 */
export async function lowerRate(
  trainState: TrainState,
  memory: CallbackState,
  checkpointer: Checkpointer,
  scale: number,
): Promise<void> {
  memory.lrFactor *= scale;
  const value = currentRate(trainState.experiment, trainState, memory);
  checkpointer.record({ type: 'note', note: 'lowered-lr', epoch: trainState.cursor.epochs + 1, value });
  await checkpointer.save(trainState, memory, { finished: false });
}

/** Notes in the log that a run continues from its snapshot. */
export function noteResumed({ cursor }: TrainState, checkpointer: Checkpointer): void {
  checkpointer.record({ type: 'note', note: 'resumed', epoch: cursor.epochs + 1, value: cursor.stepInEpoch });
}
