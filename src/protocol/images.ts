/** Pictures that the engine gives: images of the data set, what the model says of them, filters. Types only. */

export type SplitName = 'train' | 'val' | 'test';

/** Images as a person looks at them. */
export interface Tile {
  /** 32 × 32 RGB, row-major, 3072 bytes. */
  readonly pixels: Uint8Array;
  /** Actual class, 0–9. */
  readonly label: number;
  /** Place in CIFAR-10's own order within its file set: train 0–49 999, test 0–9 999. */
  readonly index: number;
}

/** A tile with the model's softmax probabilities (10, summing to 1). */
export interface Prediction extends Tile {
  readonly probabilities: readonly number[];
}

/** As they are, as they were before the first step, or the difference: now minus then. */
export type FiltersAt = 'now' | 'start' | 'change';

/** First-layer filters, scaled to 0–255 over the whole layer: −`extent` … `extent`. `pixels`: count × side × side × 3. */
export interface Filters {
  readonly layer: string;
  readonly count: number;
  readonly side: number;
  /** The largest magnitude of all. */
  readonly extent: number;
  readonly pixels: Uint8Array;
}

/** An image of the last evaluation. */
export interface JudgedImage extends Prediction {
  /** Cross-entropy, in nats. */
  readonly loss: number;
  /** The class with the highest logit, 0–9. */
  readonly predicted: number;
}

/** Which images of an evaluation: all conditions together. */
export interface JudgedFilter {
  /** Actual and predicted class, 0–9; null: any. */
  readonly actual: number | null;
  readonly predicted: number | null;
  readonly verdict: 'all' | 'right' | 'wrong';
  /** Probability of the predicted class, 0–1: above the first, not above the second; 0 itself is above 0. */
  readonly confidence: readonly [above: number, upTo: number];
}

/** `place`: as the pass saw them; `loss`: the greatest first; `confidence`, `doubt`: the surest, or the least sure, first. */
export type JudgedOrder = 'place' | 'loss' | 'confidence' | 'doubt';

/** RGB, row-major: side² · 3 bytes. */
export interface SquarePicture {
  readonly side: number;
  readonly pixels: Uint8Array;
}
