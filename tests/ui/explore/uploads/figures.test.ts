/** Figures of ten probabilities, by hand. */
import { expect, it } from 'vitest';
import { ranking, undecidedAmong } from '../../../../src/lib/classification';

it('ranks by probability, the lower label first among equals', () => {
  expect(ranking([0.1, 0.4, 0.1, 0.4])).toEqual([1, 3, 0, 2]);
});

it('is undecided among as many classes as share all, and among fewer where one is preferred', () => {
  expect(undecidedAmong(Array<number>(10).fill(0.1))).toBeCloseTo(10, 10);
  expect(undecidedAmong([0, 0, 1, 0])).toBe(1);
  expect(undecidedAmong([0.5, 0.5, 0, 0])).toBeCloseTo(2, 10);
  // H = −0.9 ln 0.9 − 0.1 ln 0.1 = 0.32508
  expect(undecidedAmong([0.9, 0.1])).toBeCloseTo(Math.exp(0.325083), 5);
});
