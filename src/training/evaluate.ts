/** A pass over images in inference mode, and predictions for a few. Engine side; no worker globals. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../dataset/batches';
import { classCount, imageSide } from '../dataset/cifar10';
import { preprocess } from '../dataset/preprocess';
import type { Experiment } from '../experiment/schema';
import { oneHotRows } from '../kernels/loss';
import { logits, type Model } from '../model/build';
import { labelTensor } from './step';
import { verdictsFor, type Verdicts } from './verdicts';

type Scale = Experiment['scale'];

/** A batch's images as the network takes them, [B, side, side, 3] float32. */
export const networkInput = (model: Model, batch: Batch, scale: Scale): tf.Tensor4D =>
  preprocess(batch.pixels, batch.size, model.network.input[0] ?? imageSide, scale, batch.moves);

/** Columns of what is read back for an image: ten probabilities, then its cross-entropy, then the predicted class. */
const columns = classCount + 2;

/**
 * Per image of a batch: softmax probabilities, cross-entropy in nats, predicted class: [B, 12] float32 on the device. In inference mode unless `training`, which moves
 * batch normalisation's averages.
 */
export function judge(model: Model, batch: Batch, scale: Scale, training = false): tf.Tensor2D {
  return tf.tidy(() => {
    const scores = logits(model, networkInput(model, batch, scale), training); // [B, 10]
    const logShares = tf.logSoftmax(scores); // [B, 10]
    const targets = oneHotRows(labelTensor(batch.labels), classCount); // [B, 10]
    const losses = tf.neg(tf.sum(tf.mul(targets, logShares), 1, true)); // [B, 1]
    const predicted = tf.expandDims(tf.cast(tf.argMax(scores, 1), 'float32'), 1); // [B, 1]
    return tf.concat([tf.exp(logShares), losses, predicted], 1) as tf.Tensor2D; // [B, 12]
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

/** Reads what `judge` found of a batch's real images into `verdicts`, from `place` on; disposes it. */
export async function readVerdict(
  verdict: tf.Tensor2D,
  { labels, count }: Batch,
  verdicts: Verdicts,
  place: number,
): Promise<void> {
  const values = await verdict.data().finally(() => verdict.dispose());
  for (let i = 0; i < count; i++) {
    const [row, at] = [i * columns, place + i];
    verdicts.labels[at] = labels[i] ?? 0;
    verdicts.probabilities.set(values.subarray(row, row + classCount), at * classCount);
    verdicts.losses[at] = values[row + classCount] ?? Number.NaN;
    verdicts.predicted[at] = values[row + classCount + 1] ?? 0;
  }
}

/**
 * Evaluates `images` images batch by batch; yields the images done so far, returns what the model says of each. `return()` ends it early. Padding is
 * not counted. Each batch's result is read before the next is begun: 12 floats an image, and the back-pressure that keeps the queue short.
 * Throws a RangeError where the batches hold another number of images.
 */
export async function* evaluate(
  model: Model,
  batches: AsyncIterable<Batch>,
  images: number,
  scale: Scale,
): AsyncGenerator<number, Verdicts, void> {
  const verdicts = verdictsFor(images);
  let done = 0;
  for await (const batch of batches) {
    if (done + batch.count > images) throw new RangeError(`evaluate: there are more than ${images} images`);
    await readVerdict(judge(model, batch, scale), batch, verdicts, done);
    done += batch.count;
    yield done;
  }
  if (done !== images) throw new RangeError(`evaluate: there are ${done} images, not ${images}`);
  return verdicts;
}
