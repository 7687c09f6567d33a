/**
 * Images by index become batches of bytes, in an order and with moves (augmentation) that a seed decides. No tensor is made here.
 * Knows the store, not the split or the experiment. Engine side; no worker globals.
 */
import { packMove, stillMove } from '../lib/move';
import type { Rng } from '../lib/rng';
import { drawMove, type AugmentOptions } from './augment';
import { imageBytes } from './cifar10';
import type { ImageStore } from './imageStore';
import type { SheetSet } from './manifest';

export interface Batch {
  /** [size, 32, 32, 3], as they are stored, zeros where it is padding. */
  readonly pixels: Uint8Array;
  /** [size], classes 0–9, 0 where it is padding. */
  readonly labels: Uint8Array;
  /** [size], what augmentation does to each image, a word of `packMove`; null without augmentation. */
  readonly moves: Uint32Array | null;
  /** Real images, 1 … size. They come first. */
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
  /** What becomes of the images that do not fill a batch: left out, or a last batch that is filled up with zeros. */
  readonly remainder: 'drop' | 'pad';
  /** Labels to use instead of the actual ones: `labels[k]` belongs to `indices[k]`. */
  readonly labels?: Uint8Array;
  /** Whole batches to leave out at the beginning, to go on in the middle of a pass; 0 unless told. */
  readonly start?: number;
}

/** Fills a batch with the images at `places` of `indices`. */
function fill(
  store: ImageStore,
  set: SheetSet,
  indices: Uint32Array,
  places: Uint32Array,
  options: Pick<BatchOptions, 'batch' | 'augment' | 'labels'>,
): Batch {
  const { batch, augment, labels: replaced } = options;
  const pixels = new Uint8Array(batch * imageBytes);
  const labels = new Uint8Array(batch);
  const moves = augment && new Uint32Array(batch).fill(stillMove);
  places.forEach((place, i) => {
    const index = indices[place] ?? 0;
    store.copyPixels(set, index, pixels, i * imageBytes);
    if (augment && moves) moves[i] = packMove(drawMove(augment, augment.rng));
    labels[i] = replaced ? (replaced[place] ?? 0) : store.label(set, index);
  });
  return { pixels, labels, moves, count: places.length, size: batch };
}

/**
 * One pass over `indices`, in whole batches. Each batch has arrays of its own: the consumer may keep or transfer them.
 * Throws a RangeError for a bad batch size or labels of another length, an Error if a sheet has not come.
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
    // A stream for each batch: a pass that begins in the middle augments as one that began at its start.
    const moves = augment && { ...augment, rng: augment.rng.fork(number) };
    const places = order.subarray(number * batch, (number + 1) * batch);
    yield fill(store, set, indices, places, { ...options, augment: moves });
  }
}

/** The images of `indices` as they are, as one batch of just that size. */
export function gather(store: ImageStore, set: SheetSet, indices: Uint32Array): Batch {
  const places = Uint32Array.from(indices.keys());
  return fill(store, set, indices, places, { batch: indices.length, augment: null });
}

/**
 * The labels of these images of the set `train`, permuted among themselves: class counts stay, and nothing is left to learn
 * (negative control). For `BatchOptions.labels` with the same `indices`.
 */
export function shuffledLabels(store: ImageStore, indices: Uint32Array, rng: Rng): Uint8Array {
  return rng.shuffle(Uint8Array.from(indices, (index) => store.label('train', index)));
}
