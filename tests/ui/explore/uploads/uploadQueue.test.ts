/**
 * The list of own pictures: bounded, one after the other, seen anew by every model. The engine is
 * played.
 */
import { describe, expect, it, vi } from 'vitest';
import { err, ok } from '../../../../src/lib/result';
import { modelNow } from '../../../../src/ui/explore/uploads/useUploads';
import { maxKept, UploadQueue, type Upload } from '../../../../src/ui/explore/uploads/uploadQueue';
import type { EngineError } from '../../../../src/protocol/errors';
import type { Ask, Call, QueryName } from '../../../../src/protocol/calls';
import type { UploadAnswer, UploadedPicture } from '../../../../src/protocol/uploads';
import { emptyRun } from '../../../../src/store/slices/run';
import type { LabState } from '../../../../src/store/state';

const square = { side: 1, pixels: new Uint8Array(3) };
const picture: UploadedPicture = {
  type: 'picture',
  format: 'png',
  width: 1,
  height: 1,
  cut: 1,
  crop: square,
  small: square,
  notes: [],
};
const refusal: UploadAnswer = {
  type: 'refused',
  reason: 'empty',
  format: null,
  bytes: 0,
  width: null,
  height: null,
  limit: null,
  detail: '',
};
const gone: EngineError = { code: 'worker-crashed', detail: 'gone' };

/** A queue over an engine that answers when it is told to. */
function bench() {
  const asked: { query: Call<QueryName>; answer: (value: unknown) => Promise<void> }[] = [];
  const ask = (query: Call<QueryName>) =>
    new Promise((resolve) => {
      const answer = async (value: unknown): Promise<void> => {
        resolve(value);
        await vi.waitFor(() => undefined);
      };
      asked.push({ query, answer });
    });
  const queue = new UploadQueue(ask as unknown as Ask);
  const list = (): readonly Upload[] => queue.store.getState().pictures;
  const next = async (value: unknown): Promise<void> => {
    await asked.shift()?.answer(value);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, asked, next, list, states: () => list().map(({ reading }) => reading.state) };
}

const files = (...names: readonly string[]) => names.map((name) => ({ name, file: new Blob([name]) }));

describe('the queue', () => {
  it('asks for one file after the other, the newest on top', async () => {
    const { queue, asked, next, list, states } = bench();
    queue.add(files('a', 'b'));
    queue.add(files('c'));
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
    const { queue, list } = bench();
    queue.add(files(...Array.from({ length: maxKept + 3 }, (_, i) => String(i))));
    expect(list().map(({ name }) => name)).toEqual(Array.from({ length: maxKept }, (_, i) => String(i)));
    expect(queue.store.getState().dropped).toBe(3);
    queue.add(files('new'));
    expect(list()).toHaveLength(maxKept);
    expect(list()[0]?.name).toBe('new');
    expect(list().at(-1)?.name).toBe(String(maxKept - 2));
    expect(queue.store.getState().dropped).toBe(0);
  });

  it('does not read what was removed while it waited, nor bring back what was removed while it was read', async () => {
    const { queue, asked, next, list } = bench();
    queue.add(files('a', 'b', 'c'));
    const [a, b] = list();
    queue.remove(b!.id);
    queue.remove(a!.id);
    await next(ok(picture));
    expect(list().map(({ name }) => name)).toEqual(['c']);
    expect(asked.map(({ query }) => query.type)).toEqual(['decodeUpload']);
    await next(ok(picture));
    expect(asked).toEqual([]);
  });

  it('shows every picture to every model once, and after a failure to the next one', async () => {
    const { queue, asked, next, list } = bench();
    const sight = { input: square, probabilities: [1] };
    queue.setModel('1/0/');
    queue.add(files('a', 'b'));
    await next(ok(picture));
    // Files first.
    expect(asked[0]?.query.type).toBe('decodeUpload');
    await next(ok(picture));
    await next(ok(sight));
    await next(err(gone));
    expect(list().map(({ classified }) => classified?.result)).toEqual([ok(sight), err(gone)]);
    expect(asked).toEqual([]);
    queue.setModel('1/1/');
    expect(asked[0]?.query).toEqual({ type: 'classify', pixels: square.pixels });
    // Another epoch while the first is answered: both are asked once more.
    queue.setModel('1/2/');
    await next(ok(sight));
    await next(ok(sight));
    await next(ok(sight));
    expect(list().map(({ classified }) => classified?.model)).toEqual(['1/2/', '1/2/']);
    queue.setModel(null);
    expect(asked).toEqual([]);
  });

  it('shows every picture in turn where the model changes with every answer', async () => {
    const { queue, next, list } = bench();
    queue.add(files('a', 'b', 'c'));
    for (let i = 0; i < 3; i++) await next(ok(picture));
    const sights = Array.from({ length: 6 }, (_, i) => ({ input: square, probabilities: [i] }));
    queue.setModel('1/0/');
    for (const [i, sight] of sights.entries()) {
      queue.setModel(`1/${i + 1}/`);
      await next(ok(sight));
    }
    expect(list().map(({ classified }) => classified?.result)).toEqual(
      sights.slice(3).map((sight) => ok(sight)),
    );
  });
});

it('a model is another one after each epoch and at the end of its run', () => {
  const now = (run: Partial<LabState['run']>, hasModel = true): string | null =>
    modelNow({ hasModel, run: { ...emptyRun, id: 'r', ...run } } as LabState);
  expect(now({}, false)).toBeNull();
  const report = { end: 'completed', epochs: [], steps: 1, seconds: 1, restoredEpoch: null } as const;
  const texts = [
    now({}),
    now({ epochs: [{} as never] }),
    now({ epochs: [{} as never], report }),
    now({ id: 's' }),
  ];
  expect(new Set(texts).size).toBe(4);
});
