/** Figures of a confusion matrix: row = actual class, column = predicted class, counts. Pure; imports nothing. */

export type Confusion = readonly (readonly number[])[];

/** One class. A figure whose denominator is 0 is null: scikit-learn warns there, and fills in what `zero_division` says. */
export interface ClassFigures {
  /** Images of this class. */
  readonly support: number;
  /** Images that were taken for this class, rightly or not. */
  readonly predicted: number;
  readonly correct: number;
  /** correct / predicted, 0–1. */
  readonly precision: number | null;
  /** correct / support, 0–1: the accuracy on this class. */
  readonly recall: number | null;
  /** Harmonic mean of the two: 2 · correct / (support + predicted), 0–1. */
  readonly f1: number | null;
  /** The wrong class that it was most often taken for (the first of equals); null if it never was wrong. */
  readonly takenFor: { readonly label: number; readonly count: number } | null;
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function mostTakenFor(row: readonly number[], actual: number): ClassFigures['takenFor'] {
  let most: ClassFigures['takenFor'] = null;
  row.forEach((count, label) => {
    if (label !== actual && count > (most?.count ?? 0)) most = { label, count };
  });
  return most;
}

/** Precision, recall and F1 of each class. Source: sklearn.metrics.precision_recall_fscore_support. */
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
      takenFor: mostTakenFor(row, actual),
    };
  });

export type Averaged = Pick<ClassFigures, 'precision' | 'recall' | 'f1'>;

function averageOf(figures: readonly ClassFigures[], weigh: (figure: ClassFigures) => number): Averaged {
  const of = (key: keyof Averaged): number | null => {
    const known = figures.filter((figure) => figure[key] !== null);
    const weights = known.map(weigh);
    return ratio(sum(known.map((figure, i) => (figure[key] ?? 0) * (weights[i] ?? 0))), sum(weights));
  };
  return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
}

/**
 * `macro`: each class counts the same; `weighted`: by its images. Classes without the figure are left out.
 * Source: sklearn.metrics.precision_recall_fscore_support with zero_division=nan.
 */
export const averages = (figures: readonly ClassFigures[]): { macro: Averaged; weighted: Averaged } => ({
  macro: averageOf(figures, () => 1),
  weighted: averageOf(figures, ({ support }) => support),
});

/** One kind of mistake: so many images of a class were taken for another. */
export interface ConfusedPair {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the images of the actual class, 0–1. */
  readonly share: number;
}

/** Every mistake that was made, the most frequent first; equals in the matrix's order. */
export const confusedPairs = (confusion: Confusion): ConfusedPair[] =>
  confusion
    .flatMap((row, actual) =>
      row.map((count, predicted) => ({ actual, predicted, count, share: count / sum(row) })),
    )
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .toSorted((a, b) => b.count - a.count);

/** Images on the diagonal. */
export const correctOf = (confusion: Confusion): number =>
  confusion.reduce((total, row, i) => total + (row[i] ?? 0), 0);

/** Expected calibration error, 0–1: the mean distance of confidence and accuracy over bins, weighted by their images; null without images. Source: Guo et al.,
 * "On Calibration of Modern Neural Networks", 2017, equation 3. */
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
