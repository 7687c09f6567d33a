/**
 * Keeps the screen, and with it the machine, awake during a run, if the person wants that. The
 * browser releases the lock whenever the page is hidden, so it is requested again when the page is
 * visible. Page side. Source: https://w3c.github.io/screen-wake-lock/
 */
import { messageOf } from '../../lib/result';

/** What it needs of the browser; tests pass their own. */
export interface Screen {
  /** Null where the browser has no wake lock (not a secure context, or too old). */
  readonly wakeLock: Pick<WakeLock, 'request'> | null;
  readonly visible: () => boolean;
}

export const browserScreen = (): Screen => ({
  wakeLock: typeof navigator !== 'undefined' && 'wakeLock' in navigator ? navigator.wakeLock : null,
  visible: () => !document.hidden,
});

export class ScreenLock {
  private enabled = false;
  private asking = false;
  private sentinel: WakeLockSentinel | null = null;

  /** `onProblem`: gets the browser's reason for refusing the lock; null once it is granted. */
  constructor(
    private readonly screen: Screen,
    private readonly onProblem: (problem: string | null) => void,
  ) {}

  /** Holds the lock from now on, or releases it. */
  want(enabled: boolean): void {
    this.enabled = enabled;
    if (enabled) void this.ask();
    else void this.release();
  }

  /** Call this when the page was hidden or becomes visible. */
  visibilityChanged(): void {
    if (this.enabled) void this.ask();
  }

  private async ask(): Promise<void> {
    const { wakeLock, visible } = this.screen;
    // The browser refuses a hidden page.
    if (!wakeLock || this.asking || !visible() || (this.sentinel && !this.sentinel.released)) return;
    this.asking = true;
    try {
      this.sentinel = await wakeLock.request('screen');
      this.onProblem(null);
    } catch (thrown) {
      this.onProblem(messageOf(thrown));
    } finally {
      this.asking = false;
    }
    if (!this.enabled) await this.release();
  }

  private async release(): Promise<void> {
    const { sentinel } = this;
    this.sentinel = null;
    await sentinel?.release();
  }
}
