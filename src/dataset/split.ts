/**
 * Decides which images are for training, validation and test, by seed. Pure; knows the manifest,
 * neither pixels nor network.
 *
 * The split is drawn by sheet. CIFAR-10's order inside its files is random already ("The training
 * batches contain the remaining images in random order",
 * https://www.cs.toronto.edu/~kriz/cifar.html), so whole sheets drawn at random are a random sample
 * of the images, and a small experiment needs few of them: train=2000, val=500, test=500 downloads
 * 4 of 60 sheets.
 *
 * The sheets are put in random order, and so are the images of each. In the resulting sequence,
 * train is the first `train` images and val the last `val`: they can share at most one sheet, and
 * never an image. A smaller train with the same seed is a part of a larger one.
 *
 * With `leak` they overlap on purpose: the first validation images replace the last images of
 * train, so that an epoch has as many steps as without.
 */
import { leakedImages, type Experiment } from '../experiment/schema';
import { Rng } from '../lib/rng';
import { imagesOf, sheetsOf, type Manifest, type SheetEntry, type SheetSet } from './manifest';

export interface SplitPlan {
  readonly seed: number;
  /** Indices into the set `train`. */
  readonly train: Uint32Array;
  readonly val: Uint32Array;
  /** Indices into the set `test`. */
  readonly test: Uint32Array;
  /** Sheets that are needed: those of train first, then val's, then test's; each once. */
  readonly files: readonly string[];
}

/** The part of an experiment that decides the split. */
export type SplitSizes = Pick<Experiment, 'train' | 'val' | 'test' | 'seed'> &
  Partial<Pick<Experiment, 'leak'>>;

interface Drawn {
  readonly indices: Uint32Array;
  readonly files: readonly string[];
}

/** The first `size` images of the sequence. Draws no more sheets than it needs. */
function draw(order: readonly SheetEntry[], size: number, within: (sheet: SheetEntry) => Uint32Array): Drawn {
  const indices = new Uint32Array(size);
  const files: string[] = [];
  let filled = 0;
  for (const sheet of order) {
    if (filled === size) break;
    const taken = within(sheet).subarray(0, size - filled);
    taken.forEach((offset, i) => (indices[filled + i] = sheet.first + offset));
    filled += taken.length;
    files.push(sheet.file);
  }
  return { indices, files };
}

function requireImages(manifest: Manifest, set: SheetSet, name: string, needed: number): void {
  const available = imagesOf(manifest, set);
  if (!Number.isInteger(needed) || needed < 0 || needed > available) {
    throw new RangeError(`Split: ${name} is ${needed}, but the set "${set}" has ${available} images`);
  }
}

/**
 * Draws the split of an experiment. The same sizes, seed and manifest always give the same plan.
 * Throws a RangeError if the manifest has fewer images than asked for.
 */
export function planSplit(sizes: SplitSizes, manifest: Manifest): SplitPlan {
  requireImages(manifest, 'train', 'train + val', sizes.train + sizes.val);
  requireImages(manifest, 'test', 'test', sizes.test);
  const rng = Rng.of(sizes.seed).fork('split');
  const shuffled = (set: SheetSet): SheetEntry[] => {
    const sheets = sheetsOf(manifest, set);
    return [...rng.fork(set).permutation(sheets.length)].flatMap((i) => sheets[i] ?? []);
  };
  const within = (sheet: SheetEntry): Uint32Array => rng.fork(sheet.file).permutation(sheet.count);

  const order = shuffled('train');
  const train = draw(order, sizes.train, within);
  const val = draw(order.toReversed(), sizes.val, (sheet) => within(sheet).toReversed());
  const test = draw(shuffled('test'), sizes.test, within);
  const leaked = val.indices.subarray(0, leakedImages(sizes));
  train.indices.set(leaked, sizes.train - leaked.length);
  return {
    seed: sizes.seed,
    train: train.indices,
    val: val.indices,
    test: test.indices,
    files: [...new Set([...train.files, ...val.files, ...test.files])],
  };
}
