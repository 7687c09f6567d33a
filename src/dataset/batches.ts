/**
 * Turns image indices into batches of bytes, in an order and with augmentation that a seed decides.
 * Creates no tensors. Knows the store, not the split or the experiment. Engine side; uses no worker
 * globals.
 */
import { packTransform, identityTransform } from '../lib/augmentTransform';
import type { Rng } from '../lib/rng';
import { drawMove, type AugmentOptions } from './augment';
import { imageBytes } from '../lib/cifar10';
import type { ImageStore } from './imageStore';
import type { SheetSet } from './manifest';

export interface Batch {
  /** [size, 32, 32, 3], as stored, with zeros for padding. */
  readonly pixels: Uint8Array;
  /** [size], classes 0–9, with 0 for padding. */
  readonly labels: Uint8Array;
  /**
   * [size], each image's augment transform, a word of `packTransform`; null without augmentation.
   */
  readonly moves: Uint32Array | null;
  /** Number of real images, 1 … size. They come first. */
  readonly count: number;
  /** B: the same in every batch of a pass. */
  readonly size: number;
}

export interface BatchOptions {
  /** Images in a batch, ≥ 1. */
  readonly batch: number;
  /** Draws the order of the pass; null keeps the order of the indices. */
  readonly shuffle: Rng | null;
  readonly augment: (AugmentOptions & { readonly rng: Rng }) | null;
  /**
   * What happens to the images that do not fill a batch: they are dropped, or the last batch is
   * padded with zeros.
   */
  readonly remainder: 'drop' | 'pad';
  /** Labels to use instead of the actual ones: `labels[k]` belongs to `indices[k]`. */
  readonly labels?: Uint8Array;
  /** Number of whole batches to skip, to continue in the middle of a pass; 0 by default. */
  readonly start?: number;
}

/** Fills a batch with the images at `positions` of `indices`. */
function fill(
  store: ImageStore,
  set: SheetSet,
  indices: Uint32Array,
  positions: Uint32Array,
  options: Pick<BatchOptions, 'batch' | 'augment' | 'labels'>,
): Batch {
  const { batch, augment, labels: replaced } = options;
  const pixels = new Uint8Array(batch * imageBytes);
  const labels = new Uint8Array(batch);
  const moves = augment && new Uint32Array(batch).fill(identityTransform);
  positions.forEach((position, i) => {
    const index = indices[position] ?? 0;
    store.copyPixels(set, index, pixels, i * imageBytes);
    if (augment && moves) moves[i] = packTransform(drawMove(augment, augment.rng));
    labels[i] = replaced ? (replaced[position] ?? 0) : store.label(set, index);
  });
  return { pixels, labels, moves, count: positions.length, size: batch };
}

/**
 * One pass over `indices`, in whole batches. Each batch has arrays of its own, so the consumer may
 * keep or transfer them. Throws a RangeError for a bad batch size or labels of another length, an
 * Error if a sheet has not been loaded.
 */
export async function* batches(
  store: ImageStore,
  set: SheetSet,
  indices: Uint32Array,
  options: BatchOptions,
): AsyncGenerator<Batch, void, void> {
  const { batch, shuffle, augment, remainder, labels, start = 0 } = options;
  if (!Number.isInteger(batch) || batch < 1) throw new RangeError(`batches: batch is ${batch}, must be ≥ 1`);
  if (labels && labels.length !== indices.length) {
    throw new RangeError(`batches: ${labels.length} labels for ${indices.length} indices`);
  }
  const order = shuffle ? shuffle.permutation(indices.length) : Uint32Array.from(indices.keys());
  const end = remainder === 'drop' ? order.length - (order.length % batch) : order.length;
  for (let number = start; number * batch < end; number++) {
    // Each batch has its own random stream, so a pass that begins in the middle augments like one
    // that began at its start.
    const moves = augment && { ...augment, rng: augment.rng.fork(number) };
    const positions = order.subarray(number * batch, (number + 1) * batch);
    yield fill(store, set, indices, positions, { ...options, augment: moves });
  }
}

/** The images of `indices` without augmentation, as one batch of exactly that size. */
export function gather(store: ImageStore, set: SheetSet, indices: Uint32Array): Batch {
  const positions = Uint32Array.from(indices.keys());
  return fill(store, set, indices, positions, { batch: indices.length, augment: null });
}

/**
 * The labels of these images of the set `train`, permuted among themselves: class counts stay the
 * same, and nothing is left to learn (negative control). For `BatchOptions.labels` with the same
 * `indices`.
 */
export function shuffledLabels(store: ImageStore, indices: Uint32Array, rng: Rng): Uint8Array {
  return rng.shuffle(Uint8Array.from(indices, (index) => store.label('train', index)));
}
