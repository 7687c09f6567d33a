/** When a new version may take over: a person asks for it, and no tab of the lab is at work. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Offline, type OfflineWorld, type Registrar } from '../../src/app/offline';
import { defaultExperiment } from '../../src/experiment/schema';
import { defaultSettings } from '../../src/experiment/url';
import { createLabStore } from '../../src/store/store';

/** A service worker that waits, and becomes active when it is told to. */
class Waiting extends EventTarget {
  state = 'installed';
  readonly told: unknown[] = [];
  postMessage(message: unknown): void {
    this.told.push(message);
    this.state = 'activated';
    this.dispatchEvent(new Event('statechange'));
  }
}

/**
 * One browser's locks under one name, as far as they are used: shared ones are had at once, an
 * exclusive one only if there is none.
 */
class Locks {
  private shared = 0;
  readonly manager: OfflineWorld['locks'];
  constructor() {
    const request = async (
      _: string,
      { mode }: LockOptions,
      use: (lock: object | null) => unknown,
    ): Promise<unknown> => {
      if (mode === 'exclusive') return use(this.shared === 0 ? {} : null);
      this.shared++;
      await use({});
      return this.shared--;
    };
    // One of LockManager's two signatures.
    this.manager = { request } as unknown as LockManager;
  }
}

type Heard = Parameters<Registrar['addEventListener']>[0];

function tab(
  world: {
    fails?: boolean;
    none?: boolean;
    controlled?: boolean;
    reachable?: boolean;
    locks?: Pick<Locks, 'manager'>;
  } = {},
) {
  const store = createLabStore(defaultExperiment, defaultSettings, []);
  const listeners = new Map<Heard, () => void>();
  const waiting = new Waiting();
  let registered = 0;
  const registrar: Registrar = {
    register: async () => {
      registered++;
      if (world.fails) throw new TypeError('not here');
      // The part of a registration that is used.
      return { waiting } as unknown as ServiceWorkerRegistration;
    },
    addEventListener: (type, listener) => void listeners.set(type, listener),
  };
  const active = new Waiting();
  let activate = (): void => undefined;
  const activated = new Promise<Waiting>((resolve) => (activate = () => resolve(active)));
  let reloads = 0;
  const offline = new Offline(store, {
    registrar: world.none ? null : registrar,
    controlled: world.controlled ?? false,
    active: activated,
    locks: world.locks?.manager,
    reachable: async () => world.reachable ?? true,
    reload: () => reloads++,
  });
  const hear = (type: Heard): void => listeners.get(type)?.();
  const counts = { reloads: () => reloads, registered: () => registered };
  return { store, offline, waiting, active, hear, activate, ...counts };
}

/** An engine that has answered. */
const started = Promise.resolve();
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

afterEach(() => void vi.useRealTimers());

describe('opening without a network', () => {
  it('is being prepared, then ready', async () => {
    const later = tab({ controlled: true });
    await later.offline.start(started);
    expect(later.store.getState().offline).toBe('installing');
    later.activate();
    await settled();
    expect(later.store.getState().offline).toBe('ready');
    expect(later.active.told).toEqual([]);
  });

  it('is ready on a first visit once the service worker answers that visit, which is no new version', async () => {
    const { store, offline, activate, active, hear } = tab();
    await offline.start(started);
    activate();
    await settled();
    expect(active.told).toEqual([{ type: 'CLIENTS_CLAIM' }]);
    expect(store.getState().offline).toBe('installing');
    hear('controlling');
    await settled();
    expect([store.getState().offline, store.getState().update]).toEqual(['ready', null]);
    hear('controlling');
    expect(store.getState().update).toBe('elsewhere');
  });

  it('is said after a minute where the service worker does not take the first visit', async () => {
    vi.useFakeTimers();
    const { store, offline, activate } = tab();
    void offline.start(started);
    activate();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(store.getState().offline).toBe('installing');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.getState().offline).toBe('ready');
  });

  it('is prepared once the engine has started, or after a minute; at once on a later visit', async () => {
    vi.useFakeTimers();
    let answer = (): void => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const first = tab();
    const later = tab({ controlled: true });
    for (const { offline, store } of [first, later]) {
      void offline.start(slow);
      expect(store.getState().offline).toBe('installing');
    }
    await vi.advanceTimersByTimeAsync(59_000);
    expect([first.registered(), later.registered()]).toEqual([0, 1]);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(first.registered()).toBe(1);
    for (const engine of [() => new Promise(() => undefined), () => Promise.reject(new Error('no worker'))]) {
      const { offline, registered } = tab();
      void offline.start(engine());
      await vi.advanceTimersByTimeAsync(60_000);
      expect(registered()).toBe(1);
    }
  });

  it.each([{ none: true }, { fails: true }])('is not to be had, and nothing breaks: %o', async (world) => {
    const { store, offline } = tab(world);
    await offline.start(started);
    expect(store.getState().offline).toBe('unavailable');
    await offline.takeUpdate();
  });

  it('is not to be had when the files could not be kept', async () => {
    const { store, offline, hear } = tab();
    await offline.start(started);
    hear('redundant');
    expect(store.getState().offline).toBe('unavailable');
  });
});

describe('a new version', () => {
  async function offered(locks?: Pick<Locks, 'manager'>) {
    const found = tab({ controlled: true, ...(locks && { locks }) });
    await found.offline.start(started);
    found.hear('waiting');
    expect(found.store.getState().update).toBe('waiting');
    return found;
  }

  it('does nothing by itself, and takes over when asked', async () => {
    const { offline, waiting, reloads } = await offered();
    await settled();
    expect([waiting.told, reloads()]).toEqual([[], 0]);
    await offline.takeUpdate();
    expect(waiting.told).toEqual([{ type: 'SKIP_WAITING' }]);
    expect(reloads()).toBe(1);
  });

  it.each(['training', 'paused', 'evaluating'] as const)(
    'does not take over from a tab that is %s',
    async (status) => {
      const { store, offline, waiting, reloads } = await offered();
      store.setState({ status });
      await offline.takeUpdate();
      expect([waiting.told, reloads()]).toEqual([[], 0]);
      store.setState({ status: 'finished' });
      await offline.takeUpdate();
      expect(reloads()).toBe(1);
    },
  );

  it('waits for another tab that is at work', async () => {
    const locks = new Locks();
    const other = tab({ locks });
    await other.offline.start(started);
    other.store.setState({ status: 'training' });
    const { store, offline, waiting, reloads } = await offered(locks);
    await offline.takeUpdate();
    expect(store.getState().update).toBe('blocked');
    expect([waiting.told, reloads()]).toEqual([[], 0]);
    // Work that goes on under another status is the same work.
    other.store.setState({ status: 'evaluating' });
    await offline.takeUpdate();
    expect(reloads()).toBe(0);
    other.store.setState({ status: 'idle' });
    await settled();
    await offline.takeUpdate();
    expect(reloads()).toBe(1);
  });

  it('is taken without asking other tabs where the browser refuses locks, and a run is not disturbed by that', async () => {
    const request = (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'));
    const { store, offline, reloads } = await offered({ manager: { request } });
    store.setState({ status: 'training' });
    await settled();
    store.setState({ status: 'finished' });
    await offline.takeUpdate();
    expect(reloads()).toBe(1);
  });

  it('that another tab has taken does not reload this one', async () => {
    const { store, offline, waiting, hear, reloads } = await offered();
    store.setState({ status: 'training' });
    hear('controlling');
    await settled();
    expect([store.getState().update, reloads()]).toEqual(['elsewhere', 0]);
    store.setState({ status: 'finished' });
    await offline.takeUpdate();
    expect([waiting.told, reloads()]).toEqual([[], 1]);
  });
});

describe('a part that did not come', () => {
  it('has the page loaded anew when asked, and not where that would take it away', async () => {
    const world = { reachable: false };
    const { store, offline, reloads } = tab(world);
    offline.partMissing();
    expect(store.getState().update).toBe('part');
    await offline.takeUpdate();
    expect([store.getState().update, reloads()]).toEqual(['unreachable', 0]);
    world.reachable = true;
    store.setState({ status: 'training' });
    await offline.takeUpdate();
    expect(reloads()).toBe(0);
    store.setState({ status: 'finished' });
    await offline.takeUpdate();
    expect(reloads()).toBe(1);
  });

  it('does not hide that a new version is there', async () => {
    const { store, offline, hear } = tab();
    await offline.start(started);
    hear('waiting');
    offline.partMissing();
    expect(store.getState().update).toBe('waiting');
  });
});
