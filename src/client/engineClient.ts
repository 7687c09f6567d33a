/**
 * The worker as the page sees it: spawns it, numbers the commands, matches replies, and fails all that wait when the worker
 * dies. Page side; knows the protocol, not the store.
 */
import { err, type Result } from '../lib/result';
import type { Command } from '../protocol/commands';
import type { Answer, EngineError, EngineEvent } from '../protocol/events';

type Reply = Result<Answer, EngineError>;

export class EngineClient {
  private worker: Worker | null = null;
  private nextId = 1;
  private readonly pending = new Map<number, (reply: Reply) => void>();

  /** `spawn` makes the worker; `onEvent` takes every event but replies. */
  constructor(
    private readonly spawn: () => Worker,
    private readonly onEvent: (event: EngineEvent) => void,
  ) {}

  /** Sends a command; resolves with its reply, or with `worker-crashed` if the worker dies first. Never rejects. */
  send(command: Command): Promise<Reply> {
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.pending.set(id, resolve);
      worker.postMessage({ id, command });
    });
  }

  /** Ends the worker, and with it everything that it holds; the next command spawns another. */
  terminate(detail: string): void {
    this.worker?.terminate();
    this.worker = null;
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const resolve of waiting) resolve(err({ code: 'worker-crashed', detail }));
  }

  private start(): Worker {
    const worker = this.spawn();
    worker.onmessage = ({ data }: MessageEvent<EngineEvent>) => {
      if (worker === this.worker) this.receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.worker) this.crashed(event.message || 'the worker could not be loaded');
    };
    return worker;
  }

  private receive(event: EngineEvent): void {
    if (event.type !== 'reply') {
      this.onEvent(event);
      return;
    }
    this.pending.get(event.id)?.(event.result);
    this.pending.delete(event.id);
  }

  private crashed(detail: string): void {
    this.terminate(detail);
    this.onEvent({ type: 'failed', error: { code: 'worker-crashed', detail }, modelKept: false });
    this.onEvent({ type: 'status', status: 'failed' });
  }
}
