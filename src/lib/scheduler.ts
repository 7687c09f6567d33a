/**
 * Decides when something that costs time is done again: a chart drawn, the engine asked about its
 * model. At once when a person requests it; after a hint, or while there is always something new,
 * only when the pause after the last time is over. One at a time, and never while its result is off
 * screen; the last hint is not lost. Pure but for the clock.
 */
import { systemClock, type Clock } from './clock';

export interface SchedulerOptions {
  /** Does it once. */
  readonly run: () => Promise<void>;
  /** What a rejection of `run` goes to; the next time tries again. Without it `run` must not reject. */
  readonly onError?: (reason: unknown) => void;
  /**
   * Least time between the end of one that took so many milliseconds and the next that nobody
   * requested, in milliseconds.
   */
  readonly pauseAfter: (tookMs: number) => number;
  readonly clock?: Clock;
}

/** At most so often, from one start to the next. */
export const everyMs =
  (intervalMs: number): SchedulerOptions['pauseAfter'] =>
  (tookMs) =>
    Math.max(intervalMs - tookMs, 0);

/**
 * For at most a fraction of the time, in (0, 1): after one that took t, the next begins t /
 * fraction later at the earliest, and the pauses of several add up. So it costs whatever goes on
 * beside it at most fraction / (1 + fraction) of its time. However cheap, it is done at most about
 * once in `minMs`.
 */
export const fractionOfTime =
  (fraction: number, minMs: number): SchedulerOptions['pauseAfter'] =>
  (tookMs) =>
    Math.max(tookMs / fraction, minMs);

/** Starts off screen. */
export class Scheduler {
  private requested = false;
  private hinted = false;
  private live = false;
  private visible = false;
  private running = false;
  private nextAt = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | null = null;
  private readonly clock: Clock;

  constructor(private readonly options: SchedulerOptions) {
    this.clock = options.clock ?? systemClock;
  }

  /** A person requests it: done as soon as its result is on screen. */
  request(): void {
    this.requested = true;
    this.schedule();
  }

  /** There is something new: done once it is on screen and the pause is over. */
  hint(): void {
    this.hinted = true;
    this.schedule();
  }

  /** While it is live, there is always something new. */
  setLive(live: boolean): void {
    this.live = live;
    this.schedule();
  }

  /** Off screen nothing is begun. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    this.schedule();
  }

  private schedule(): void {
    this.cancel?.();
    this.cancel = null;
    if (this.running || !this.visible) return;
    if (!this.requested && !this.hinted && !this.live) return;
    const wait = this.requested ? 0 : Math.max(this.nextAt - this.clock.now(), 0);
    this.cancel = this.clock.after(wait, () => {
      this.cancel = null;
      void this.runNow();
    });
  }

  private async runNow(): Promise<void> {
    this.requested = false;
    this.hinted = false;
    this.running = true;
    const began = this.clock.now();
    try {
      await this.options.run();
    } catch (reason) {
      if (!this.options.onError) throw reason;
      this.options.onError(reason);
    } finally {
      this.running = false;
      const now = this.clock.now();
      this.nextAt = Math.max(this.nextAt, now) + this.options.pauseAfter(now - began);
      this.schedule();
    }
  }
}
