/**
 * Keeps the screen, and with it the machine, awake while a run goes on, where a person wants it. The browser takes the lock back whenever
 * the page is hidden, so it is asked for again when it is seen. Page side. Source: https://w3c.github.io/screen-wake-lock/
 */
import { messageOf } from '../../lib/result';

/** What it needs of the browser; tests hand in their own. */
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
  private wanted = false;
  private asking = false;
  private held: WakeLockSentinel | null = null;

  /** `tell`: why the browser refuses, in its own words; null once it does not. */
  constructor(
    private readonly screen: Screen,
    private readonly tell: (problem: string | null) => void,
  ) {}

  /** Holds the lock from now on, or does not. */
  want(wanted: boolean): void {
    this.wanted = wanted;
    if (wanted) void this.ask();
    else void this.release();
  }

  /** To be called when the page was hidden or is seen again. */
  visibilityChanged(): void {
    if (this.wanted) void this.ask();
  }

  private async ask(): Promise<void> {
    const { wakeLock, visible } = this.screen;
    // A page that is hidden is refused.
    if (!wakeLock || this.asking || !visible() || (this.held && !this.held.released)) return;
    this.asking = true;
    try {
      this.held = await wakeLock.request('screen');
      this.tell(null);
    } catch (thrown) {
      this.tell(messageOf(thrown));
    } finally {
      this.asking = false;
    }
    if (!this.wanted) await this.release();
  }

  private async release(): Promise<void> {
    const { held } = this;
    this.held = null;
    await held?.release();
  }
}
