import { beforeAll, describe, expect, it } from 'vitest';
import { drawMove } from '../../src/dataset/augment';
import { batches, gather, shuffledLabels, type Batch, type BatchOptions } from '../../src/dataset/batches';
import type { ImageStore } from '../../src/dataset/imageStore';
import { packTransform, identityTransform } from '../../src/lib/augmentTransform';
import { Rng } from '../../src/lib/rng';
import { filledStore, tinySet } from './tiny';

let store: ImageStore;
beforeAll(async () => {
  store = filledStore(await tinySet());
});

const indices = Uint32Array.of(3, 20, 7, 11, 0, 15, 9, 1, 23, 4);
const plain: BatchOptions = { batch: 4, shuffle: null, augment: null, remainder: 'drop' };
async function pass(options: Partial<BatchOptions>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches(store, 'train', indices, { ...plain, ...options })) all.push(batch);
  return all;
}

const seeded = (shuffle: number, augment: number) =>
  pass({ shuffle: Rng.of(shuffle), augment: { flip: true, shift: 2, rng: Rng.of(augment) } });

describe('batches', () => {
  it('drops what does not fill a batch', async () => {
    const all = await pass({});
    expect(all.map(({ count, size }) => [count, size])).toEqual([
      [4, 4],
      [4, 4],
    ]);
    expect(all[1]?.pixels.subarray(3072, 6144)).toEqual(store.image('train', 15));
    expect(all[1]?.labels[1]).toBe(store.label('train', 15));
  });

  it('pads the last batch with zeros, and says how many are real', async () => {
    const last = (await pass({ remainder: 'pad' })).at(-1);
    expect([last?.count, last?.size, last?.pixels.length, last?.labels.length]).toEqual([2, 4, 4 * 3072, 4]);
    expect(last?.pixels.subarray(3072, 2 * 3072)).toEqual(store.image('train', 4));
    expect(last?.pixels.subarray(2 * 3072).every((byte) => byte === 0)).toBe(true);
  });

  it('pads nothing when the batches come out even', async () => {
    expect((await pass({ remainder: 'pad', batch: 5 })).map(({ count }) => count)).toEqual([5, 5]);
  });

  it('carries the moves of the images, whose pixels stay as they are; padding is still', async () => {
    const rng = () => Rng.of(6);
    const all = await pass({ augment: { flip: true, shift: 2, rng: rng() }, remainder: 'pad' });
    const drawn = rng().fork(2);
    const expected = [1, 2].map(() => packTransform(drawMove({ flip: true, shift: 2 }, drawn)));
    expect([...(all[2]?.moves ?? [])]).toEqual([...expected, identityTransform, identityTransform]);
    expect(all.map(({ pixels }) => pixels)).toEqual((await pass({ remainder: 'pad' })).map((b) => b.pixels));
    expect((await pass({}))[0]?.moves).toBeNull();
  });

  it('is fixed by the seeds of shuffle and augmentation, and changes with each', async () => {
    expect(await seeded(1, 2)).toEqual(await seeded(1, 2));
    expect(await seeded(1, 3)).not.toEqual(await seeded(1, 2));
    expect(await seeded(4, 2)).not.toEqual(await seeded(1, 2));
  });

  it('shuffles: each image once, in another order, with its own label', async () => {
    const labels = Uint8Array.from(indices.keys());
    const all = await pass({ shuffle: Rng.of(1), remainder: 'pad', labels });
    const seen = all.flatMap((batch) => [...batch.labels.subarray(0, batch.count)]);
    expect(seen).not.toEqual([...labels]);
    expect(seen.toSorted((a, b) => a - b)).toEqual([...labels]);
    const first = all[0];
    expect(first?.pixels.subarray(0, 3072)).toEqual(store.image('train', indices[seen[0] ?? 0] ?? 0));
  });

  it('gives each batch arrays of its own', async () => {
    const [a, b] = await pass({});
    expect(a?.pixels.buffer).not.toBe(b?.pixels.buffer);
  });

  it('refuses a bad batch size and labels of another length', async () => {
    await expect(pass({ batch: 0 })).rejects.toThrow('batch is 0');
    await expect(pass({ labels: new Uint8Array(3) })).rejects.toThrow('3 labels for 10 indices');
  });
});

describe('gather', () => {
  it('yields the images as they are', () => {
    const batch = gather(store, 'test', Uint32Array.of(5, 2));
    expect(batch).toMatchObject({ count: 2, size: 2 });
    expect(batch.pixels.subarray(3072)).toEqual(store.image('test', 2));
    expect([...batch.labels]).toEqual([store.label('test', 5), store.label('test', 2)]);
  });
});

describe('shuffledLabels', () => {
  it('permutes the labels: the counts stay, the places do not', () => {
    const actual = Uint8Array.from(indices, (i) => store.label('train', i));
    const shuffled = shuffledLabels(store, indices, Rng.of(1));
    expect(shuffled).not.toEqual(actual);
    expect(shuffled.toSorted()).toEqual(actual.toSorted());
    expect(shuffledLabels(store, indices, Rng.of(1))).toEqual(shuffled);
  });
});
