/**
 * The page's handle on the worker: spawns it, numbers the calls, matches replies, and fails all
 * pending ones when the worker dies. Page side; knows the protocol, not the store.
 */
import { systemClock, type Clock } from '../lib/clock';
import { err, type Result } from '../lib/result';
import type { Call, CallName, CallResult, Send } from '../protocol/calls';
import type { EngineError } from '../protocol/errors';
import type { EngineEvent } from '../protocol/events';
import { Inbox, type Later } from './inbox';

type Reply = Result<CallResult, EngineError>;

/**
 * Resolves when the holder of the Web Lock `name` has released it or died; never if the browser has
 * no locks. Rejects on abort.
 */
export type Released = (name: string, signal: AbortSignal) => Promise<void>;

const webLocks: Released = (name, signal) => navigator.locks.request(name, { signal }, () => {});

/**
 * How long a worker may be silent before it has answered its first call, in milliseconds: the first
 * worker, then each one after a worker that was silent for too long. Its files may take long on a
 * slow line, and no browser reports one that stalls, nor a worker that hangs while it starts:
 * Firefox 153 on a busy machine has been seen to block for ever in a worker's `new Worker`, 1 visit
 * in 100.
 */
const silenceMs = [30_000, 60_000, 120_000] as const;

export class EngineClient {
  private worker: Worker | null = null;
  /** The current worker has sent a message. */
  private heard = false;
  /** Id of the current worker's first call; null once it is answered. */
  private firstId: number | null = null;
  /** Number of workers in a row that were silent for too long. */
  private silent = 0;
  private stopWaiting = (): void => {};
  /** Why no more workers are started. */
  private closed: EngineError | null = null;
  /** Aborted when the current worker is no longer watched. */
  private watching = new AbortController();
  private nextId = 1;
  private readonly pending = new Map<number, (reply: Reply) => void>();
  /**
   * The current worker's events. Whoever awaits a reply continues before the next event is handled,
   * and every status is drawn, however short.
   */
  private readonly inbox: Inbox<EngineEvent>;

  /** `spawn` creates the worker; `onEvent` receives every event except replies. */
  constructor(
    private readonly spawn: () => Worker,
    private readonly onEvent: (event: EngineEvent) => void,
    private readonly released: Released = webLocks,
    later?: Later,
    private readonly after: Clock['after'] = systemClock.after,
  ) {
    this.inbox = new Inbox(
      (event) => this.receive(event),
      ({ type }) => type === 'reply' || type === 'status',
      later,
    );
  }

  /**
   * Sends a call; resolves with its reply, or with `worker-crashed` or `worker-not-loaded` if
   * the worker ends first, or with the error that was passed to `close`. Never rejects.
   */
  readonly send: Send = async <K extends CallName>(call: Call<K>) => {
    if (this.closed) return err(this.closed);
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise<Result<CallResult<K>, EngineError>>((resolve) => {
      this.pending.set(id, resolve);
      worker.postMessage({ id, call });
    });
  };

  /** Ends the worker and loses everything in it; the next call spawns another. */
  terminate(detail: string, code: EngineError['code'] = 'worker-crashed'): void {
    this.closed = null;
    this.stopWaiting();
    this.watching.abort();
    this.worker?.terminate();
    this.worker = null;
    this.inbox.clear();
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const resolve of waiting) resolve(err({ code, detail }));
  }

  /** Ends the worker; no call spawns another until `terminate` is called. */
  close(error: EngineError): void {
    this.terminate(error.detail, error.code);
    this.closed = error;
    this.silent = 0;
  }

  private start(): Worker {
    const worker = this.spawn();
    this.watching = new AbortController();
    this.heard = false;
    this.firstId = this.nextId;
    this.limitSilence();
    worker.onmessage = ({ data }: MessageEvent<EngineEvent>) => {
      if (worker !== this.worker) return;
      this.hear(data);
      this.inbox.put(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.worker) this.crashed(event.message || 'the worker could not be loaded');
    };
    return worker;
  }

  /** Ends the worker if no message comes for too long. */
  private limitSilence(): void {
    this.stopWaiting();
    const ms = silenceMs[Math.min(this.silent, silenceMs.length - 1)]!;
    this.stopWaiting = this.after(ms, () =>
      this.crashed(`no answer within ${ms / 1_000} s`, 'worker-not-loaded'),
    );
  }

  private hear(event: EngineEvent): void {
    this.heard = true;
    if (this.firstId === null) return;
    if (event.type !== 'reply' || event.id !== this.firstId) return this.limitSilence();
    this.firstId = null;
    this.silent = 0;
    this.stopWaiting();
  }

  private receive(event: EngineEvent): void {
    if (event.type === 'alive') return event.lock === null ? undefined : this.watchEnd(event.lock);
    if (event.type !== 'reply') {
      this.onEvent(event);
      return;
    }
    this.pending.get(event.id)?.(event.result);
    this.pending.delete(event.id);
  }

  /** Notices when a worker ends without an event, by its lock. */
  private watchEnd(lock: string): void {
    const { signal } = this.watching;
    this.released(lock, signal).then(
      () => !signal.aborted && this.crashed('the worker ended without a word'),
      () => {}, // aborted
    );
  }

  private crashed(
    detail: string,
    code: EngineError['code'] = this.heard ? 'worker-crashed' : 'worker-not-loaded',
  ): void {
    const { signal } = this.watching;
    // First delivers what the worker sent before it ended; a listener may have ended the worker
    // itself.
    this.inbox.flush();
    if (signal.aborted) return;
    const error = { code, detail };
    this.terminate(detail, code);
    if (code === 'worker-not-loaded') {
      this.silent++;
      return this.onEvent({ type: 'start-failed', error, attempts: [] });
    }
    this.onEvent({ type: 'failed', error, modelKept: false });
    this.onEvent({ type: 'status', status: 'failed' });
  }
}
