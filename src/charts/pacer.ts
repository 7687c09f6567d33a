/**
 * Decides when a chart is drawn: at most once per interval, one drawing at a time, never while the
 * page is hidden or the chart is off screen. Requests in between are merged; the last one is never
 * lost. Page side; knows no chart, no React.
 */
import { systemClock, type Clock } from '../lib/clock';

export interface PacerOptions {
  /** Draws once. A rejection goes to `onError`; the next request tries again. */
  readonly draw: () => Promise<void>;
  readonly onError: (reason: unknown) => void;
  /** Least time from the start of one drawing to the next. */
  readonly intervalMs: number;
  readonly clock?: Clock;
}

/** Merges requests to draw. It starts off screen. */
export class Pacer {
  private requested = false;
  private visible = false;
  private drawing = false;
  private disposed = false;
  private lastStart = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | null = null;
  private readonly clock: Clock;

  constructor(private readonly options: PacerOptions) {
    this.clock = options.clock ?? systemClock;
  }

  /** Requests a drawing as soon as the interval and visibility allow. */
  request(): void {
    this.requested = true;
    this.schedule();
  }

  /** Sets whether the chart is on screen. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    this.schedule();
  }

  /** Stops all drawing. */
  dispose(): void {
    this.disposed = true;
    this.cancel?.();
  }

  private schedule(): void {
    if (this.disposed || this.cancel || this.drawing || !this.requested || !this.visible) return;
    const wait = Math.max(this.lastStart + this.options.intervalMs - this.clock.now(), 0);
    this.cancel = this.clock.after(wait, () => {
      this.cancel = null;
      void this.drawNow();
    });
  }

  private async drawNow(): Promise<void> {
    if (!this.visible || this.disposed) return;
    this.requested = false;
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
