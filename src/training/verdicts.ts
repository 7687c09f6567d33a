/** What a model says of every image of a pass, and the figures that follow from it. Pure; engine side. */
import { classCount } from '../dataset/cifar10';
import type { CalibrationBin, EvaluationReport, ModeFigures } from './logs';

/** In the order of the pass. */
export interface Verdicts {
  /** Actual classes [n]. */
  readonly labels: Uint8Array;
  /** Classes with the highest logit (the first of equals) [n]. */
  readonly predicted: Uint8Array;
  /** Softmax probabilities [n, 10], row by row. */
  readonly probabilities: Float32Array;
  /** Cross-entropy in nats [n]. */
  readonly losses: Float32Array;
}

/** Room for so many images, filled batch by batch. */
export const verdictsFor = (images: number): Verdicts => ({
  labels: new Uint8Array(images),
  predicted: new Uint8Array(images),
  probabilities: new Float32Array(images * classCount),
  losses: new Float32Array(images),
});

/** The probability of the class that was predicted. */
export const confidenceOf = ({ probabilities, predicted }: Verdicts, place: number): number =>
  probabilities[place * classCount + (predicted[place] ?? 0)] ?? Number.NaN;

/** How many, how well. NaN loss and accuracy without images. */
export function figuresOf({ labels, predicted, losses }: Verdicts): ModeFigures {
  const images = labels.length;
  const right = labels.reduce((sum, label, place) => sum + Number(label === predicted[place]), 0);
  return { images, loss: losses.reduce((sum, loss) => sum + loss, 0) / images, acc: right / images };
}

/** Rows: actual class; columns: predicted class; counts. 10 × 10. */
function confusionOf({ labels, predicted }: Verdicts): number[][] {
  const confusion = Array.from({ length: classCount }, () => Array.from({ length: classCount }, () => 0));
  labels.forEach((label, place) => {
    const row = confusion[label];
    const column = predicted[place] ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  });
  return confusion;
}

/** Bins of a reliability diagram. */
const calibrationBins = 10;

/**
 * The bin of a confidence in (0, 1]: bin i holds (i / 10, (i + 1) / 10], the first one 0 too. So scikit-learn's `calibration_curve`, which searches the
 * same edges (sklearn/calibration.py).
 */
export function binOf(confidence: number): number {
  let bin = 0;
  while (bin < calibrationBins - 1 && confidence > (bin + 1) / calibrationBins) bin++;
  return bin;
}

/** How often the model is right where it is so sure: a bin without images has no means. What is not a number is of no bin. */
export function calibrationOf(verdicts: Verdicts): CalibrationBin[] {
  const bins = Array.from({ length: calibrationBins }, () => ({ images: 0, confidence: 0, right: 0 }));
  verdicts.labels.forEach((label, place) => {
    const confidence = confidenceOf(verdicts, place);
    const bin = bins[binOf(confidence)];
    if (!bin || Number.isNaN(confidence)) return;
    bin.images++;
    bin.confidence += confidence;
    bin.right += Number(label === verdicts.predicted[place]);
  });
  return bins.map(({ images, confidence, right }) => ({
    images,
    confidence: images > 0 ? confidence / images : null,
    accuracy: images > 0 ? right / images : null,
  }));
}

/** All figures of a pass. `seconds`: what it took. */
export const reportOf = (verdicts: Verdicts, seconds: number): EvaluationReport => ({
  ...figuresOf(verdicts),
  confusion: confusionOf(verdicts),
  calibration: calibrationOf(verdicts),
  seconds,
});
