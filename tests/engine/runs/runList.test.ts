/** When the engine reports the list of saved runs, with the store and the clock played. */
import { expect, it } from 'vitest';
import { RunList, type RunListEvent } from '../../../src/engine/runs/runList';
import type { EngineEvent } from '../../../src/protocol/events';
import { savedRunReport, splitReport } from '../../store/fixtures';

const id = 'a-saved-run';
const saved = { type: 'saved', id, savedAt: 1, bytes: 1, seconds: 1 } as const;
const progress = {
  sheets: 1,
  sheetsTotal: 1,
  images: 1,
  imagesTotal: 1,
  bytes: 1,
  bytesTotal: 1,
  cached: 0,
  secondsLeft: null,
};
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function bench() {
  const clock = { now: 0 };
  const store = { ids: [] as string[], reads: 0, broken: false };
  const reported: string[][] = [];
  const list = new RunList({
    now: () => clock.now,
    read: async (): Promise<RunListEvent> => {
      store.reads++;
      const runs = store.ids.map((run) => savedRunReport({ id: run }));
      await settled();
      if (store.broken) throw new Error('the store is locked');
      return { type: 'runs', runs, damaged: 0, space: null, elsewhere: null };
    },
    emit: ({ runs }) => void reported.push(runs.map((run) => run.id)),
  });
  /** Whether the event leads to a new list. */
  const lists = async (event: EngineEvent): Promise<boolean> => {
    const before = reported.length;
    list.follow(event);
    await settled();
    await settled();
    return reported.length > before;
  };
  return { clock, store, reported, list, lists };
}

it('reports a run that is saved for the first time, and after other saves at most once a minute', async () => {
  const { clock, store, lists } = bench();
  store.ids = [id];
  expect(await lists(saved)).toBe(true);
  expect(await lists(saved)).toBe(false);
  clock.now += 59_999;
  expect(await lists(saved)).toBe(false);
  clock.now += 1;
  expect([await lists(saved), await lists(saved)]).toEqual([true, false]);
  expect(await lists({ ...saved, id: 'another-run' })).toBe(true);
});

it('reports where a run rests, where another tab trains, and when the sheets have taken their space', async () => {
  const { lists } = bench();
  for (const status of ['paused', 'finished', 'failed'] as const)
    expect(await lists({ type: 'status', status })).toBe(true);
  expect(await lists({ type: 'status', status: 'training' })).toBe(false);
  const failed = (code: 'training-elsewhere' | 'internal') =>
    lists({ type: 'failed', error: { code, detail: '' }, modelKept: false });
  expect([await failed('training-elsewhere'), await failed('internal')]).toEqual([true, false]);
  expect(await lists({ type: 'data-ready', split: splitReport, progress })).toBe(true);
  expect(await lists({ type: 'data-progress', progress })).toBe(false);
});

it('sees what changed during a read, reads once for all that wait, and one after the other', async () => {
  const { store, reported, list } = bench();
  const first = list.refresh();
  await Promise.resolve(); // the first read has begun
  store.ids = [id];
  const second = list.refresh();
  const third = list.refresh();
  await first;
  expect(reported).toEqual([[]]);
  await Promise.all([second, third]);
  expect(reported).toEqual([[], [id]]);
  expect(store.reads).toBe(2);
});

it('keeps the last list while the store cannot be read, and goes on once it can', async () => {
  const { store, reported, list } = bench();
  store.broken = true;
  await list.refresh();
  expect(reported).toEqual([]);
  store.broken = false;
  await list.refresh();
  expect(reported).toEqual([[]]);
});
