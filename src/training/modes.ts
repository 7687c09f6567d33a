/**
 * Evaluates the same images in training mode and in inference mode, with the same weights, to show
 * how dropout and batch statistics change the training accuracy that a log prints. Engine side;
 * uses no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { stepsPerEpoch, type Experiment } from '../experiment/schema';
import type { Batch } from '../dataset/batches';
import { copyOf } from '../kernels/update';
import type { Model } from '../model/build';
import type { TrainingData } from './data';
import { evaluate, predictBatch, readPredictions } from './evaluate';
import type { ModesReport } from '../protocol/evaluation';
import { dropoutSeed, type Cursor } from './run';
import { figuresOf, emptyPredictions } from './predictions';

/** Images in each part: with this many, the accuracy is known to ± 2 %, one standard error. */
const sampleImages = 640;

/** Number of whole batches in the sample. */
const sampleBatches = (experiment: Experiment): number =>
  Math.min(Math.ceil(sampleImages / experiment.batch), stepsPerEpoch(experiment));

/** Predicts in training mode, then restores the moving averages. [B, 12] like `predictBatch`. */
function predictInTrainingMode(model: Model, batch: Batch, scale: Experiment['scale']): tf.Tensor2D {
  const moving = model.net.nonTrainableWeights.map((weight) => weight.read() as tf.Variable);
  // Copies: our kernels write in place.
  const kept = moving.map((variable) => copyOf(variable));
  try {
    return predictBatch(model, batch, scale, 'training');
  } finally {
    moving.forEach((variable, i) => variable.assign(kept[i] ?? variable));
    tf.dispose(kept);
  }
}

async function* firstOf<T>(batches: AsyncIterable<T>, maxBatches: number): AsyncGenerator<T> {
  let taken = 0;
  for await (const batch of batches) {
    yield batch;
    if (++taken === maxBatches) return;
  }
}

/** Number of images that `compareModes` processes: those of the training sample count twice. */
export const modesImages = (experiment: Experiment, data: Pick<TrainingData, 'valImages'>): number => {
  const sample = sampleBatches(experiment) * experiment.batch;
  return 2 * sample + Math.min(sample, data.valImages);
};

/**
 * Evaluates the first batches of the cursor's last epoch as they were trained on (shuffled,
 * augmented, with the labels used), in training mode; then the same images, not augmented, in
 * inference mode; then as many validation images. The dropout masks are those of the next epoch,
 * because the weights have just been fitted to the last ones. Yields the images done so far,
 * returns the figures. Changes no weight.
 */
export async function* compareModes(
  model: Model,
  experiment: Experiment,
  data: TrainingData,
  cursor: Pick<Cursor, 'epochs'>,
): AsyncGenerator<number, ModesReport, void> {
  const { scale, batch: size } = experiment;
  const batches = sampleBatches(experiment);
  const epoch = Math.max(cursor.epochs, 1);
  const training = emptyPredictions(batches * size);
  const inference = emptyPredictions(batches * size);
  model.clock.seed = dropoutSeed(experiment);
  let taken = 0;
  for await (const batch of firstOf(data.train(epoch, 0), batches)) {
    model.clock.step = epoch * stepsPerEpoch(experiment) + taken;
    await readPredictions(predictInTrainingMode(model, batch, scale), batch, training, taken * size);
    const still = { ...batch, moves: null };
    await readPredictions(predictBatch(model, still, scale), still, inference, taken * size);
    taken++;
    yield 2 * taken * size;
  }
  const images = Math.min(batches * size, data.valImages);
  const pass = evaluate(model, firstOf(data.val(), batches), images, scale);
  for (;;) {
    const next = await pass.next();
    if (next.done)
      return { training: figuresOf(training), inference: figuresOf(inference), val: figuresOf(next.value) };
    yield 2 * taken * size + next.value;
  }
}
