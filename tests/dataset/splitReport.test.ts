import { beforeAll, describe, expect, it } from 'vitest';
import { planSplit } from '../../src/dataset/split';
import { splitReport } from '../../src/dataset/splitReport';
import { ImageStore } from '../../src/dataset/imageStore';
import { filledStore, sheetCount, tinySet, type TinySet } from './tiny';

let set: TinySet;
beforeAll(async () => {
  set = await tinySet();
});
const plan = () => planSplit({ train: 10, val: 5, test: 8, seed: 3 }, set.manifest);

describe('splitReport', () => {
  it('counts images, classes and sheets', () => {
    const report = splitReport(plan(), filledStore(set), set.manifest);
    expect(report.train).toMatchObject({ images: 10, sheets: 2 });
    expect(report.val).toMatchObject({ images: 5, sheets: 1 });
    expect(report.test).toMatchObject({ images: 8, sheets: 2 });
    const store = filledStore(set);
    const fours = [...plan().train].filter((i) => store.label('train', i) === 4).length;
    expect(report.train.classes[4]).toBe(fours);
    expect(report.train.classes.reduce((a, b) => a + b)).toBe(10);
    expect([report.sharedIndices, report.sharedPixels]).toEqual([0, 0]);
  });

  it('notices an index in two parts, and one twice in a part', () => {
    const { train, val, ...rest } = plan();
    const overlapping = { ...rest, train, val: Uint32Array.of(train[0] ?? 0, ...val.slice(1)) };
    expect(splitReport(overlapping, filledStore(set), set.manifest)).toMatchObject({
      sharedIndices: 1,
      // The same image, no duplicate of it.
      sharedPixels: 0,
    });
    const twice = {
      ...rest,
      train: Uint32Array.of(val[0] ?? 0, train[1] ?? 0, train[1] ?? 0),
      val: val.slice(1),
    };
    expect(splitReport(twice, filledStore(set), set.manifest)).toMatchObject({
      sharedIndices: 1,
      sharedPixels: 0,
    });
  });

  it('counts what leaks on purpose, and calls none of it a duplicate', () => {
    const leaking = planSplit({ train: 10, val: 5, test: 8, seed: 3, leak: true }, set.manifest);
    const report = splitReport(leaking, filledStore(set), set.manifest);
    expect(report.train.images).toBe(10);
    expect([report.sharedIndices, report.sharedPixels]).toEqual([5, 0]);
  });

  it('notices equal pixels of different parts, and no pixels that differ in one bit', () => {
    const { train, test } = plan();
    const pixels = new Map([...set.pixels].map(([file, bytes]) => [file, Uint8Array.from(bytes)]));
    const store = filledStore({ ...set, pixels });
    const copy = store.image('test', test[0] ?? 0);
    copy.set(store.image('train', train[0] ?? 0));
    expect(splitReport(plan(), store, set.manifest)).toMatchObject({ sharedIndices: 0, sharedPixels: 1 });
    copy[3071] = (copy[3071] ?? 0) ^ 1;
    expect(splitReport(plan(), store, set.manifest).sharedPixels).toBe(0);
  });

  it('throws when a sheet has not come', () => {
    expect(() => splitReport(plan(), new ImageStore(set.manifest), set.manifest)).toThrow('has not come');
  });
});

describe('ImageStore', () => {
  it('holds bytes, and no more than the pixels', () => {
    const store = filledStore(set);
    expect(store.bytes).toBe(6 * sheetCount * 3072);
    expect(store.image('train', 0).BYTES_PER_ELEMENT).toBe(1);
  });

  it('copies the right image and knows its label', () => {
    const out = new Uint8Array(2 * 3072);
    const store = filledStore(set);
    store.copyPixels('test', sheetCount + 2, out, 3072);
    expect(out.subarray(3072)).toEqual(set.pixels.get('test-1.png')?.subarray(2 * 3072, 3 * 3072));
    expect(out.subarray(0, 3072).every((byte) => byte === 0)).toBe(true);
    expect(store.label('test', sheetCount + 2)).toBe(3); // (sheet 1 + place 2) % 10
  });

  it('names what is wrong', () => {
    const store = new ImageStore(set.manifest);
    expect(() => store.image('train', 0)).toThrow('train-0.png has not come yet');
    expect(() => store.label('test', 12)).toThrow('test has no image 12 (0 … 11)');
    expect(() => store.put('other.png', new Uint8Array(1))).toThrow('no sheet "other.png"');
    expect(() => store.put('train-0.png', new Uint8Array(1))).toThrow('1 bytes of pixels');
  });
});
