/**
 * A saved run's epochs, which the page plots together with those of other runs; its tensors are not
 * read. Runs in the worker.
 */
import type { Archive } from '../../storage/archive';
import { bestEpoch, secondsOf } from '../../lib/epochs';
import type { EpochLog, RunRecord } from '../../protocol/run';
import { EngineFailure } from '../core/errors';
import { stateOf } from './restore';

/** A run may have 50,000 epochs, and a chart takes 500 points. */
export const maxReported = 1_000;

/** At most `maxReported` evenly spaced epochs, counted back from the last. */
function thinned(epochs: readonly EpochLog[]): EpochLog[] {
  const stride = Math.ceil(epochs.length / maxReported);
  return epochs.filter((_, i) => (epochs.length - 1 - i) % stride === 0);
}

/** The page's record of the run `id`. */
export function recordOf(id: string, epochs: readonly EpochLog[]): RunRecord {
  return {
    id,
    epochs: thinned(epochs),
    total: epochs.length,
    best: bestEpoch(epochs),
    seconds: secondsOf(epochs),
  };
}

/**
 * Reads a run's newest whole snapshot except for its tensors. Rejects with a `SnapshotError` if
 * there is none, and fails if the browser stores no runs.
 */
export async function runHistory(archive: Archive | null, id: string): Promise<RunRecord> {
  if (!archive) throw new EngineFailure('snapshot-failed', 'This browser keeps no runs');
  const { history } = await stateOf(archive, id);
  return recordOf(id, history.epochs);
}
