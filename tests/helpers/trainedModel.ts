/** Small real models on the CPU backend after a few steps, and how they are read for an export. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { ExportedModel } from '../../src/formats/export';
import { deviceReader } from '../../src/storage/tensors';
import type { TrainState } from '../../src/engine/core/trainState';
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
export const imagesFor = ({ model }: Pick<TrainState, 'model'>, images: number): tf.Tensor4D => {
  const [height, width, channels] = model.network.input;
  return tf.tensor4d(pixels(images * height * width * channels), [images, height, width, channels]);
};

/** A trainer that has taken `steps` steps with Adam on two images. The caller discards it. */
export async function trained(network: NetworkSpec, steps: number): Promise<TrainState> {
  await useCpuEngine();
  const experiment: Experiment = { ...small, model: network.id, batch: 2 };
  const trainState = { ...makeTrainer(experiment, network), experiment, initialSeed: experiment.seed };
  const images = imagesFor(trainState, 2);
  for (let step = 1; step <= steps; step++)
    trainStep(
      trainState.model,
      { images, labels: Uint8Array.of(3, 8) },
      trainState.optimizer,
      small.lr,
    ).dispose();
  images.dispose();
  return trainState;
}

/** What an export is given of it. */
export const exportedOf = (trainState: TrainState): ExportedModel => ({
  network: trainState.model.network,
  experiment: trainState.experiment,
  learningRate: trainState.experiment.lr,
  iterations: trainState.optimizer.iterations,
  read: deviceReader(trainState, () => {}),
});

/** Probabilities of `pixels`, image by image. */
export async function probabilitiesOf(trainState: TrainState, images: number): Promise<number[]> {
  const result = tf.tidy(() =>
    tf.softmax(logits(trainState.model, imagesFor(trainState, images), 'inference')),
  );
  const values = await result.data();
  result.dispose();
  return [...values];
}
