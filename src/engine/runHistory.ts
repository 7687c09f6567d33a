/** A saved run's epochs, for the page to lay over those of others; its tensors are not read. Worker. */
import type { Archive } from '../checkpoint/archive';
import { bestEpoch, secondsOf } from '../lib/epochs';
import type { RunRecord } from '../protocol/record';
import type { EpochLog } from '../training/logs';
import { EngineFailure } from './errors';
import { stateOf } from './restore';

/** A run may have 50,000 epochs, and a chart takes 500 points. */
export const mostTold = 1_000;

/** At most `mostTold` of them, at even distances, counted from the last. */
function thinned(epochs: readonly EpochLog[]): EpochLog[] {
  const stride = Math.ceil(epochs.length / mostTold);
  return epochs.filter((_, i) => (epochs.length - 1 - i) % stride === 0);
}

/** What `id` has told. */
export function recordOf(id: string, epochs: readonly EpochLog[]): RunRecord {
  return {
    id,
    epochs: thinned(epochs),
    total: epochs.length,
    best: bestEpoch(epochs),
    seconds: secondsOf(epochs),
  };
}

/** Reads a run's newest whole snapshot, but for its tensors. Rejects with a `SnapshotError` where there is none, and without a place for runs. */
export async function runHistory(archive: Archive | null, id: string): Promise<RunRecord> {
  if (!archive) throw new EngineFailure('snapshot-failed', 'This browser keeps no runs');
  const { history } = await stateOf(archive, id);
  return recordOf(id, history.epochs);
}
