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
import { judge } from './evaluate';
import type { ModeFigures, ModesReport } from './logs';
import type { Cursor } from './run';

/** Images of each part: the accuracy of so many is known to ± 2 %, one standard error. */
const sampleImages = 640;

/** Whole batches of the sample. */
export const sampleBatches = (experiment: Experiment): number =>
  Math.min(Math.ceil(sampleImages / experiment.batch), stepsPerEpoch(experiment));

/** Adds up what batches say. */
class Mean {
  private images = 0;
  private loss = 0;
  private right = 0;

  /** Reads the verdict of a batch, and disposes it. */
  async add(verdict: tf.Tensor2D, { count, labels }: Batch): Promise<void> {
    const values = await verdict.data();
    verdict.dispose();
    const columns = verdict.shape[1];
    for (let i = 0; i < count; i++) {
      this.loss += values[i * columns + columns - 2] ?? Number.NaN;
      this.right += Number(values[i * columns + columns - 1] === labels[i]);
    }
    this.images += count;
  }

  get figures(): ModeFigures {
    return { images: this.images, loss: this.loss / this.images, acc: this.right / this.images };
  }
}

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
  if (most === 0) return;
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
 * The first batches of the cursor's last epoch, as training took them (shuffled, augmented, with the labels that it was given), in training mode; the same images as
 * they are in inference mode; as many validation images. Yields the images done so far, returns the figures. Changes no weight.
 */
export async function* compareModes(
  model: Model,
  experiment: Experiment,
  data: TrainingData,
  cursor: Pick<Cursor, 'epochs'>,
): AsyncGenerator<number, ModesReport, void> {
  const { scale } = experiment;
  const count = sampleBatches(experiment);
  const [training, inference, val] = [new Mean(), new Mean(), new Mean()];
  let done = 0;
  for await (const batch of firstOf(data.train(Math.max(cursor.epochs, 1), 0), count)) {
    await training.add(judgeInTraining(model, batch, scale), batch);
    const still = { ...batch, moves: null };
    await inference.add(judge(model, still, scale), still);
    done += 2 * batch.count;
    yield done;
  }
  for await (const batch of firstOf(data.val(), count)) {
    await val.add(judge(model, batch, scale), batch);
    done += batch.count;
    yield done;
  }
  return { training: training.figures, inference: inference.figures, val: val.figures };
}
