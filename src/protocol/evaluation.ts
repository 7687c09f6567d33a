/**
 * The results of evaluating a split: figures, and images with the model’s predictions. Types only;
 * plain data.
 */
import type { Tile } from './data';

/** Loss and accuracy over a number of images. */
export interface ModeFigures {
  readonly images: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share classified correctly. */
  readonly acc: number;
}

/** Images for which the model was about equally confident. */
export interface CalibrationBin {
  readonly images: number;
  /** Mean probability of the predicted class; null without images. */
  readonly confidence: number | null;
  /** Share of them that was classified correctly; null without images. */
  readonly accuracy: number | null;
}

/** The result of evaluating a split. */
export interface EvaluationReport extends ModeFigures {
  /** Row: actual class; column: predicted class; counts. 10 × 10. */
  readonly confusion: readonly (readonly number[])[];
  /** Ten bins of confidence, of equal width, from 0 to 1. */
  readonly calibration: readonly CalibrationBin[];
  readonly seconds: number;
}

/**
 * The same weights on the same images in two modes, and on images that they were not trained on.
 */
export interface ModesReport {
  /** Training images as they are trained on: dropout, the batch's statistics, augmentation. */
  readonly training: ModeFigures;
  /** The same images without augmentation: no dropout, moving averages. */
  readonly inference: ModeFigures;
  /** Validation images, in inference mode. */
  readonly val: ModeFigures;
}

/** A tile with the model's softmax probabilities (10, summing to 1). */
export interface Prediction extends Tile {
  readonly probabilities: readonly number[];
}

/** An image of the last evaluation. */
export interface EvaluatedImage extends Prediction {
  /** Cross-entropy, in nats. */
  readonly loss: number;
  /** The class with the highest logit, 0–9. */
  readonly predicted: number;
}

/** Selects images of an evaluation that meet all conditions. */
export interface ImageFilter {
  /** Actual and predicted class, 0–9; null: any. */
  readonly actual: number | null;
  readonly predicted: number | null;
  readonly outcome: 'all' | 'correct' | 'incorrect';
  /**
   * Probability of the predicted class, 0–1: greater than `above` and at most `upTo`; if `above` is
   * 0, a probability of 0 is included.
   */
  readonly confidence: readonly [above: number, upTo: number];
}

/**
 * `position`: in the order of the pass; `loss`: the greatest first; `confidence`, `doubt`: the most or
 * the least confident first.
 */
export type ImageOrder = 'position' | 'loss' | 'confidence' | 'doubt';
