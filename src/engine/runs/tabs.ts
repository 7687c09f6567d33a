/**
 * Coordinates several tabs of the lab. They share the browser's store of runs, so only one trains
 * at a time, and none opens or deletes a run while another writes it. Web Locks ensure this: the
 * browser frees a lock when its worker ends, however it ends. Runs in the worker.
 * Source: https://w3c.github.io/web-locks/
 */
import { EngineFailure } from '../core/errors';

/** Locks belong to the origin, as the store does: two copies of the lab on one host share both. */
const training = 'alexnet-lab:training';
const runPrefix = 'alexnet-lab:run:';
const channelName = 'alexnet-lab';

/**
 * How long a run waits for another tab's run to end, in milliseconds. A worker that has just ended
 * may hold its locks a little longer.
 */
export const lockWaitMs = { train: 1_000, resume: 10_000 } as const;

/** The same for opening a run for inspection, and for deleting it. */
const readLockWaitMs = 1_000;

export interface TabsOptions {
  /** Null if the browser has none (not a secure context): then the tabs are not coordinated. */
  readonly locks: LockManager | null;
  /** The channel on which tabs announce that the runs have changed; null if there is none. */
  readonly channel: BroadcastChannel | null;
  /** Called when the runs have changed in another tab, or that tab has ended. */
  readonly onChange: () => void;
}

/** How a run waits for the run lock. */
export interface RunLockRequest<R extends { id: string }> {
  /** Returns which run it is; called once no other tab trains. */
  readonly run: () => Promise<R>;
  readonly waitMs: number;
  /** Aborted when the run no longer needs to begin. */
  readonly stop: AbortSignal;
}

export class Tabs {
  /** The run that this tab trains. */
  private currentRun: string | null = null;
  /** Runs whose end this tab is waiting for. */
  private readonly watched = new Set<string>();

  constructor(private readonly options: TabsOptions) {
    options.channel?.addEventListener('message', options.onChange);
  }

  /**
   * The run that another tab trains; null if there is none. `onChange` is called when that run
   * ends.
   */
  async elsewhere(): Promise<string | null> {
    const { locks } = this.options;
    const state = await locks?.query().catch(() => null);
    const runs = (state?.held ?? []).flatMap(({ name, mode }) =>
      name?.startsWith(runPrefix) && mode === 'exclusive' ? [name.slice(runPrefix.length)] : [],
    );
    const id = runs.find((run) => run !== this.currentRun) ?? null;
    if (locks && id !== null) void this.watch(locks, id);
    return id;
  }

  /** Makes other tabs refresh: a run has begun, was saved, has ended or was deleted. */
  changed(): void {
    this.options.channel?.postMessage('changed');
  }

  /**
   * Waits for the lock of a run: a tab that was closed or has crashed says nothing, but its lock is
   * freed.
   */
  private async watch(locks: LockManager, id: string): Promise<void> {
    if (this.watched.has(id)) return;
    this.watched.add(id);
    await locks.request(runPrefix + id, { mode: 'shared' }, () => {}).catch(() => {});
    this.watched.delete(id);
    this.options.onChange();
  }

  /**
   * Runs `work` while no other tab trains; `stopped` if it was stopped before it began. Rejects
   * with `training-elsewhere` if another tab still trains after the wait, and as `request.run` and
   * `work` do.
   */
  async ownRunLock<R extends { id: string }>(
    request: RunLockRequest<R>,
    work: (run: R) => Promise<void>,
  ): Promise<'done' | 'stopped'> {
    const { locks } = this.options;
    const { signal, end } = limited(request.waitMs, request.stop);
    const lockRun = async (): Promise<void> => {
      const run = await request.run();
      await granted(locks, runPrefix + run.id, { mode: 'exclusive', signal }, () => {
        this.currentRun = run.id;
        this.changed();
        return work(run);
      });
    };
    try {
      await granted(locks, training, { mode: 'exclusive', signal }, lockRun);
      return 'done';
    } catch (thrown) {
      if (!(thrown instanceof NotGranted)) throw thrown;
      if (request.stop.aborted) return 'stopped';
      throw new EngineFailure('training-elsewhere', '');
    } finally {
      end();
      if (this.currentRun !== null) {
        this.currentRun = null;
        this.changed();
      }
    }
  }

  /**
   * Runs `work` on a run's files while no other tab trains it. Rejects with `run-elsewhere` if one
   * does, and as `work` does.
   */
  async readLock<T>(id: string, work: () => Promise<T>): Promise<T> {
    // A shared lock: tabs that only read a run do not wait for each other, and are not mistaken for
    // one that trains it.
    const { signal, end } = limited(readLockWaitMs);
    try {
      return await granted(this.options.locks, runPrefix + id, { mode: 'shared', signal }, work);
    } catch (thrown) {
      if (thrown instanceof NotGranted) throw new EngineFailure('run-elsewhere', '');
      throw thrown;
    } finally {
      end();
    }
  }
}

/**
 * A signal that aborts after `ms`, and with `stop`, until `end` is called. Not `AbortSignal.any`
 * over `AbortSignal.timeout`: Node 20 collects those as garbage while they are awaited, and they
 * never fire.
 */
function limited(ms: number, stop?: AbortSignal): { readonly signal: AbortSignal; readonly end: () => void } {
  const limit = new AbortController();
  const abort = (): void => limit.abort();
  const timer = setTimeout(abort, ms);
  stop?.addEventListener('abort', abort);
  if (stop?.aborted) abort();
  const end = (): void => {
    clearTimeout(timer);
    stop?.removeEventListener('abort', abort);
  };
  return { signal: limit.signal, end };
}

/** The signal was aborted before the lock was free. */
class NotGranted extends Error {}

interface Request {
  readonly mode: LockMode;
  readonly signal: AbortSignal;
}

/**
 * Runs `work` under a lock, or without one if the browser has none. Rejects with `NotGranted`, and
 * as `work` does.
 */
async function granted<T>(
  locks: LockManager | null,
  name: string,
  options: Request,
  work: () => Promise<T>,
): Promise<T> {
  if (!locks) return work();
  let begun = false;
  const startWork = (): Promise<T> => {
    begun = true;
    return work();
  };
  try {
    return await locks.request(name, options, startWork);
  } catch (thrown) {
    if (begun) throw thrown;
    if (options.signal.aborted) throw new NotGranted();
    // A page without an origin of its own may not request locks, and has no store either.
    return work();
  }
}

/** The tabs of this browser. */
export function browserTabs(onChange: () => void): Tabs {
  const locks = typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : null;
  return new Tabs({ locks, channel: locks && new BroadcastChannel(channelName), onChange });
}
