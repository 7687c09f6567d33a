/**
 * When a chart is drawn: at most once an interval, one drawing at a time, never while its page is hidden or it is out of sight.
 * Requests in between are merged; the last one is never lost. Page side; knows no chart, no React.
 */

/** What the pacer needs from the browser; tests hand in their own. */
export interface PacerClock {
  readonly now: () => number;
  /** Calls back after some milliseconds; returns what cancels it. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

const browserClock: PacerClock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface PacerOptions {
  /** Draws once. A rejection is handed to `onError`; the next request tries again. */
  readonly draw: () => Promise<void>;
  readonly onError: (reason: unknown) => void;
  /** Least time from the start of one drawing to the next. */
  readonly intervalMs: number;
  readonly clock?: PacerClock;
}

/** Merges requests to draw. It starts out of sight. */
export class Pacer {
  private wanted = false;
  private visible = false;
  private drawing = false;
  private disposed = false;
  private lastStart = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | null = null;
  private readonly clock: PacerClock;

  constructor(private readonly options: PacerOptions) {
    this.clock = options.clock ?? browserClock;
  }

  /** Asks for a drawing, as soon as the interval and visibility allow. */
  request(): void {
    this.wanted = true;
    this.schedule();
  }

  /** Tells whether anybody could see the chart. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    this.schedule();
  }

  /** Nothing is drawn any more. */
  dispose(): void {
    this.disposed = true;
    this.cancel?.();
  }

  private schedule(): void {
    if (this.disposed || this.cancel || this.drawing || !this.wanted || !this.visible) return;
    const wait = Math.max(this.lastStart + this.options.intervalMs - this.clock.now(), 0);
    this.cancel = this.clock.after(wait, () => {
      this.cancel = null;
      void this.drawNow();
    });
  }

  private async drawNow(): Promise<void> {
    if (!this.visible || this.disposed) return;
    this.wanted = false;
    this.drawing = true;
    this.lastStart = this.clock.now();
    try {
      await this.options.draw();
    } catch (reason) {
      this.options.onError(reason);
    } finally {
      this.drawing = false;
    }
    this.schedule();
  }
}
