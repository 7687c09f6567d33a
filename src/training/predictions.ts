/**
 * What a model predicts for every image of a pass, and the figures computed from that. Pure; engine
 * side.
 */
import { classCount } from '../lib/cifar10';
import type { CalibrationBin, EvaluationReport, ModeFigures } from '../protocol/evaluation';

/** In the order of the pass. */
export interface Predictions {
  /** Actual classes [n]. */
  readonly labels: Uint8Array;
  /** Classes with the highest logit (the first one in a tie) [n]. */
  readonly predicted: Uint8Array;
  /** Softmax probabilities [n, 10], row by row. */
  readonly probabilities: Float32Array;
  /** Cross-entropy in nats [n]. */
  readonly losses: Float32Array;
}

/** Empty arrays for `images` images, to be filled batch by batch. */
export const emptyPredictions = (images: number): Predictions => ({
  labels: new Uint8Array(images),
  predicted: new Uint8Array(images),
  probabilities: new Float32Array(images * classCount),
  losses: new Float32Array(images),
});

/** The probability of the class that was predicted. */
export const confidenceOf = ({ probabilities, predicted }: Predictions, index: number): number =>
  probabilities[index * classCount + (predicted[index] ?? 0)] ?? Number.NaN;

/** Number of images, loss and accuracy. Loss and accuracy are NaN without images. */
export function figuresOf({ labels, predicted, losses }: Predictions): ModeFigures {
  const images = labels.length;
  const right = labels.reduce((sum, label, index) => sum + Number(label === predicted[index]), 0);
  return { images, loss: losses.reduce((sum, loss) => sum + loss, 0) / images, acc: right / images };
}

/** Rows: actual class; columns: predicted class; counts. 10 × 10. */
function confusionOf({ labels, predicted }: Predictions): number[][] {
  const confusion = Array.from({ length: classCount }, () => Array.from({ length: classCount }, () => 0));
  labels.forEach((label, index) => {
    const row = confusion[label];
    const column = predicted[index] ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  });
  return confusion;
}

/** Bins of a reliability diagram. */
const calibrationBins = 10;

/**
 * The bin of a confidence in (0, 1]: bin i covers (i / 10, (i + 1) / 10], and the first one also 0.
 * Same as scikit-learn's `calibration_curve`, which searches the same edges
 * (sklearn/calibration.py).
 */
export function binOf(confidence: number): number {
  let bin = 0;
  while (bin < calibrationBins - 1 && confidence > (bin + 1) / calibrationBins) bin++;
  return bin;
}

/**
 * How often the model is right at each level of confidence. A bin without images has no means;
 * values that are not a number belong to no bin.
 */
export function calibrationOf(predictions: Predictions): CalibrationBin[] {
  const bins = Array.from({ length: calibrationBins }, () => ({ images: 0, confidence: 0, right: 0 }));
  predictions.labels.forEach((label, index) => {
    const confidence = confidenceOf(predictions, index);
    const bin = bins[binOf(confidence)];
    if (!bin || Number.isNaN(confidence)) return;
    bin.images++;
    bin.confidence += confidence;
    bin.right += Number(label === predictions.predicted[index]);
  });
  return bins.map(({ images, confidence, right }) => ({
    images,
    confidence: images > 0 ? confidence / images : null,
    accuracy: images > 0 ? right / images : null,
  }));
}

/** All figures of a pass. `seconds`: how long it took. */
export const reportOf = (predictions: Predictions, seconds: number): EvaluationReport => ({
  ...figuresOf(predictions),
  confusion: confusionOf(predictions),
  calibration: calibrationOf(predictions),
  seconds,
});
