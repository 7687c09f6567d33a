/** The predicted class from a model's ten probabilities for an image. Pure. */
import type { Prediction } from '../../../protocol/evaluation';

export interface TopPrediction {
  /** The class with the highest probability (the first if several are equal), 0–9. */
  readonly predicted: number;
  /** Its probability, 0–1. */
  readonly probability: number;
  readonly right: boolean;
}

/** The predicted class, and whether it is the actual one. */
export function topPrediction({
  probabilities,
  label,
}: Pick<Prediction, 'probabilities' | 'label'>): TopPrediction {
  let predicted = 0;
  probabilities.forEach((p, i) => {
    if (p > (probabilities[predicted] ?? 0)) predicted = i;
  });
  return { predicted, probability: probabilities[predicted] ?? 0, right: predicted === label };
}

/** How many of the predictions are right. */
export const countRight = (predictions: readonly Prediction[]): number =>
  predictions.filter((prediction) => topPrediction(prediction).right).length;
