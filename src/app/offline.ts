/**
 * Opening the page without a network, and its new versions. A new version waits until a person
 * accepts it and no tab of the lab is busy: files that a run may still have to load (a chart, a new
 * worker) are gone once another version has taken over. If a part of the page is gone anyway, the
 * page reports it and reloads when a person asks for it. Page side.
 */
import { wait } from '../lib/clock';
import { isBusy } from '../store/selectors';
import type { LabStore } from '../store/store';

/** The part of workbox-window's `Workbox` that is used. */
export interface Registrar {
  register(): Promise<ServiceWorkerRegistration | undefined>;
  addEventListener(type: 'waiting' | 'controlling' | 'redundant', listener: () => void): void;
}

/** What is needed of the browser. */
export interface OfflineWorld {
  /** Null where the browser has no service workers: some private windows, plain http, `file:`. */
  readonly registrar: Registrar | null;
  /**
   * Whether the page came from a service worker: not on a first visit, nor after a reload that
   * bypasses the caches.
   */
  readonly controlled: boolean;
  /** The service worker once it is active; may stay pending. */
  readonly active: Promise<Pick<ServiceWorker, 'postMessage'> | null>;
  readonly locks: Pick<LockManager, 'request'> | undefined;
  /** Whether the page could be loaded again. */
  readonly reachable: () => Promise<boolean>;
  readonly reload: () => void;
}

/**
 * The longest wait for an engine. On a first visit, the service worker copies the whole page, 11
 * MB. Meanwhile, an engine whose scripts were loading has been seen to wait forever (Firefox 153 on
 * a busy machine, 1 visit in 12).
 */
const longestMs = 60_000;

/** Name of a Web Lock: busy tabs share it; a new version takes it exclusively. */
const atWork = 'alexnet-lab-at-work';

export class Offline {
  private registration: ServiceWorkerRegistration | undefined;
  private release: (() => void) | null = null;
  /** Whether a service worker controls this page. */
  private controlled: boolean;
  private nowControlled = (): void => {};

  constructor(
    private readonly store: LabStore,
    private readonly world: OfflineWorld,
  ) {
    this.controlled = world.controlled;
  }

  /**
   * Registers the service worker; on a first visit only after `engine` has settled or `longestMs`
   * have passed. If that fails, the page still works, and reports it.
   */
  async start(engine: Promise<unknown>): Promise<void> {
    const { registrar } = this.world;
    if (!registrar) return this.store.setState({ offline: 'unavailable' });
    this.store.setState({ offline: 'installing' });
    this.store.subscribe((state) => this.hold(isBusy(state)));
    registrar.addEventListener('waiting', () => this.store.setState({ update: 'waiting' }));
    registrar.addEventListener('controlling', () => {
      // No version takes over by itself, so another tab has asked for it.
      if (this.controlled) this.store.setState({ update: 'elsewhere' });
      this.controlled = true;
      this.nowControlled();
    });
    registrar.addEventListener('redundant', () => {
      if (this.store.getState().offline === 'installing') this.store.setState({ offline: 'unavailable' });
    });
    const late = wait(longestMs);
    if (!this.controlled) await Promise.race([engine, late]).catch(() => undefined);
    try {
      this.registration = await registrar.register();
    } catch {
      return this.store.setState({ offline: 'unavailable' });
    }
    void this.world.active.then(async (worker) => {
      await this.control(worker);
      this.store.setState({ offline: 'ready' });
    });
  }

  /**
   * Lets the service worker control this page if it does not yet. On a first visit, too, code that
   * is loaded on demand and a restarted engine then need no network.
   */
  private async control(worker: Pick<ServiceWorker, 'postMessage'> | null): Promise<void> {
    if (this.controlled || !worker) return;
    const controlled = new Promise<void>((resolve) => (this.nowControlled = resolve));
    // The message that `sw.ts` waits for.
    worker.postMessage({ type: 'CLIENTS_CLAIM' });
    await Promise.race([controlled, wait(longestMs)]);
  }

  /** Reloads into the new version, unless this tab or another one is busy. */
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
    // The message that workbox's service worker waits for.
    waiting.postMessage({ type: 'SKIP_WAITING' });
  }

  /** A part of the page's code could not be loaded. A known new version takes precedence. */
  partMissing(): void {
    if (this.store.getState().update === null) this.store.setState({ update: 'part' });
  }

  private async othersAtWork(): Promise<boolean> {
    const { locks } = this.world;
    if (!locks) return false;
    // Where cookies are blocked, the browser refuses locks.
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
