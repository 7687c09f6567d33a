/**
 * Opening without a network, and new versions of the page. A new version waits until a person takes it, and until no tab of the lab
 * is at work: what a run may still have to load (a chart, a new worker) is gone once another version has taken over. Where a part of
 * the page is gone all the same, the page says so, and is loaded anew when a person says so. Page side.
 */
import { wait } from '../lib/wait';
import { isBusy } from '../store/selectors';
import type { LabStore } from '../store/store';

/** The part of workbox-window's `Workbox` that is used. */
export interface Registrar {
  register(): Promise<ServiceWorkerRegistration | undefined>;
  addEventListener(type: 'waiting' | 'controlling' | 'redundant', listener: () => void): void;
}

/** The browser around it. */
export interface OfflineWorld {
  /** Null where the browser has no service workers: some private windows, plain http, `file:`. */
  readonly registrar: Registrar | null;
  /** Whether the page came from a service worker: it is not the first visit. */
  readonly controlled: boolean;
  /** Resolves when a service worker is active; may never. */
  readonly active: Promise<unknown>;
  readonly locks: Pick<LockManager, 'request'> | undefined;
  /** Whether the page would be there again after a reload. */
  readonly reachable: () => Promise<boolean>;
  readonly reload: () => void;
  /** Loads what is otherwise loaded when it is first needed; never rejects. */
  readonly loadParts: () => Promise<unknown>;
}

/**
 * The longest wait for an engine. A first visit copies the whole page, 11 MB. While it did, an engine whose
 * scripts were on their way was seen to wait for ever (Firefox 153 on a busy machine, 1 visit of 12).
 */
const longestMs = 60_000;

/** Shared by the tabs that are at work; a new version takes it alone. */
const atWork = 'alexnet-lab-at-work';

export class Offline {
  private registration: ServiceWorkerRegistration | undefined;
  private release: (() => void) | null = null;

  constructor(
    private readonly store: LabStore,
    private readonly world: OfflineWorld,
  ) {}

  /**
   * Registers the service worker; on a first visit not before `engine` is settled, or `longestMs` are
   * over. Where that fails the page works all the same, and says so.
   */
  async start(engine: Promise<unknown>): Promise<void> {
    const { registrar, active } = this.world;
    if (!registrar) return this.store.setState({ offline: 'unavailable' });
    this.store.setState({ offline: 'installing' });
    this.store.subscribe((state) => this.hold(isBusy(state)));
    registrar.addEventListener('waiting', () => this.store.setState({ update: 'waiting' }));
    // No version takes over by itself, so another tab has asked for this one.
    registrar.addEventListener('controlling', () => this.store.setState({ update: 'elsewhere' }));
    registrar.addEventListener('redundant', () => {
      if (this.store.getState().offline === 'installing') this.store.setState({ offline: 'unavailable' });
    });
    void active.then(async () => {
      // The service worker keeps all files, but on a first visit gives none: so what is still to come is loaded now.
      if (!this.world.controlled) await Promise.race([this.world.loadParts(), wait(longestMs)]);
      this.store.setState({ offline: 'ready' });
    });
    const late = wait(longestMs);
    if (!this.world.controlled) await Promise.race([engine, late]).catch(() => undefined);
    try {
      this.registration = await registrar.register();
    } catch {
      this.store.setState({ offline: 'unavailable' });
    }
  }

  /** Reloads into the new version; while this tab or another one is at work, it does not. */
  async takeUpdate(): Promise<void> {
    const { update } = this.store.getState();
    if (update === null || isBusy(this.store.getState())) return;
    if (update === 'elsewhere') return this.world.reload();
    if (update === 'part' || update === 'unreachable') {
      if (await this.world.reachable()) return this.world.reload();
      return this.store.setState({ update: 'unreachable' });
    }
    if (await this.othersAtWork()) return this.store.setState({ update: 'blocked' });
    const waiting = this.registration?.waiting;
    if (!waiting) return this.world.reload();
    waiting.addEventListener('statechange', () => {
      if (waiting.state === 'activated') this.world.reload();
    });
    // The word that workbox's service worker waits for.
    waiting.postMessage({ type: 'SKIP_WAITING' });
  }

  /** A part of the page's code did not come. A new version that is known to be there says more. */
  partMissing(): void {
    if (this.store.getState().update === null) this.store.setState({ update: 'part' });
  }

  private async othersAtWork(): Promise<boolean> {
    const { locks } = this.world;
    if (!locks) return false;
    // Where cookies are blocked, locks are refused.
    return locks
      .request(atWork, { mode: 'exclusive', ifAvailable: true }, (lock) => lock === null)
      .catch(() => false);
  }

  private hold(busy: boolean): void {
    if (busy === (this.release !== null)) return;
    this.release?.();
    this.release = null;
    if (!busy) return;
    const held = new Promise<void>((resolve) => (this.release = resolve));
    this.world.locks?.request(atWork, { mode: 'shared' }, () => held).catch(() => undefined);
  }
}
