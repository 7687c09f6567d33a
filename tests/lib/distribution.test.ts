import { expect, it } from 'vitest';
import { binCount, describeValues } from '../../src/lib/distribution';

it('counts what a person would count', () => {
  const found = describeValues(Float32Array.of(0, 0, 3, 5), 400);
  expect(found).toMatchObject({ size: 400, looked: 4, notFinite: 0, mean: 2, zeros: 0.5, low: 0, high: 5 });
  // Squares of −2, −2, 1, 3: 18 / 4.
  expect(found.deviation).toBeCloseTo(Math.sqrt(4.5), 12);
  // Bins are 5 / 40 wide: 3 is in the 25th, 5 itself in the last.
  expect(found.counts.map((n, bin) => [bin, n]).filter(([, n]) => n)).toEqual([
    [0, 2],
    [24, 1],
    [39, 1],
  ]);
});

it('keeps its digits far from 0', () => {
  const far = describeValues(Float32Array.of(10_000_001, 10_000_003), 2);
  expect([far.mean, far.deviation]).toEqual([10_000_002, 1]);
});

it('says how many values are not numbers, and leaves them out', () => {
  const found = describeValues(Float32Array.of(Number.NaN, 1, Infinity, 3), 4);
  expect(found).toMatchObject({ notFinite: 2, looked: 4, mean: 2, low: 1, high: 3 });
  const none = describeValues(Float32Array.of(Number.NaN), 1);
  expect([none.mean, none.deviation, none.zeros, none.low, none.high]).toEqual(Array(5).fill(Number.NaN));
  expect(none.counts).toEqual(Array(binCount).fill(0));
});

it('puts values that are all the same into one bin', () => {
  expect(describeValues(new Float32Array(7).fill(1), 7).counts[0]).toBe(7);
});
