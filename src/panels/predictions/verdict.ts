/** What a model's ten probabilities say about an image. Pure. */
import type { Prediction } from '../../protocol/events';

export interface Verdict {
  /** The class with the highest probability (the first of equals), 0–9. */
  readonly predicted: number;
  /** Its probability, 0–1. */
  readonly probability: number;
  readonly right: boolean;
}

/** The model's answer, and whether it is the actual class. */
export function verdict({ probabilities, label }: Pick<Prediction, 'probabilities' | 'label'>): Verdict {
  let predicted = 0;
  probabilities.forEach((p, i) => {
    if (p > (probabilities[predicted] ?? 0)) predicted = i;
  });
  return { predicted, probability: probabilities[predicted] ?? 0, right: predicted === label };
}

/** How many of the predictions are right. */
export const countRight = (predictions: readonly Prediction[]): number =>
  predictions.filter((prediction) => verdict(prediction).right).length;
