/**
 * The same images in training mode and in inference mode, with the same weights: what dropout and batch statistics do to the training accuracy that a log prints.
 * Engine side; no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { stepsPerEpoch, type Experiment } from '../experiment/schema';
import type { Batch } from '../dataset/batches';
import { copyOf } from '../kernels/update';
import type { Model } from '../model/build';
import type { TrainingData } from './data';
import { evaluate, judge, readVerdict } from './evaluate';
import type { ModesReport } from './logs';
import { dropoutSeed, type Cursor } from './run';
import { figuresOf, verdictsFor } from './verdicts';

/** Images of each part: the accuracy of so many is known to ± 2 %, one standard error. */
const sampleImages = 640;

/** Whole batches of the sample. */
const sampleBatches = (experiment: Experiment): number =>
  Math.min(Math.ceil(sampleImages / experiment.batch), stepsPerEpoch(experiment));

/** In training mode; moving averages are afterwards what they were. [B, 12] as `judge`. */
function judgeInTraining(model: Model, batch: Batch, scale: Experiment['scale']): tf.Tensor2D {
  const moving = model.net.nonTrainableWeights.map((weight) => weight.read() as tf.Variable);
  // Copies: our kernels write in place.
  const kept = moving.map((variable) => copyOf(variable));
  try {
    return judge(model, batch, scale, true);
  } finally {
    moving.forEach((variable, i) => variable.assign(kept[i] ?? variable));
    tf.dispose(kept);
  }
}

async function* firstOf<T>(batches: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  let taken = 0;
  for await (const batch of batches) {
    yield batch;
    if (++taken === most) return;
  }
}

/** Images that `compareModes` will have gone over: those of the training sample count twice. */
export const modesImages = (experiment: Experiment, data: Pick<TrainingData, 'valImages'>): number => {
  const sample = sampleBatches(experiment) * experiment.batch;
  return 2 * sample + Math.min(sample, data.valImages);
};

/**
 * The first batches of the cursor's last epoch, as training took them (shuffled, augmented, with the labels that it was given), in training mode; the same
 * images as they are in inference mode; as many validation images. The dropout masks are those of the epoch to come: to the last ones the weights have just been fitted. Yields the images done so far, returns the figures. Changes no weight.
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
  const [training, inference] = [verdictsFor(batches * size), verdictsFor(batches * size)];
  model.clock.seed = dropoutSeed(experiment);
  let taken = 0;
  for await (const batch of firstOf(data.train(epoch, 0), batches)) {
    model.clock.step = epoch * stepsPerEpoch(experiment) + taken;
    await readVerdict(judgeInTraining(model, batch, scale), batch, training, taken * size);
    const still = { ...batch, moves: null };
    await readVerdict(judge(model, still, scale), still, inference, taken * size);
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
