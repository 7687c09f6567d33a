/**
 * Lets waiting messages (Pause, Stop, a request for samples) be handled between two steps. Uses a
 * MessageChannel, which is not throttled in a hidden tab as timers are, and never
 * requestAnimationFrame, which stops there. Runs in the worker.
 */
const channel = new MessageChannel();
let waiting: (() => void)[] = [];

channel.port1.onmessage = () => {
  const resume = waiting;
  waiting = [];
  for (const go of resume) go();
};

/** Resolves after the messages that are already queued. */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** A gate that a run waits at while it is paused. */
export class Gate {
  private opened: Promise<void> | null = null;
  private open: () => void = () => {};

  get closed(): boolean {
    return this.opened !== null;
  }

  /** Closes the gate; has no effect if it is already closed. */
  close(): void {
    this.opened ??= new Promise((resolve) => (this.open = resolve));
  }

  /** Opens the gate, so that those waiting at it continue. */
  release(): void {
    this.opened = null;
    this.open();
  }

  /** Resolves when the gate is open. */
  async passed(): Promise<void> {
    await this.opened;
  }
}
