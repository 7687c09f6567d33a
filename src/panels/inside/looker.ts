/**
 * When the engine is asked to look into its model: at once when a person wants to see something; by itself, while it trains, at most for a
 * share of the time. After a look that took t, the next one by itself begins t / share later at the earliest, and the debts of several add up:
 * so that looking costs training at most share / (1 + share) of its time, whatever a look costs on this device. Nothing is asked while
 * nobody could see it. Page side; knows no engine, no React.
 */

/** What it needs from the browser; tests hand in their own. */
export interface LookerClock {
  readonly now: () => number;
  /** Calls back after some milliseconds; returns what cancels it. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

const browserClock: LookerClock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface LookerOptions {
  /** Looks once, and shows what it sees. Never rejects. */
  readonly look: () => Promise<void>;
  /** Of the time, for looks by itself: in (0, 1). */
  readonly share: number;
  readonly clock?: LookerClock;
}

/** However cheap a look is, there are no more than two a second by itself. */
const leastPauseMs = 500;

/** It starts out of sight. */
export class Looker {
  private asked = false;
  private hinted = false;
  private live = false;
  private seen = false;
  private looking = false;
  private nextAt = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | null = null;
  private readonly clock: LookerClock;

  constructor(private readonly options: LookerOptions) {
    this.clock = options.clock ?? browserClock;
  }

  /** A person wants to see it: as soon as it is in sight. */
  request(): void {
    this.asked = true;
    this.schedule();
  }

  /** There is something new: as soon as it is in sight and the share allows. */
  hint(): void {
    this.hinted = true;
    this.schedule();
  }

  /** While it is live, something is always new. */
  setLive(live: boolean): void {
    this.live = live;
    this.schedule();
  }

  setSeen(seen: boolean): void {
    this.seen = seen;
    this.schedule();
  }

  private schedule(): void {
    this.cancel?.();
    this.cancel = null;
    if (this.looking || !this.seen) return;
    if (!this.asked && !this.hinted && !this.live) return;
    const wait = this.asked ? 0 : Math.max(this.nextAt - this.clock.now(), 0);
    this.cancel = this.clock.after(wait, () => {
      this.cancel = null;
      void this.lookNow();
    });
  }

  private async lookNow(): Promise<void> {
    this.asked = false;
    this.hinted = false;
    this.looking = true;
    const began = this.clock.now();
    try {
      await this.options.look();
    } finally {
      this.looking = false;
      const now = this.clock.now();
      const pause = Math.max((now - began) / this.options.share, leastPauseMs);
      this.nextAt = Math.max(this.nextAt, now) + pause;
      this.schedule();
    }
  }
}
