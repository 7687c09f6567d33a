/**
 * Augmentation of one image, on its bytes: a mirror and a shift, so every pixel of the result is a pixel of the image. Pure.
 *
 * As in airbench (K. Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", 2024, arXiv:2404.00498, `batch_crop` on images
 * that are padded by reflection). Different here: the mirror is drawn for each image and epoch anew, not alternated.
 */
import type { Rng } from '../lib/rng';
import { imageChannels, imageSide } from './cifar10';

/** What may be done to an image. */
export interface AugmentOptions {
  /** Mirror left to right with probability ½. */
  readonly flip: boolean;
  /** Shift by −shift … shift pixels in x and in y, 0 … 31. */
  readonly shift: number;
}

/** What is done to one image. Output pixel (y, x) is input pixel (y + dy, x + dx) of the mirrored image. */
export interface Move {
  readonly flip: boolean;
  readonly dx: number;
  readonly dy: number;
}

/** Draws a move. Each option draws from `rng` only if it is on. */
export function drawMove({ flip, shift }: AugmentOptions, rng: Rng): Move {
  const offset = () => (shift > 0 ? rng.int(2 * shift + 1) - shift : 0);
  return { flip: flip && rng.int(2) === 1, dx: offset(), dy: offset() };
}

/** Mirrors a coordinate at the edge pixel, which is not repeated: −1 → 1, 32 → 30. */
const reflect = (i: number): number => {
  const inside = Math.abs(i);
  return inside < imageSide ? inside : 2 * (imageSide - 1) - inside;
};

/** For each output column, the byte of an input row at which its pixel begins. */
function columnStarts({ flip, dx }: Move): Uint8Array {
  return Uint8Array.from({ length: imageSide }, (_, x) => {
    const column = reflect(x + dx);
    return (flip ? imageSide - 1 - column : column) * imageChannels;
  });
}

/** Writes `src` [32, 32, 3], moved, to `dst` at byte `offset`. The two must not overlap. */
export function augmentImage(src: Uint8Array, dst: Uint8Array, offset: number, move: Move): void {
  const starts = columnStarts(move);
  const rowBytes = starts.length * imageChannels;
  let out = offset;
  for (let y = 0; y < starts.length; y++) {
    const row = reflect(y + move.dy) * rowBytes;
    for (const start of starts) {
      const from = row + start;
      dst[out] = src[from] ?? 0;
      dst[out + 1] = src[from + 1] ?? 0;
      dst[out + 2] = src[from + 2] ?? 0;
      out += 3;
    }
  }
}
