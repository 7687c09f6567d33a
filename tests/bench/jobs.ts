/**
 * What is raced: networks, batch sizes, and who runs each. The same images, labels and initial
 * weights for all.
 */
import { defaultExperiment } from '../../src/experiment/schema';
import { Rng } from '../../src/lib/rng';
import { glorotUniform } from '../../src/model/initialize';
import { classCount, imageBytes } from '../../src/lib/cifar10';
import type { NamedLayer, NetworkSpec } from '../../src/network';
import { networkFor } from '../../src/network';

/** `ours1`: ours on one thread, on the CPU alone. */
export const contestantIds = ['ours', 'ours1', 'stock', 'jaxjs'] as const;
export type ContestantId = (typeof contestantIds)[number];
export const jobIds = ['lenet5', 'alexnet67', 'alexnet67-plain', 'alexnet227'] as const;
export type JobId = (typeof jobIds)[number];

export interface Job {
  readonly id: JobId;
  /** Images in a step. */
  readonly batch: number;
  /** The same with `--quick`. */
  readonly quickBatch: number;
  readonly learningRate: number;
  readonly contestants: readonly ContestantId[];
  /** `dropout`: the rate of the network's dropout layers. */
  readonly network: (dropout: number) => NetworkSpec;
}

/**
 * A network without the layers of these kinds; the others keep their names, hence their initial
 * weights.
 */
const without = (network: NetworkSpec, kinds: readonly NamedLayer['kind'][]): NetworkSpec => ({
  ...network,
  layers: network.layers.filter(({ kind }) => !kinds.includes(kind)),
});

const small = (dropout: number): NetworkSpec =>
  networkFor({ ...defaultExperiment, model: 'alexnet-small', dropout });

/**
 * `alexnet67-plain` is what jax-js runs too: it has no batch normalisation that keeps moving
 * averages, and no dropout.
 */
export const jobs: Readonly<Record<JobId, Job>> = {
  lenet5: {
    id: 'lenet5',
    batch: 64,
    quickBatch: 64,
    learningRate: 1e-3,
    contestants: ['ours', 'stock', 'jaxjs'],
    network: (dropout) => networkFor({ ...defaultExperiment, model: 'lenet5', dropout }),
  },
  alexnet67: {
    id: 'alexnet67',
    batch: 32,
    quickBatch: 8,
    learningRate: 1e-4,
    contestants: ['ours', 'stock'],
    network: small,
  },
  'alexnet67-plain': {
    id: 'alexnet67-plain',
    batch: 16,
    quickBatch: 16,
    learningRate: 1e-4,
    contestants: ['ours', 'stock', 'jaxjs'],
    network: () => without(small(0), ['batch-norm', 'dropout']),
  },
  alexnet227: {
    id: 'alexnet227',
    batch: 8,
    quickBatch: 4,
    learningRate: 1e-4,
    contestants: ['ours', 'stock'],
    network: (dropout) => networkFor({ ...defaultExperiment, dropout }),
  },
};

/**
 * Who runs a job on the CPU: ours with its threads and with one; tfjs's CPU backend takes minutes
 * for a step of an AlexNet.
 */
export const contestantsOnCpu = ({ id, contestants }: Job, stock: boolean): ContestantId[] => [
  'ours',
  'ours1',
  ...(stock || id === 'lenet5' ? ['stock' as const] : []),
  ...contestants.filter((contestant) => contestant === 'jaxjs'),
];

/** Of the initial weights, the images and the labels. */
export const seed = 7;

/** A layer's initial kernel: what `buildModel(network, seed)` gives to the layer of that name. */
export const initialKernel = (layer: string, shape: readonly number[]): Float32Array =>
  glorotUniform(shape, Rng.of(seed).fork('weights').fork(layer));

/**
 * One batch: `images` [B, H, W, C] in [0, 1), `labels` [B]; `pixels` [B, 32, 32, 3], another batch
 * as it comes from the data set.
 */
export interface Batch {
  readonly images: Float32Array;
  readonly shape: [number, number, number, number];
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

/** The batch that all contestants train on, over and over. */
export function batchFor({ input }: NetworkSpec, size: number): Batch {
  const rng = Rng.of(seed).fork('batch');
  const [height, width, channels] = input;
  return {
    images: Float32Array.from({ length: size * height * width * channels }, () => rng.uniform()),
    shape: [size, height, width, channels],
    labels: Uint8Array.from({ length: size }, () => rng.int(classCount)),
    pixels: Uint8Array.from({ length: size * imageBytes }, () => rng.int(256)),
  };
}

/** [B, 10] with a one at each label. */
export function oneHotRows(labels: Uint8Array): Float32Array {
  const rows = new Float32Array(labels.length * classCount);
  labels.forEach((label, row) => {
    rows[row * classCount + label] = 1;
  });
  return rows;
}
