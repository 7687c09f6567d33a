/** Two tabs of the lab: one trains, the other is told, and nobody touches what another writes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { Tabs } from '../../../src/engine/runs/tabs';
import { Origin } from '../../helpers/locks';

const waitMs = 50;
const go = new AbortController().signal;

/** A run that goes on until it is told to end. */
function work() {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { run: vi.fn<() => Promise<void>>(() => ended), end: () => end() };
}

function bench() {
  const origin = new Origin();
  const firstChange = vi.fn<() => void>();
  const secondChange = vi.fn<() => void>();
  const first = new Tabs({ locks: origin.tab('first'), channel: null, onChange: firstChange });
  const second = new Tabs({ locks: origin.tab('second'), channel: null, onChange: secondChange });
  return { origin, first, second, firstChange, secondChange };
}

const request = (id: string, more = {}) => ({ run: async () => ({ id }), waitMs, stop: go, ...more });
const elsewhere = { name: 'EngineFailure', code: 'training-elsewhere' };
const runElsewhere = { name: 'EngineFailure', code: 'run-elsewhere' };

it('trains in one tab at a time, and tells the other which run it is and when it has ended', async () => {
  const { first, second, secondChange } = bench();
  const { run, end } = work();
  const training = first.ownRunLock(request('run-one'), run);
  await sleep(1);
  expect(await second.elsewhere()).toBe('run-one');
  expect(await first.elsewhere()).toBeNull();
  const refused = vi.fn<() => Promise<void>>();
  await expect(second.ownRunLock(request('run-two'), refused)).rejects.toMatchObject(elsewhere);
  expect(refused).not.toHaveBeenCalled();
  expect(secondChange).not.toHaveBeenCalled();
  end();
  expect(await training).toBe('done');
  await sleep(1);
  expect(secondChange).toHaveBeenCalledOnce();
  expect(await second.elsewhere()).toBeNull();
  expect(await second.ownRunLock(request('run-two'), async () => {})).toBe('done');
});

it('waits for a tab that ends in time, one that has crashed too', async () => {
  const { origin, first, second, secondChange } = bench();
  void first.ownRunLock(request('run-one'), work().run);
  await sleep(1);
  expect(await second.elsewhere()).toBe('run-one');
  const later = vi.fn<(run: { id: string }) => Promise<void>>(async () => {});
  const waiting = second.ownRunLock(request('run-one', { waitMs: 5_000 }), later);
  await sleep(20);
  expect(later).not.toHaveBeenCalled();
  origin.close('first');
  expect(await waiting).toBe('done');
  expect(later).toHaveBeenCalledWith({ id: 'run-one' });
  await vi.waitFor(() => expect(secondChange).toHaveBeenCalled());
});

it('stops waiting when it is stopped, and passes on what its work throws', async () => {
  const { first, second } = bench();
  const { run, end } = work();
  const training = first.ownRunLock(request('run-one'), run);
  await sleep(1);
  const stop = new AbortController();
  const waiting = second.ownRunLock(request('run-two', { waitMs: 5_000, stop: stop.signal }), run);
  stop.abort();
  expect(await waiting).toBe('stopped');
  expect(run).toHaveBeenCalledOnce();
  end();
  await training;
  const broken = async () => Promise.reject(new Error('broken'));
  await expect(second.ownRunLock(request('run-two'), broken)).rejects.toThrow('broken');
  await expect(second.ownRunLock(request('', { run: broken }), run)).rejects.toThrow('broken');
  expect(await first.elsewhere()).toBeNull();
});

it('lets nobody open or delete a run that another tab trains, and others as they like', async () => {
  const { first, second } = bench();
  const { run, end } = work();
  const training = first.ownRunLock(request('run-one'), run);
  await sleep(1);
  const touch = vi.fn<() => Promise<string>>(async () => 'touched');
  await expect(second.readLock('run-one', touch)).rejects.toMatchObject(runElsewhere);
  expect(touch).not.toHaveBeenCalled();
  expect(await second.readLock('run-two', touch)).toBe('touched');
  end();
  await training;
  expect(await second.readLock('run-one', touch)).toBe('touched');
  const looking = work();
  const look = second.readLock('run-one', looking.run);
  expect(await first.elsewhere()).toBeNull();
  expect(await first.readLock('run-one', touch)).toBe('touched');
  looking.end();
  await look;
});

it('does without locks where the browser gives none', async () => {
  const refusing = {
    request: () => Promise.reject(new DOMException('opaque', 'SecurityError')),
    query: () => Promise.reject(new Error('opaque')),
  };
  for (const locks of [null, refusing as unknown as LockManager]) {
    const tabs = new Tabs({ locks, channel: null, onChange: () => {} });
    const run = vi.fn<() => Promise<void>>(async () => {});
    expect(await tabs.ownRunLock(request('run-one'), run)).toBe('done');
    expect(await tabs.readLock('run-one', async () => 3)).toBe(3);
    expect(await tabs.elsewhere()).toBeNull();
    expect(run).toHaveBeenCalledOnce();
  }
});
