/** The real CIFAR-10, through the sheets. */
import { beforeAll, describe, expect, it } from 'vitest';
import { channelDeviation, channelMean, classNames, imageBytes } from '../../src/lib/cifar10';
import { gather } from '../../src/dataset/batches';
import type { ImageStore } from '../../src/dataset/imageStore';
import { expectedStrips } from '../../src/dataset/sheets/expected';
import { ChannelSums } from '../../src/dataset/sheets/statistics';
import { classicSha256, stripImages } from '../../src/dataset/sheets/strips';
import { planSplit } from '../../src/dataset/split';
import { splitReport } from '../../src/dataset/splitReport';
import { realStore } from './realSheets';

let store: ImageStore;
beforeAll(async () => {
  store = await realStore();
}, 180_000);

const strip = (k: number) => {
  const { set } = expectedStrips[k] ?? { set: 'train' };
  const first = set === 'train' ? k * stripImages : 0;
  return gather(
    store,
    set,
    Uint32Array.from({ length: stripImages }, (_, i) => first + i),
  );
};

const digits = Array.from({ length: 10 }, (_, k) => String(k));
/**
 * Σ (n − 100)² / 100 over a sheet's classes: near χ² with 9 degrees of freedom, so over 60 sheets
 * near 540 ± 33.
 */
const chi = (labels: string): number =>
  digits.reduce((sum, digit) => sum + (labels.split(digit).length - 1 - 100) ** 2 / 100, 0);

describe('CIFAR-10 from the sheets', () => {
  it.each(expectedStrips.map(({ file, sha256 }, k) => [file, sha256, k] as const))(
    '%s: the classic layout rebuilt from the decoded sheets has its SHA-256',
    (_, sha256, k) => {
      expect(classicSha256(strip(k))).toBe(sha256);
    },
    30_000,
  );

  it('would notice two images that changed places (negative control)', () => {
    const { pixels, labels } = strip(0);
    const swapped = Uint8Array.from(pixels);
    swapped.copyWithin(0, imageBytes, 2 * imageBytes);
    swapped.set(pixels.subarray(0, imageBytes), imageBytes);
    expect(classicSha256({ pixels: swapped, labels })).not.toBe(expectedStrips[0]?.sha256);
  });

  it('has the labels in order', () => {
    expect([0, 1, 2, 3, 4].map((i) => store.label('train', i))).toEqual([6, 9, 9, 4, 1]);
    expect([0, 1, 2, 3, 4].map((i) => store.label('test', i))).toEqual([3, 8, 8, 0, 6]);
    expect(store.manifest.classes).toEqual(classNames);
  });

  it('has the mean and deviation of the facts, in the manifest and computed again', () => {
    const sums = new ChannelSums();
    for (let k = 0; k < 5; k++) sums.add(strip(k).pixels);
    const { mean, deviation } = sums.statistics();
    for (const c of [0, 1, 2] as const) {
      expect(mean[c]).toBeCloseTo(channelMean[c], 7);
      expect(deviation[c]).toBeCloseTo(channelDeviation[c], 7);
      expect(store.manifest.mean[c]).toBe(mean[c]);
      expect(store.manifest.deviation[c]).toBe(deviation[c]);
    }
  }, 30_000);

  it('is held as bytes: 184 MB for 60 000 images', () => {
    expect(store.bytes).toBe(60_000 * 3_072);
  });

  it('is in random order inside its files, so that sheets are samples: classes spread as chance would', () => {
    const sum = store.manifest.sheets.reduce((total, sheet) => total + chi(sheet.labels), 0);
    expect(sum).toBeGreaterThan(540 - 4 * 33);
    expect(sum).toBeLessThan(540 + 4 * 33);
    const sorted = digits.map((digit) => digit.repeat(1_000)).join('');
    expect(chi(sorted.slice(0, 1_000)) * 60).toBeGreaterThan(540 + 4 * 33); // negative control: sorted by class
  });

  it('splits into 40 000, 10 000 and 10 000 that share no image', () => {
    const plan = planSplit({ train: 40_000, val: 10_000, test: 10_000, seed: 42 }, store.manifest);
    const report = splitReport(plan, store, store.manifest);
    expect(report.train).toMatchObject({ images: 40_000, sheets: 40 });
    expect(report.val).toMatchObject({ images: 10_000, sheets: 10 });
    expect(report.test).toEqual({ images: 10_000, classes: classNames.map(() => 1_000), sheets: 10 });
    const both = report.train.classes.map((n, k) => n + (report.val.classes[k] ?? 0));
    expect(both).toEqual(classNames.map(() => 5_000));
    expect(report.sharedIndices).toBe(0);
    expect(report.sharedPixels).toBe(0);
  }, 30_000);
});
