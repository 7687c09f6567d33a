/**
 * The three parts of the split as streams of batches, each a function of (seed, epoch, step).
 * Engine side; no tensors.
 */
import type { Experiment } from '../experiment/schema';
import { batches, shuffledLabels, type Batch } from '../dataset/batches';
import type { ImageStore } from '../dataset/imageStore';
import type { SplitPlan } from '../dataset/split';
import { Rng } from '../lib/rng';

/** The data that `train` needs. */
export interface TrainingData {
  /**
   * Whole batches of one epoch (from 1), shuffled and augmented, from batch `start` on: every call
   * gives the same batches.
   */
  train(epoch: number, start: number): AsyncIterable<Batch>;
  /** The validation images in order, the last batch padded. */
  val(): AsyncIterable<Batch>;
  readonly valImages: number;
}

/**
 * The labels that an experiment trains with, in the order of `plan.train`; undefined if they are
 * the actual ones.
 */
export const trainingLabels = (
  store: ImageStore,
  plan: SplitPlan,
  { labels, seed }: Pick<Experiment, 'labels' | 'seed'>,
): Uint8Array | undefined =>
  labels === 'shuffled' ? shuffledLabels(store, plan.train, Rng.of(seed).fork('labels')) : undefined;

/** The experiment's data. Its images must be in the store. */
export function trainingData(store: ImageStore, plan: SplitPlan, experiment: Experiment): TrainingData {
  const { batch, seed, flip, shift } = experiment;
  const root = Rng.of(seed);
  const labels = trainingLabels(store, plan, experiment);
  return {
    train: (epoch, start) => {
      const augment = flip || shift > 0 ? { flip, shift, rng: root.fork('augment').fork(epoch) } : null;
      const shuffle = root.fork('shuffle').fork(epoch);
      return batches(store, 'train', plan.train, {
        batch,
        shuffle,
        augment,
        remainder: 'drop',
        start,
        ...(labels && { labels }),
      });
    },
    val: () => batches(store, 'train', plan.val, { batch, shuffle: null, augment: null, remainder: 'pad' }),
    valImages: plan.val.length,
  };
}
