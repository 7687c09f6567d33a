/**
 * Augmentation: a mirror and a shift of each image, drawn here and applied where the pixels are
 * scaled (kernels/images.ts). Pure.
 *
 * As in airbench (K. Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", 2024,
 * arXiv:2404.00498, `batch_crop` on images that are padded by reflection). One difference: the
 * mirror is drawn anew for each image and epoch, not alternated.
 */
import type { AugmentTransform } from '../lib/augmentTransform';
import type { Rng } from '../lib/rng';

/** Which augmentations may be applied to an image. */
export interface AugmentOptions {
  /** Mirror left to right with probability ½. */
  readonly flip: boolean;
  /** Shift by −shift … shift pixels in x and in y, 0 … 31. */
  readonly shift: number;
}

/** Draws an augment transform. Each option draws from `rng` only if it is on. */
export function drawMove({ flip, shift }: AugmentOptions, rng: Rng): AugmentTransform {
  const offset = () => (shift > 0 ? rng.int(2 * shift + 1) - shift : 0);
  return { flip: flip && rng.int(2) === 1, dx: offset(), dy: offset() };
}
