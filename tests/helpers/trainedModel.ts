/** Small real models on the CPU backend after a few steps, and how they are read for an export. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { ExportedModel } from '../../src/checkpoint/export';
import { deviceReader } from '../../src/checkpoint/tensors';
import type { Held } from '../../src/engine/held';
import type { Experiment } from '../../src/experiment/schema';
import { logits } from '../../src/model/build';
import type { NetworkSpec } from '../../src/network';
import { trainStep } from '../../src/training/step';
import { makeTrainer, small } from './runs';
import { useCpuEngine } from './cpuEngine';

/** So many values in [0, 1): row-major, each from its place. */
export const pixels = (count: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, (_, i) => (Math.imul(i + 1, 2_654_435_761) >>> 8) * 2 ** -24);

/** `pixels` as images of the network's size. */
export const imagesFor = ({ model }: Pick<Held, 'model'>, images: number): tf.Tensor4D => {
  const [height, width, channels] = model.network.input;
  return tf.tensor4d(pixels(images * height * width * channels), [images, height, width, channels]);
};

/** A trainer that has taken `steps` steps with Adam on two images. The caller discards it. */
export async function trained(network: NetworkSpec, steps: number): Promise<Held> {
  await useCpuEngine();
  const experiment: Experiment = { ...small, model: network.id, batch: 2 };
  const held = { ...makeTrainer(experiment, network), experiment, initialSeed: experiment.seed };
  const images = imagesFor(held, 2);
  for (let step = 1; step <= steps; step++)
    trainStep(held.model, { images, labels: Uint8Array.of(3, 8) }, held.optimizer, small.lr).dispose();
  images.dispose();
  return held;
}

/** What an export is given of it. */
export const exportedOf = (held: Held): ExportedModel => ({
  network: held.model.network,
  experiment: held.experiment,
  learningRate: held.experiment.lr,
  iterations: held.optimizer.iterations,
  read: deviceReader(held, () => {}),
});

/** Probabilities of `pixels`, image by image. */
export async function probabilitiesOf(held: Held, images: number): Promise<number[]> {
  const result = tf.tidy(() => tf.softmax(logits(held.model, imagesFor(held, images), false)));
  const values = await result.data();
  result.dispose();
  return [...values];
}
