import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { append, emptySeries, means, seriesLimit } from '../../src/lib/series';

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 2_000 });
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('series', () => {
  it('keeps single values while there is room', () => {
    const series = append(append(emptySeries, [3, 1]), [2]);
    expect(means(series)).toEqual([3, 1, 2]);
    expect(series).toMatchObject({ stride: 1, length: 3 });
  });

  it('halves when it is full: each bucket then stands for two', () => {
    const series = append(emptySeries, upTo(seriesLimit + 1));
    expect(series.stride).toBe(2);
    expect(series.buckets).toHaveLength(seriesLimit / 2 + 1);
    expect(means(series).slice(0, 2)).toEqual([0.5, 2.5]);
    expect(series.buckets[1]).toEqual({ count: 2, sum: 5, min: 2, max: 3 });
  });

  it('stays bounded, loses no value and keeps the extremes', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const all = [...first, ...second];
        const series = append(append(emptySeries, first), second);
        expect(series.buckets.length).toBeLessThanOrEqual(seriesLimit);
        expect(series.length).toBe(all.length);
        expect(series.buckets.reduce((n, bucket) => n + bucket.count, 0)).toBe(all.length);
        expect(Math.max(...series.buckets.map((bucket) => bucket.max))).toBe(Math.max(...all));
        expect(Math.min(...series.buckets.map((bucket) => bucket.min))).toBe(Math.min(...all));
        // all but the last bucket are full, so that the nth bucket begins at n · stride
        expect(series.buckets.slice(0, -1).every((bucket) => bucket.count === series.stride)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on how the values came', () => {
    let oneByOne = emptySeries;
    for (const value of upTo(1_000)) oneByOne = append(oneByOne, [value]);
    expect(oneByOne).toEqual(append(emptySeries, upTo(1_000)));
  });

  it('leaves what it was given alone, and lets a loss that is no number be seen', () => {
    const before = append(emptySeries, [1]);
    append(before, [2]);
    expect(before.buckets).toHaveLength(1);
    expect(means(append(before, [Number.NaN]))).toEqual([1, Number.NaN]);
  });
});
