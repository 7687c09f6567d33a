/** A pass over images in inference mode, and predictions for a few. Engine side; no worker globals. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../dataset/batches';
import { classCount, imageSide } from '../dataset/cifar10';
import { preprocess } from '../dataset/preprocess';
import type { Experiment } from '../experiment/schema';
import { oneHotRows } from '../kernels/loss';
import { logits, type Model } from '../model/build';
import type { EvaluationReport } from './logs';
import { labelTensor } from './step';

type Scale = Experiment['scale'];

/** A batch's images as the network takes them, [B, side, side, 3] float32. */
export const networkInput = (model: Model, batch: Batch, scale: Scale): tf.Tensor4D =>
  preprocess(batch.pixels, batch.size, model.network.input[0] ?? imageSide, scale, batch.moves);

/** Per image of a batch: cross-entropy and predicted class, [2, B] float32 on the device. */
export function judge(model: Model, batch: Batch, scale: Scale): tf.Tensor2D {
  return tf.tidy(() => {
    const scores = logits(model, networkInput(model, batch, scale), false); // [B, 10]
    const targets = oneHotRows(labelTensor(batch.labels), classCount); // [B, 10]
    const losses = tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(scores)), 1)); // [B]
    return tf.stack([losses, tf.cast(tf.argMax(scores, 1), 'float32')]) as tf.Tensor2D; // [2, B]
  });
}

/** Softmax probabilities [count][10] of a batch's real images. */
export async function probabilities(model: Model, batch: Batch, scale: Scale): Promise<number[][]> {
  const output = tf.tidy(() => tf.softmax(logits(model, networkInput(model, batch, scale), false))); // [B, 10]
  const values = await output.data();
  output.dispose();
  return Array.from({ length: batch.count }, (_, i) => [
    ...values.subarray(i * classCount, (i + 1) * classCount),
  ]);
}

/**
 * Evaluates batch by batch; yields the images done so far, returns the report. `return()` ends it early. Padding is not counted.
 * Each batch's result is read before the next is begun: 2 floats an image, and the back-pressure that keeps the queue short.
 */
export async function* evaluate(
  model: Model,
  batches: AsyncIterable<Batch>,
  scale: Scale,
): AsyncGenerator<number, EvaluationReport, void> {
  const began = performance.now();
  const confusion = Array.from({ length: classCount }, () => Array.from({ length: classCount }, () => 0));
  let [images, lossSum, right] = [0, 0, 0];
  for await (const batch of batches) {
    const verdict = judge(model, batch, scale);
    const values = await verdict.data();
    verdict.dispose();
    for (let i = 0; i < batch.count; i++) {
      const [actual, predicted] = [batch.labels[i] ?? 0, values[batch.size + i] ?? 0];
      lossSum += values[i] ?? Number.NaN;
      right += Number(actual === predicted);
      const row = confusion[actual];
      if (row) row[predicted] = (row[predicted] ?? 0) + 1;
    }
    images += batch.count;
    yield images;
  }
  return {
    images,
    loss: lossSum / images,
    acc: right / images,
    confusion,
    seconds: (performance.now() - began) / 1000,
  };
}
