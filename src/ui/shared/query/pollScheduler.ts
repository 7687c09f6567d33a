/**
 * Decides when to query the engine about its model again: at once when a person requests it, and
 * while it trains also unrequested, for at most a fraction of the time. After a poll that took t,
 * the next unrequested one begins t / fraction later at the earliest, and the waits of several
 * polls add up. So polling costs training at most fraction / (1 + fraction) of its time, whatever a
 * poll costs on this device. Nothing is polled while the result is off screen. Page side; knows no
 * engine, no React.
 */
import { systemClock, type Clock } from '../../../lib/clock';

export interface PollOptions {
  /** Queries once and shows the answer. Never rejects. */
  readonly poll: () => Promise<void>;
  /** Fraction of the time for unrequested polls, in (0, 1). */
  readonly timeFraction: number;
  readonly clock?: Clock;
}

/** However cheap a poll is, there are at most two unrequested ones per second. */
const minPauseMs = 500;

/** Starts off screen. */
export class PollScheduler {
  private requested = false;
  private hinted = false;
  private live = false;
  private visible = false;
  private polling = false;
  private nextAt = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | null = null;
  private readonly clock: Clock;

  constructor(private readonly options: PollOptions) {
    this.clock = options.clock ?? systemClock;
  }

  /** A person requests a poll: it runs as soon as the result is on screen. */
  request(): void {
    this.requested = true;
    this.schedule();
  }

  /** There is something new: polls once it is on screen and the time fraction allows. */
  hint(): void {
    this.hinted = true;
    this.schedule();
  }

  /** While it is live, there is always something new. */
  setLive(live: boolean): void {
    this.live = live;
    this.schedule();
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.schedule();
  }

  private schedule(): void {
    this.cancel?.();
    this.cancel = null;
    if (this.polling || !this.visible) return;
    if (!this.requested && !this.hinted && !this.live) return;
    const wait = this.requested ? 0 : Math.max(this.nextAt - this.clock.now(), 0);
    this.cancel = this.clock.after(wait, () => {
      this.cancel = null;
      void this.pollNow();
    });
  }

  private async pollNow(): Promise<void> {
    this.requested = false;
    this.hinted = false;
    this.polling = true;
    const began = this.clock.now();
    try {
      await this.options.poll();
    } finally {
      this.polling = false;
      const now = this.clock.now();
      const pause = Math.max((now - began) / this.options.timeFraction, minPauseMs);
      this.nextAt = Math.max(this.nextAt, now) + pause;
      this.schedule();
    }
  }
}
