/**
 * Takes messages one by one and hands on, in one task, all that have come until then. The page redraws
 * once a task: if the engine tells more than the page has time to draw, it draws less often, and what a
 * person presses does not have to wait until all of it was drawn. Page side.
 */

/** Calls back in a task of its own, behind those that wait already. */
export type Later = (work: () => void) => void;

/** By a message: timers wait for a second in a hidden tab. */
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
   * `take` is given every message, in order; after one that is the `last` of its task, the others wait for
   * the next task.
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

  /** Hands on all that have come, at once. */
  flush(): void {
    while (this.messages.length > 0) this.take(this.messages.shift()!);
  }

  /** Forgets what has not been handed on. */
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
