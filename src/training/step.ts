/** One training step: forward, loss, gradients, update. Engine side; no worker globals; nothing is read back here. */
import * as tf from '@tensorflow/tfjs-core';
import { classCount } from '../dataset/cifar10';
import { logits, trainableVariables, type Model } from '../model/build';
import type { Optimizer } from './optimizer';

/** Preprocessed images [B, H, W, C] float32 and their classes [B]. The step does not dispose them. */
export interface StepInput {
  readonly images: tf.Tensor4D;
  readonly labels: Uint8Array;
}

/** One-hot classes [B, 10] float32. */
export const oneHot = (labels: Uint8Array): tf.Tensor2D =>
  tf.tidy(
    () =>
      tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classCount), 'float32') as tf.Tensor2D,
  );

/** How many rows of `scores` [B, 10] have their greatest value at the label: a scalar. */
const countRight = (scores: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar =>
  tf.sum<tf.Scalar>(tf.cast(tf.equal(tf.argMax(scores, 1), tf.argMax(targets, 1)), 'float32'));

/**
 * Updates the model once and returns [2] float32 on the device: mean cross-entropy in nats, rightly classified images.
 * The caller reads and disposes it. `clock.step` must be the step's number: it decides the dropout masks.
 */
export function trainStep(
  model: Model,
  { images, labels }: StepInput,
  optimizer: Optimizer,
  learningRate: number,
): tf.Tensor1D {
  const variables = trainableVariables(model);
  const targets = oneHot(labels); // [B, 10]
  let right: tf.Scalar | null = null;
  const { value, grads } = tf.variableGrads(() => {
    const scores = logits(model, images, true); // [B, 10]
    right = tf.keep(countRight(scores, targets));
    return tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(targets, scores);
  }, [...variables.values()]);
  optimizer.apply(variables, grads, learningRate);
  targets.dispose();
  const counted: tf.Tensor | null = right;
  if (!counted) throw new Error('The loss was not computed');
  const stats = tf.tidy(() => tf.stack([value, counted]) as tf.Tensor1D); // [2]
  tf.dispose([value, counted]);
  return stats;
}
