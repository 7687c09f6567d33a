/**
 * Tabs of the lab beside each other. They share the browser's store of runs, so only one trains at a time, and nobody opens or deletes
 * a run while another writes it. Web Locks see to it: the browser frees a lock when its worker ends, however it ends. Worker.
 * Source: https://w3c.github.io/web-locks/
 */
import { EngineFailure } from './errors';

/** Of the origin, as the store is: two copies of the lab under one host share both. */
const training = 'alexnet-lab:training';
const runPrefix = 'alexnet-lab:run:';
const channelName = 'alexnet-lab';

/** How long a run waits for another tab's to end, in milliseconds. A worker that was just ended may hold its locks a little longer. */
export const patience = { train: 1_000, resume: 10_000 } as const;

/** The same for looking at a run, and for deleting it. */
const glanceMs = 1_000;

export interface TabsOptions {
  /** Null where the browser has none (not a secure context): then each tab does as it likes. */
  readonly locks: LockManager | null;
  /** On which tabs tell each other that the runs have changed; null where there is none. */
  readonly channel: BroadcastChannel | null;
  /** The runs have changed in another tab, or it has ended. */
  readonly onChange: () => void;
}

/** How a run that is to begin waits. */
export interface Turn<R extends { id: string }> {
  /** Which run it is; asked once no other tab trains. */
  readonly run: () => Promise<R>;
  readonly patienceMs: number;
  /** Aborted when it need not begin any more. */
  readonly stop: AbortSignal;
}

export class Tabs {
  /** The run that this tab trains. */
  private own: string | null = null;
  /** Runs whose end is waited for. */
  private readonly watched = new Set<string>();

  constructor(private readonly options: TabsOptions) {
    options.channel?.addEventListener('message', options.onChange);
  }

  /** The run that another tab trains; null if none does. `onChange` is called when that ends. */
  async elsewhere(): Promise<string | null> {
    const { locks } = this.options;
    const state = await locks?.query().catch(() => null);
    const runs = (state?.held ?? []).flatMap(({ name, mode }) =>
      name?.startsWith(runPrefix) && mode === 'exclusive' ? [name.slice(runPrefix.length)] : [],
    );
    const id = runs.find((run) => run !== this.own) ?? null;
    if (locks && id !== null) void this.watch(locks, id);
    return id;
  }

  /** Other tabs look again: a run has begun, was saved, has ended or was deleted. */
  changed(): void {
    this.options.channel?.postMessage('changed');
  }

  /** A tab that was closed or has crashed says nothing; but its lock comes free. */
  private async watch(locks: LockManager, id: string): Promise<void> {
    if (this.watched.has(id)) return;
    this.watched.add(id);
    await locks.request(runPrefix + id, { mode: 'shared' }, () => {}).catch(() => {});
    this.watched.delete(id);
    this.options.onChange();
  }

  /**
   * `work` while no other tab trains; `stopped` where it was stopped before it had begun. Rejects with `training-elsewhere` where another
   * still trains after the wait, and as `turn.run` and `work` do.
   */
  async alone<R extends { id: string }>(
    turn: Turn<R>,
    work: (run: R) => Promise<void>,
  ): Promise<'done' | 'stopped'> {
    const { locks } = this.options;
    const { signal, end } = limited(turn.patienceMs, turn.stop);
    const own = async (): Promise<void> => {
      const run = await turn.run();
      await granted(locks, runPrefix + run.id, { mode: 'exclusive', signal }, () => {
        this.own = run.id;
        this.changed();
        return work(run);
      });
    };
    try {
      await granted(locks, training, { mode: 'exclusive', signal }, own);
      return 'done';
    } catch (thrown) {
      if (!(thrown instanceof NotGranted)) throw thrown;
      if (turn.stop.aborted) return 'stopped';
      throw new EngineFailure('training-elsewhere', '');
    } finally {
      end();
      if (this.own !== null) {
        this.own = null;
        this.changed();
      }
    }
  }

  /** `work` on a run's files while no other tab trains it. Rejects with `run-elsewhere` where one does, and as `work` does. */
  async untouched<T>(id: string, work: () => Promise<T>): Promise<T> {
    // Shared: those who only look at a run do not wait for each other, and are not taken for one who trains it.
    const { signal, end } = limited(glanceMs);
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
 * Aborted after `ms`, and with `stop`, until `end`. Not `AbortSignal.any` over `AbortSignal.timeout`: in Node 20 these are collected while
 * they are waited for, and never fire.
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

/** `work` under a lock; without one where the browser gives none. Rejects with `NotGranted`, and as `work` does. */
async function granted<T>(
  locks: LockManager | null,
  name: string,
  options: Request,
  work: () => Promise<T>,
): Promise<T> {
  if (!locks) return work();
  let begun = false;
  const begin = (): Promise<T> => {
    begun = true;
    return work();
  };
  try {
    return await locks.request(name, options, begin);
  } catch (thrown) {
    if (begun) throw thrown;
    if (options.signal.aborted) throw new NotGranted();
    // A page without an origin of its own may ask for none, nor has it a store.
    return work();
  }
}

/** Those of this browser. */
export function browserTabs(onChange: () => void): Tabs {
  const locks = typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : null;
  return new Tabs({ locks, channel: locks && new BroadcastChannel(channelName), onChange });
}
