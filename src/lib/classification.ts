/**
 * Figures computed from a confusion matrix: row = actual class, column = predicted class, counts.
 * Pure; imports nothing.
 */

export type Confusion = readonly (readonly number[])[];

/**
 * One class. A figure whose denominator is 0 is null, where scikit-learn warns and uses the value
 * of `zero_division`.
 */
export interface ClassFigures {
  /** Number of images of this class. */
  readonly support: number;
  /** Number of images that were predicted as this class, correctly or not. */
  readonly predicted: number;
  readonly correct: number;
  /** correct / predicted, 0–1. */
  readonly precision: number | null;
  /** correct / support, 0–1: the accuracy on this class. */
  readonly recall: number | null;
  /** Harmonic mean of the two: 2 · correct / (support + predicted), 0–1. */
  readonly f1: number | null;
  /** The wrong class that was predicted most often (the first one in a tie); null if none was. */
  readonly takenFor: { readonly label: number; readonly count: number } | null;
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function commonestMistake(row: readonly number[], actual: number): ClassFigures['takenFor'] {
  let commonest: ClassFigures['takenFor'] = null;
  row.forEach((count, label) => {
    if (label !== actual && count > (commonest?.count ?? 0)) commonest = { label, count };
  });
  return commonest;
}

/**
 * Precision, recall and F1 of each class. Source: sklearn.metrics.precision_recall_fscore_support.
 */
export const classFigures = (confusion: Confusion): ClassFigures[] =>
  confusion.map((row, actual) => {
    const support = sum(row);
    const predicted = sum(confusion.map((other) => other[actual] ?? 0));
    const correct = row[actual] ?? 0;
    return {
      support,
      predicted,
      correct,
      precision: ratio(correct, predicted),
      recall: ratio(correct, support),
      f1: ratio(2 * correct, support + predicted),
      takenFor: commonestMistake(row, actual),
    };
  });

export type Averaged = Pick<ClassFigures, 'precision' | 'recall' | 'f1'>;

function averageOf(figures: readonly ClassFigures[], weigh: (figure: ClassFigures) => number): Averaged {
  const of = (key: keyof Averaged): number | null => {
    const defined = figures.filter((figure) => figure[key] !== null);
    const weights = defined.map(weigh);
    return ratio(sum(defined.map((figure, i) => (figure[key] ?? 0) * (weights[i] ?? 0))), sum(weights));
  };
  return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
}

/**
 * `macro`: every class counts the same; `weighted`: by its number of images. Classes without the
 * figure are left out.
 * Source: sklearn.metrics.precision_recall_fscore_support with zero_division=nan.
 */
export const averages = (figures: readonly ClassFigures[]): { macro: Averaged; weighted: Averaged } => ({
  macro: averageOf(figures, () => 1),
  weighted: averageOf(figures, ({ support }) => support),
});

/** One kind of mistake: how many images of a class were predicted as another. */
export interface ConfusedPair {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
  /** Fraction of the images of the actual class, 0–1. */
  readonly fraction: number;
}

/** Every kind of mistake that occurred, the most frequent first; ties in the matrix's order. */
export const confusedPairs = (confusion: Confusion): ConfusedPair[] =>
  confusion
    .flatMap((row, actual) =>
      row.map((count, predicted) => ({ actual, predicted, count, fraction: count / sum(row) })),
    )
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .toSorted((a, b) => b.count - a.count);

/** Number of images on the diagonal. */
export const correctOf = (confusion: Confusion): number =>
  confusion.reduce((total, row, i) => total + (row[i] ?? 0), 0);

/**
 * Expected calibration error, 0–1: the mean difference between confidence and accuracy over bins,
 * weighted by their number of images; null without images. Source: Guo et al., "On Calibration of
 * Modern Neural Networks", 2017, equation 3.
 */
export function calibrationError(
  bins: readonly {
    readonly images: number;
    readonly confidence: number | null;
    readonly accuracy: number | null;
  }[],
): number | null {
  const gaps = bins.map(
    ({ images, confidence, accuracy }) => images * Math.abs((accuracy ?? 0) - (confidence ?? 0)),
  );
  return ratio(sum(gaps), sum(bins.map(({ images }) => images)));
}

/** Labels 0–9 by descending probability (the lower label first in a tie). */
export const ranking = (probabilities: readonly number[]): number[] =>
  probabilities
    .map((_, label) => label)
    .toSorted((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b);

/**
 * The number of equally likely classes that would be as uncertain: e to the power of the entropy −Σ
 * p ln p (perplexity). 1 if one class has all the probability, 10 if all ten have the same. Source:
 * C. E. Shannon, "A Mathematical Theory of Communication", 1948, section 6.
 */
export const undecidedAmong = (probabilities: readonly number[]): number =>
  Math.exp(-probabilities.reduce((sum, p) => (p > 0 ? sum + p * Math.log(p) : sum), 0));
