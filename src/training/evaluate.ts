/** Evaluates images in inference mode, and predicts a few. Engine side; uses no worker globals. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../dataset/batches';
import { classCount, imageSide } from '../lib/cifar10';
import { preprocess } from '../dataset/preprocess';
import type { Experiment } from '../experiment/schema';
import { oneHotRows } from '../kernels/loss';
import { logits, type Model, type Mode } from '../model/build';
import { labelTensor } from './step';
import { emptyPredictions, type Predictions } from './predictions';

type Scale = Experiment['scale'];

/** A batch's images in the form that the network takes, [B, side, side, 3] float32. */
export const networkInput = (model: Model, batch: Batch, scale: Scale): tf.Tensor4D =>
  preprocess(batch.pixels, batch.size, model.network.input[0] ?? imageSide, scale, batch.moves);

/**
 * Columns that are read back per image: ten probabilities, then its cross-entropy, then the
 * predicted class.
 */
const columns = classCount + 2;

/**
 * Computes, per image of a batch, softmax probabilities, cross-entropy in nats and predicted class:
 * [B, 12] float32 on the device. Training mode updates batch normalisation's averages.
 */
export function predictBatch(
  model: Model,
  batch: Batch,
  scale: Scale,
  mode: Mode = 'inference',
): tf.Tensor2D {
  return tf.tidy(() => {
    const scores = logits(model, networkInput(model, batch, scale), mode); // [B, 10]
    const logProbabilities = tf.logSoftmax(scores); // [B, 10]
    const targets = oneHotRows(labelTensor(batch.labels), classCount); // [B, 10]
    const losses = tf.neg(tf.sum(tf.mul(targets, logProbabilities), 1, true)); // [B, 1]
    const predicted = tf.expandDims(tf.cast(tf.argMax(scores, 1), 'float32'), 1); // [B, 1]
    return tf.concat([tf.exp(logProbabilities), losses, predicted], 1) as tf.Tensor2D; // [B, 12]
  });
}

/** Reads the softmax probabilities [count][10] of a batch's real images. */
export async function probabilities(model: Model, batch: Batch, scale: Scale): Promise<number[][]> {
  const output = tf.tidy(() => tf.softmax(logits(model, networkInput(model, batch, scale), 'inference'))); // [B, 10]
  const values = await output.data();
  output.dispose();
  return Array.from({ length: batch.count }, (_, i) => [
    ...values.subarray(i * classCount, (i + 1) * classCount),
  ]);
}

/**
 * Reads the output of `predictBatch` for a batch's real images into `predictions`, from `offset`
 * on, and disposes it.
 */
export async function readPredictions(
  outputs: tf.Tensor2D,
  { labels, count }: Batch,
  predictions: Predictions,
  offset: number,
): Promise<void> {
  const values = await outputs.data().finally(() => outputs.dispose());
  for (let i = 0; i < count; i++) {
    const row = i * columns;
    const at = offset + i;
    predictions.labels[at] = labels[i] ?? 0;
    predictions.probabilities.set(values.subarray(row, row + classCount), at * classCount);
    predictions.losses[at] = values[row + classCount] ?? Number.NaN;
    predictions.predicted[at] = values[row + classCount + 1] ?? 0;
  }
}

/**
 * Evaluates `images` images batch by batch; yields the number of images done so far and returns the
 * predictions. `return()` ends it early. Padding is not counted. Each batch's result is read before
 * the next begins: 12 floats per image, and the back-pressure that keeps the queue short. Throws a
 * RangeError if the batches contain another number of images.
 */
export async function* evaluate(
  model: Model,
  batches: AsyncIterable<Batch>,
  images: number,
  scale: Scale,
): AsyncGenerator<number, Predictions, void> {
  const predictions = emptyPredictions(images);
  let done = 0;
  for await (const batch of batches) {
    if (done + batch.count > images) throw new RangeError(`evaluate: there are more than ${images} images`);
    await readPredictions(predictBatch(model, batch, scale), batch, predictions, done);
    done += batch.count;
    yield done;
  }
  if (done !== images) throw new RangeError(`evaluate: there are ${done} images, not ${images}`);
  return predictions;
}
