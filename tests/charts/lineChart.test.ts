/** What a line chart hands to tfjs-vis. The drawing itself needs a browser. */
import { describe, expect, it } from 'vitest';
import {
  coloursByName,
  isSinglePoint,
  pointLimit,
  toPoints,
  wouldSplitTicks,
  yDomain,
} from '../../src/charts/lineChart';

const series = (...lists: (number | null)[][]) =>
  lists.map((values, i) => ({ name: `s${i}`, colour: '#000', values }));

describe('toPoints', () => {
  it('keeps x = index, with gaps for what is missing, infinite or not a number', () => {
    expect(toPoints([null, 2, Number.NaN, Infinity], 5)).toEqual([
      { x: 0, y: null },
      { x: 1, y: 2 },
      { x: 2, y: null },
      { x: 3, y: null },
      { x: 4, y: null },
    ]);
  });

  it('does not take a zero for a gap', () => {
    expect(toPoints([0], 1)).toEqual([{ x: 0, y: 0 }]);
  });

  it('refuses more points than can be drawn in time', () => {
    expect(toPoints([], pointLimit)).toHaveLength(pointLimit);
    expect(() => toPoints([], pointLimit + 1)).toThrow(/500 points, not 501/);
  });
});

describe('isSinglePoint', () => {
  it('is true while no series has two values', () => {
    expect(isSinglePoint(series([null, 2], [null, 1]))).toBe(true);
    expect(isSinglePoint(series([null, 2, Number.NaN], [null]))).toBe(true);
    expect(isSinglePoint(series([null, 2, 1], [null, 1, null]))).toBe(false);
  });
});

describe('yDomain', () => {
  it('spans all values of all series with a margin', () => {
    const [low, high] = yDomain(series([null, 1, 2], [3, Number.NaN]));
    expect(low).toBeCloseTo(0.9, 12);
    expect(high).toBeCloseTo(3.1, 12);
  });

  it('is never empty', () => {
    expect(yDomain(series([null]))).toEqual([0, 1]);
    expect(yDomain(series([0, 0]))).toEqual([-0.05, 0.05]);
    const [low, high] = yDomain(series([2]));
    expect(low).toBeLessThan(2);
    expect(high).toBeGreaterThan(2);
  });
});

describe('wouldSplitTicks', () => {
  it('tells short axes from long ones', () => {
    // 440 px ask for 11 ticks: 0 … 3 would be stepped by 0.2 or 0.5, 0 … 10 by 1.
    expect(wouldSplitTicks(3, 440)).toBe(true);
    expect(wouldSplitTicks(7, 440)).toBe(true);
    expect(wouldSplitTicks(10, 440)).toBe(false);
    expect(wouldSplitTicks(10, 660)).toBe(true);
  });
});

describe('coloursByName', () => {
  it('gives each series its own colour, although Vega sorts them by name', () => {
    const named = ['Mean', 'Deviation'].map((name, i) => ({
      name,
      colour: ['blue', 'red'][i] ?? '',
      values: [],
    }));
    expect(coloursByName(named)).toEqual(['red', 'blue']);
    expect(coloursByName(named.toReversed())).toEqual(['red', 'blue']);
  });
});
