/**
 * Figures of a confusion matrix by hand; against scikit-learn in
 * tests/training/predictions.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { averages, classFigures, confusedPairs, correctOf } from '../../src/lib/classification';

const confusion = [
  [6, 1, 3],
  [0, 0, 0],
  [1, 2, 4],
];

describe('classFigures', () => {
  it('divides the diagonal by row and column, and names the commonest mistake', () => {
    const [first, second] = classFigures(confusion);
    expect(first).toEqual({
      support: 10,
      predicted: 7,
      correct: 6,
      precision: 6 / 7,
      recall: 0.6,
      f1: 12 / 17,
      takenFor: { label: 2, count: 3 },
    });
    expect(second).toMatchObject({
      support: 0,
      predicted: 3,
      precision: 0,
      recall: null,
      f1: 0,
      takenFor: null,
    });
  });

  it('averages over the classes that have the figure', () => {
    const { macro, weighted } = averages(classFigures(confusion));
    expect(macro.recall).toBeCloseTo((0.6 + 4 / 7) / 2, 12);
    expect(weighted.recall).toBeCloseTo(10 / 17, 12);
    expect(averages([]).macro).toEqual({ precision: null, recall: null, f1: null });
  });
});

it('confusedPairs has every mistake once, the most frequent first, never the diagonal', () => {
  expect(confusedPairs(confusion)).toEqual([
    { actual: 0, predicted: 2, count: 3, fraction: 0.3 },
    { actual: 2, predicted: 1, count: 2, fraction: 2 / 7 },
    { actual: 0, predicted: 1, count: 1, fraction: 0.1 },
    { actual: 2, predicted: 0, count: 1, fraction: 1 / 7 },
  ]);
  expect(
    confusedPairs([
      [5, 0],
      [0, 5],
    ]),
  ).toEqual([]);
});

it('correctOf counts the diagonal', () => expect(correctOf(confusion)).toBe(10));
