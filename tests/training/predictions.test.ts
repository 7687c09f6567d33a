/**
 * Figures of a pass, against what scikit-learn says of the same predictions
 * (tests/golden/metrics.json, written by tests/keras/test_metrics.py).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { averages, calibrationError, classFigures, type Averaged } from '../../src/lib/classification';
import { binOf, calibrationOf, reportOf, type Predictions } from '../../src/training/predictions';

interface Golden {
  readonly labels: number[];
  readonly probabilities: number[][];
  readonly confusion: number[][];
  readonly accuracy: number;
  readonly loss: number;
  readonly perClass: Record<keyof Averaged | 'support', (number | null)[]>;
  readonly macro: Record<keyof Averaged, (number | null)[]>;
  readonly weighted: Record<keyof Averaged, (number | null)[]>;
  readonly calibration: { readonly accuracy: number[]; readonly confidence: number[] };
}

const golden = JSON.parse(readFileSync(new URL('../golden/metrics.json', import.meta.url), 'utf8')) as Golden;

function predictionsOf({ labels, probabilities }: Golden): Predictions {
  return {
    labels: Uint8Array.from(labels),
    predicted: Uint8Array.from(probabilities, (row) => row.indexOf(Math.max(...row))),
    probabilities: Float32Array.from(probabilities.flat()),
    losses: Float32Array.from(probabilities, (row, i) => -Math.log(row[labels[i]!]!)),
  };
}

const predictions = predictionsOf(golden);
const report = reportOf(predictions, 1);
const figures = classFigures(report.confusion);

/** Equal but for rounding; what has no value has none on both sides. */
function expectAll(found: readonly (number | null)[], wanted: readonly (number | null)[]): void {
  const rounded = (values: readonly (number | null)[]) => values.map((value) => value?.toFixed(12) ?? null);
  expect(rounded(found)).toEqual(rounded(wanted));
}

describe('scikit-learn', () => {
  it('counts the same confusion matrix, accuracy and loss', () => {
    expect(report.confusion).toEqual(golden.confusion);
    expect(report.acc).toBeCloseTo(golden.accuracy, 12);
    // Ours is the mean of float32 losses.
    expect(report.loss).toBeCloseTo(golden.loss, 6);
  });

  it.each(['precision', 'recall', 'f1', 'support'] as const)('finds the same %s of each class', (key) => {
    expectAll(
      figures.map((figure) => figure[key]),
      golden.perClass[key],
    );
  });

  it('averages them the same, macro and weighted', () => {
    const { macro, weighted } = averages(figures);
    for (const key of ['precision', 'recall', 'f1'] as const) {
      expectAll([macro[key]], golden.macro[key]);
      expectAll([weighted[key]], golden.weighted[key]);
    }
  });

  it('has the same reliability diagram', () => {
    const filled = report.calibration.filter(({ images }) => images > 0);
    expectAll(
      filled.map(({ accuracy }) => accuracy),
      golden.calibration.accuracy,
    );
    expectAll(
      filled.map(({ confidence }) => confidence),
      golden.calibration.confidence,
    );
  });

  it('would not agree with other predictions, nor with bins that are open above', () => {
    const labels = Uint8Array.from(golden.labels, (_, i) => golden.labels[(i + 1) % golden.labels.length]!);
    const other = classFigures(reportOf({ ...predictions, labels }, 1).confusion);
    expect(other.some(({ f1 }, i) => Math.abs((f1 ?? 0) - (golden.perClass.f1[i] ?? 0)) > 0.01)).toBe(true);
    // The file holds confidences on an edge: they would fall into another bin.
    const open = (confidence: number): number => Math.min(Math.floor(confidence * 10), 9);
    const confidences = golden.probabilities.map((row) => Math.max(...row));
    expect(confidences.some((confidence) => open(confidence) !== binOf(confidence))).toBe(true);
  });
});

describe('a class without images, and one that is never the answer,', () => {
  it('have no figure rather than a zero', () => {
    expect(figures[9]).toMatchObject({ support: 0, recall: null });
    expect(figures[8]).toMatchObject({ predicted: 0, precision: null });
    expect(figures[8]?.recall).toBe(0);
  });
});

describe('calibration', () => {
  it('counts every image in one bin, but those without a confidence', () => {
    const some = { ...predictions, probabilities: predictions.probabilities.slice() };
    some.probabilities.fill(Number.NaN, 0, 10);
    const counted = (of: Predictions): number =>
      calibrationOf(of).reduce((sum, { images }) => sum + images, 0);
    expect(counted(predictions)).toBe(golden.labels.length);
    expect(counted(some)).toBe(golden.labels.length - 1);
  });

  it('has means of a bin with one image, and none of an empty one', () => {
    const one = { labels: [1], probabilities: [[0.25, 0.75]] } as unknown as Golden;
    const bins = calibrationOf(predictionsOf(one));
    expect(bins.filter(({ images }) => images > 0)).toEqual([{ images: 1, confidence: 0.75, accuracy: 1 }]);
    expect(bins.filter(({ confidence }) => confidence === null)).toHaveLength(bins.length - 1);
  });

  it('has an error of 0 where confidence is accuracy, computed by hand where it is not', () => {
    const bin = (images: number, confidence: number, accuracy: number) => ({ images, confidence, accuracy });
    expect(calibrationError([bin(3, 0.4, 0.4), bin(9, 0.8, 0.8)])).toBe(0);
    expect(calibrationError([bin(1, 0.5, 1), bin(3, 0.9, 0.8)])).toBeCloseTo((0.5 + 3 * 0.1) / 4, 12);
    expect(calibrationError([{ images: 0, confidence: null, accuracy: null }])).toBeNull();
  });
});
