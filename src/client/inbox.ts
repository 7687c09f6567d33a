/**
 * Collects messages and delivers all that have arrived together in one task. The page redraws once
 * per task: if the engine sends more than the page has time to draw, the page draws less often, and
 * the user's clicks do not have to wait until everything has been drawn. Page side.
 */

/** Calls back in a task of its own, after those that are already waiting. */
export type Later = (work: () => void) => void;

/** Uses a message, because timers wait for a second in a hidden tab. */
export function byMessage(): Later {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (work) => {
    waiting.push(work);
    port2.postMessage(null);
  };
}

export class Inbox<T> {
  private messages: T[] = [];
  private awaited = false;

  /**
   * `take` receives every message, in order; after one that is the `last` of its task, the others
   * wait for the next task.
   */
  constructor(
    private readonly take: (message: T) => void,
    private readonly last: (message: T) => boolean,
    private readonly later: Later = byMessage(),
  ) {}

  put(message: T): void {
    this.messages.push(message);
    this.wait();
  }

  /** Delivers all waiting messages at once. */
  flush(): void {
    while (this.messages.length > 0) this.take(this.messages.shift()!);
  }

  /** Discards the messages that have not been delivered. */
  clear(): void {
    this.messages = [];
  }

  private wait(): void {
    if (this.awaited || this.messages.length === 0) return;
    this.awaited = true;
    this.later(() => {
      this.awaited = false;
      try {
        for (let ended = false; !ended && this.messages.length > 0;) {
          const message = this.messages.shift()!;
          ended = this.last(message);
          this.take(message);
        }
      } finally {
        this.wait();
      }
    });
  }
}
