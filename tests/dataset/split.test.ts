import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { planSplit, type SplitSizes } from '../../src/dataset/split';
import { tinyManifest } from './tiny';

const perSheet = 7;
const manifest = tinyManifest(6, 3, perSheet); // 42 train, 21 test
const sizes = fc
  .record({
    train: fc.integer({ min: 1, max: 41 }),
    val: fc.integer({ min: 1, max: 41 }),
    test: fc.integer({ min: 1, max: 21 }),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  })
  .filter(({ train, val }) => train + val <= 42);
const sheetsUnder = (indices: Uint32Array): Set<number> =>
  new Set([...indices].map((i) => Math.floor(i / perSheet)));

const sheets = (images: number) => Math.ceil(images / perSheet);

describe('planSplit', () => {
  it('gives the sizes asked for, each image once, none in two parts, for every size', () => {
    fc.assert(
      fc.property(sizes, (asked) => {
        const { train, val, test } = planSplit(asked, manifest);
        expect([train.length, val.length, test.length]).toEqual([asked.train, asked.val, asked.test]);
        expect(new Set([...train, ...val]).size).toBe(asked.train + asked.val);
        expect(new Set(test).size).toBe(asked.test);
        expect(Math.max(...train, ...val)).toBeLessThan(42);
        expect(Math.max(...test)).toBeLessThan(21);
      }),
      { numRuns: 300 },
    );
  });

  it('needs as few sheets as the sizes allow, and train and val share one only where they must', () => {
    fc.assert(
      fc.property(sizes, (asked) => {
        const { train, val, test, files } = planSplit(asked, manifest);
        const a = sheetsUnder(train);
        const b = sheetsUnder(val);
        expect([a.size, b.size, sheetsUnder(test).size]).toEqual(
          [asked.train, asked.val, asked.test].map(sheets),
        );
        const shared = [...a].filter((sheet) => b.has(sheet)).length;
        expect(shared).toBe(sheets(asked.train) + sheets(asked.val) > 6 ? 1 : 0);
        expect(files.length).toBe(a.size + b.size - shared + sheetsUnder(test).size);
        expect(new Set(files).size).toBe(files.length);
        expect(new Set(files.slice(0, a.size))).toEqual(new Set([...a].map((i) => `train-${i}.png`)));
      }),
      { numRuns: 300 },
    );
  });

  it('is fixed by the seed, and differs between seeds', () => {
    const asked: SplitSizes = { train: 20, val: 10, test: 10, seed: 7 };
    expect(planSplit(asked, manifest)).toEqual(planSplit({ ...asked }, manifest));
    expect(planSplit(asked, manifest).train).not.toEqual(planSplit({ ...asked, seed: 8 }, manifest).train);
  });

  it('gives a small train as a part of a large one', () => {
    const large = planSplit({ train: 30, val: 5, test: 5, seed: 7 }, manifest).train;
    expect(planSplit({ train: 11, val: 5, test: 5, seed: 7 }, manifest).train).toEqual(large.slice(0, 11));
  });

  it('leaks validation images into train alone, in the last places, and only where asked', () => {
    fc.assert(
      fc.property(sizes, (asked) => {
        const apart = planSplit(asked, manifest);
        const leaking = planSplit({ ...asked, leak: true }, manifest);
        const leaked = Math.min(asked.train, asked.val);
        expect(leaking.train.length).toBe(asked.train);
        expect(leaking.train.slice(0, asked.train - leaked)).toEqual(apart.train.slice(0, -leaked));
        expect(leaking.train.slice(-leaked)).toEqual(apart.val.slice(0, leaked));
        expect(new Set(leaking.train).size).toBe(asked.train);
        expect([leaking.val, leaking.test, leaking.files]).toEqual([apart.val, apart.test, apart.files]);
      }),
      { numRuns: 300 },
    );
  });

  it('draws the images of a cut sheet at random, not from its beginning', () => {
    const firsts = Array.from({ length: 50 }, (_, seed) =>
      planSplit({ train: 1, val: 1, test: 1, seed }, manifest),
    );
    expect(new Set(firsts.map(({ train }) => (train[0] ?? 0) % perSheet)).size).toBe(perSheet);
  });

  it('needs 4 sheets of CIFAR-10 for 2000 / 500 / 500, and 60 for everything', () => {
    const cifar = tinyManifest(50, 10, 1_000);
    expect(planSplit({ train: 2_000, val: 500, test: 500, seed: 42 }, cifar).files.length).toBe(4);
    expect(planSplit({ train: 40_000, val: 10_000, test: 10_000, seed: 42 }, cifar).files.length).toBe(60);
  });

  it.each([
    ['train + val is 43', { train: 40, val: 3, test: 1, seed: 1 }],
    ['test is 22', { train: 1, val: 1, test: 22, seed: 1 }],
  ])('refuses more than there is: %s', (message, asked) => {
    expect(() => planSplit(asked, manifest)).toThrow(message);
  });
});
