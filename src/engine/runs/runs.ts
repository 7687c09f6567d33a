/** The saved runs as the page lists them. Runs in the worker. */
import type { Archive, SavedRun } from '../../storage/archive';
import { stepsPerEpoch } from '../../experiment/schema';
import type { Answer } from '../../protocol/events';
import type { SavedRunReport } from '../../protocol/run';
import type { Tabs } from './tabs';

function reportOf({ state, bytes }: SavedRun): SavedRunReport {
  const { id, name, experiment, startedAt, savedAt, finished, cursor, memory, history, adapter } = state;
  const accuracies = history.epochs.map(({ val_acc }) => val_acc).filter((value) => Number.isFinite(value));
  return {
    id,
    name,
    experiment,
    startedAt,
    savedAt,
    finished,
    adapter,
    bytes,
    epochs: cursor.epochs,
    lastEpoch: memory.epochsBefore + experiment.epochs,
    stepInEpoch: cursor.stepInEpoch,
    stepsPerEpoch: stepsPerEpoch(experiment),
    bestValAcc: accuracies.length > 0 ? Math.max(...accuracies) : null,
  };
}

/** The storage that the browser grants this page, in bytes; null if it does not say. */
export async function space(): Promise<Extract<Answer, { type: 'runs' }>['space']> {
  if (typeof navigator === 'undefined' || !('storage' in navigator)) return null;
  const { usage, quota } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return usage === undefined || quota === undefined ? null : { used: usage, quota };
}

/**
 * All saved runs, the latest first, and which of them another tab trains; no runs if the browser
 * cannot store any.
 */
export async function savedRuns(archive: Archive | null, tabs: Tabs): Promise<Answer> {
  const elsewhere = await tabs.elsewhere();
  const { runs, damaged } = archive ? await archive.list() : { runs: [], damaged: [] };
  return { type: 'runs', runs: runs.map(reportOf), damaged: damaged.length, space: await space(), elsewhere };
}
