/** The saved runs as the page lists them. Worker. */
import type { Archive, SavedRun } from '../checkpoint/archive';
import { stepsPerEpoch } from '../experiment/schema';
import type { Answer, SavedRunReport } from '../protocol/events';
import type { Tabs } from './tabs';

function reportOf({ state, bytes }: SavedRun): SavedRunReport {
  const { id, name, experiment, startedAt, savedAt, finished, cursor, memory, history, adapter } = state;
  const accuracies = history.epochs.map(({ val_acc }) => val_acc).filter((value) => Number.isFinite(value));
  return {
    id, name, experiment, startedAt, savedAt, finished, adapter, bytes,
    epochs: cursor.epochs,
    lastEpoch: memory.epochsBefore + experiment.epochs,
    stepInEpoch: cursor.stepInEpoch,
    stepsPerEpoch: stepsPerEpoch(experiment),
    bestValAcc: accuracies.length > 0 ? Math.max(...accuracies) : null,
  }; // prettier-ignore
}

/** What the browser grants this page, in bytes; null where it does not say. */
export async function space(): Promise<Extract<Answer, { type: 'runs' }>['space']> {
  if (typeof navigator === 'undefined' || !('storage' in navigator)) return null;
  const { usage, quota } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return usage === undefined || quota === undefined ? null : { used: usage, quota };
}

/** All saved runs, the last first; none where there is no place to keep them. And which of them another tab trains. */
export async function savedRuns(archive: Archive | null, tabs: Tabs): Promise<Answer> {
  const elsewhere = await tabs.elsewhere();
  const { runs, damaged } = archive ? await archive.list() : { runs: [], damaged: [] };
  return { type: 'runs', runs: runs.map(reportOf), damaged: damaged.length, space: await space(), elsewhere };
}
