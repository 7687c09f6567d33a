/** The list of own pictures: bounded, one after the other, seen anew by every model. The engine is played. */
import { describe, expect, it, vi } from 'vitest';
import { err, ok } from '../../../src/lib/result';
import { modelNow } from '../../../src/panels/own/useDesk';
import { mostKept, OwnDesk, type Own } from '../../../src/panels/own/desk';
import type { EngineError } from '../../../src/protocol/events';
import type { OwnAnswer, OwnPicture } from '../../../src/protocol/own';
import type { Ask, Query } from '../../../src/protocol/queries';
import { emptyRun, type LabState } from '../../../src/store/state';

const square = { side: 1, pixels: new Uint8Array(3) };
const picture: OwnPicture = {
  type: 'picture', format: 'png', width: 1, height: 1, cut: 1, crop: square, small: square, notes: [],
}; // prettier-ignore
const refusal: OwnAnswer = {
  type: 'refused', reason: 'empty', format: null, bytes: 0, width: null, height: null, limit: null, detail: '',
}; // prettier-ignore
const gone: EngineError = { code: 'worker-crashed', detail: 'gone' };

/** A desk over an engine that answers when it is told to. */
function bench() {
  const asked: { query: Query; answer: (value: unknown) => Promise<void> }[] = [];
  const ask = (query: Query) =>
    new Promise((resolve) => {
      const answer = async (value: unknown): Promise<void> => {
        resolve(value);
        await vi.waitFor(() => undefined);
      };
      asked.push({ query, answer });
    });
  const desk = new OwnDesk(ask as unknown as Ask);
  const list = (): readonly Own[] => desk.store.getState().pictures;
  const next = async (value: unknown): Promise<void> => {
    await asked.shift()?.answer(value);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { desk, asked, next, list, states: () => list().map(({ reading }) => reading.state) };
}

const files = (...names: readonly string[]) => names.map((name) => ({ name, file: new Blob([name]) }));

describe('the desk', () => {
  it('asks for one file after the other, the newest on top', async () => {
    const { desk, asked, next, list, states } = bench();
    desk.add(files('a', 'b'));
    desk.add(files('c'));
    expect(list().map(({ name }) => name)).toEqual(['c', 'a', 'b']);
    expect(states()).toEqual(['waiting', 'reading', 'waiting']);
    expect(asked).toHaveLength(1);
    await next(ok(picture));
    expect(states()).toEqual(['reading', 'read', 'waiting']);
    await next(ok(refusal));
    await next(err(gone));
    expect(list().map(({ reading }) => reading)).toEqual([
      { state: 'refused', refusal },
      { state: 'read', picture },
      { state: 'failed', error: gone },
    ]);
    // Without a model nothing more is asked.
    expect(asked).toEqual([]);
  });

  it('keeps so many and says how many it left', async () => {
    const { desk, list } = bench();
    desk.add(files(...Array.from({ length: mostKept + 3 }, (_, i) => String(i))));
    expect(list().map(({ name }) => name)).toEqual(Array.from({ length: mostKept }, (_, i) => String(i)));
    expect(desk.store.getState().left).toBe(3);
    desk.add(files('new'));
    expect(list()).toHaveLength(mostKept);
    expect(list()[0]?.name).toBe('new');
    expect(list().at(-1)?.name).toBe(String(mostKept - 2));
    expect(desk.store.getState().left).toBe(0);
  });

  it('does not read what was removed while it waited, nor bring back what was removed while it was read', async () => {
    const { desk, asked, next, list } = bench();
    desk.add(files('a', 'b', 'c'));
    const [a, b] = list();
    desk.remove(b!.id);
    desk.remove(a!.id);
    await next(ok(picture));
    expect(list().map(({ name }) => name)).toEqual(['c']);
    expect(asked.map(({ query }) => query.kind)).toEqual(['own']);
    await next(ok(picture));
    expect(asked).toEqual([]);
  });

  it('shows every picture to every model once, and after a failure to the next one', async () => {
    const { desk, asked, next, list } = bench();
    const sight = { input: square, probabilities: [1] };
    desk.meet('1/0/');
    desk.add(files('a', 'b'));
    await next(ok(picture));
    // Files first.
    expect(asked[0]?.query.kind).toBe('own');
    await next(ok(picture));
    await next(ok(sight));
    await next(err(gone));
    expect(list().map(({ seen }) => seen?.result)).toEqual([ok(sight), err(gone)]);
    expect(asked).toEqual([]);
    desk.meet('1/1/');
    expect(asked[0]?.query).toEqual({ kind: 'sight', pixels: square.pixels });
    // Another epoch while the first is answered: both are asked once more.
    desk.meet('1/2/');
    await next(ok(sight));
    await next(ok(sight));
    await next(ok(sight));
    expect(list().map(({ seen }) => seen?.model)).toEqual(['1/2/', '1/2/']);
    desk.meet(null);
    expect(asked).toEqual([]);
  });

  it('shows every picture in turn where the model changes with every answer', async () => {
    const { desk, next, list } = bench();
    desk.add(files('a', 'b', 'c'));
    for (let i = 0; i < 3; i++) await next(ok(picture));
    const sights = Array.from({ length: 6 }, (_, i) => ({ input: square, probabilities: [i] }));
    desk.meet('1/0/');
    for (const [i, sight] of sights.entries()) {
      desk.meet(`1/${i + 1}/`);
      await next(ok(sight));
    }
    expect(list().map(({ seen }) => seen?.result)).toEqual(sights.slice(3).map((sight) => ok(sight)));
  });
});

it('a model is another one after each epoch and at the end of its run', () => {
  const now = (run: Partial<LabState['run']>, hasModel = true): string | null =>
    modelNow({ hasModel, run: { ...emptyRun, id: 'r', ...run } } as LabState);
  expect(now({}, false)).toBeNull();
  const report = { end: 'completed', epochs: [], steps: 1, seconds: 1, restoredEpoch: null } as const;
  const texts = [now({}), now({ epochs: [{} as never] }), now({ epochs: [{} as never], report }), now({ id: 's' })];
  expect(new Set(texts).size).toBe(4);
}); // prettier-ignore
