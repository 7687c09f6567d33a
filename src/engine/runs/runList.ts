/**
 * Keeps the page's list of saved runs up to date: reads the archive when something has changed it,
 * and reports the new list. Runs in the worker.
 */
import type { Archive, SavedRun } from '../../storage/archive';
import { stepsPerEpoch } from '../../experiment/schema';
import { systemClock, type Clock } from '../../lib/clock';
import type { EngineEvent } from '../../protocol/events';
import type { RunStatus, SavedRunReport } from '../../protocol/run';
import type { Tabs } from './tabs';

export type RunListEvent = Extract<EngineEvent, { type: 'runs' }>;

/**
 * Every run's files are read for a list, between two steps, so it is not read after each save of
 * the current run.
 */
const relistMs = 60_000;

/** States in which a run is at rest, and its row has to be up to date. */
const resting: ReadonlySet<RunStatus> = new Set(['paused', 'finished', 'failed']);

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
export async function space(): Promise<RunListEvent['space']> {
  if (typeof navigator === 'undefined' || !('storage' in navigator)) return null;
  const { usage, quota } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return usage === undefined || quota === undefined ? null : { used: usage, quota };
}

/**
 * All saved runs, the latest first, and which of them another tab trains; no runs if the browser
 * cannot store any. Rejects if the browser's store cannot be read.
 */
export async function savedRuns(
  archive: Archive | null,
  tabs: Pick<Tabs, 'elsewhere'>,
): Promise<RunListEvent> {
  const elsewhere = await tabs.elsewhere();
  const { runs, damaged } = archive ? await archive.list() : { runs: [], damaged: [] };
  return { type: 'runs', runs: runs.map(reportOf), damaged: damaged.length, space: await space(), elsewhere };
}

export interface RunListDeps {
  readonly read: () => Promise<RunListEvent>;
  readonly emit: (event: RunListEvent) => void;
  readonly now?: Clock['now'];
}

export class RunList {
  private listed: ReadonlySet<string> = new Set();
  private readAt = Number.NEGATIVE_INFINITY;
  private last: Promise<void> = Promise.resolve();
  /** A read that has not started yet: it will see everything that has changed until then. */
  private next: Promise<void> | null = null;

  constructor(private readonly deps: RunListDeps) {}

  /**
   * Reads and reports the list. Resolves once a read has ended that started after this call. Never
   * rejects: while the store cannot be read, the page keeps the list that it has.
   */
  refresh(): Promise<void> {
    this.next ??= this.last = this.last.then(async () => {
      this.next = null;
      await this.read().catch(() => undefined);
    });
    return this.next;
  }

  /** Refreshes the list after an event of the engine that changes it. */
  follow(event: EngineEvent): void {
    if (this.changedBy(event)) void this.refresh();
  }

  private changedBy(event: EngineEvent): boolean {
    switch (event.type) {
      case 'saved':
        return !this.listed.has(event.id) || this.now() - this.readAt >= relistMs;
      case 'status':
        return resting.has(event.status);
      case 'failed':
        return event.error.code === 'training-elsewhere';
      case 'data-ready':
        // The sheets take up browser storage, too.
        return true;
      default:
        return false;
    }
  }

  private now(): number {
    return (this.deps.now ?? systemClock.now)();
  }

  private async read(): Promise<void> {
    this.readAt = this.now();
    const list = await this.deps.read();
    this.listed = new Set(list.runs.map(({ id }) => id));
    this.deps.emit(list);
  }
}
