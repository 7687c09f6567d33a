/**
 * One training step: forward, loss, gradients, update. Engine side; uses no worker globals and
 * reads nothing back.
 */
import * as tf from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '../kernels/loss';
import { logits, trainableVariables, type Model } from '../model/build';
import type { Optimizer } from './optimizer';

/**
 * Preprocessed images [B, H, W, C] float32 and their classes [B]. The step does not dispose them.
 */
export interface StepInput {
  readonly images: tf.Tensor4D;
  readonly labels: Uint8Array;
}

/** Classes [B] int32. */
export const labelTensor = (labels: Uint8Array): tf.Tensor1D => tf.tensor1d(Int32Array.from(labels), 'int32');

/**
 * Updates the model once and returns [2] float32 on the device: mean cross-entropy in nats, and the
 * number of correctly classified images. The caller reads and disposes it. `clock.step` must be the
 * step's number: it decides the dropout masks. A loss that is not finite changes no weight, so that
 * its cause can be found; moving statistics have already changed by then.
 */
export function trainStep(
  model: Model,
  { images, labels }: StepInput,
  optimizer: Optimizer,
  learningRate: number,
): tf.Tensor1D {
  const variables = trainableVariables(model);
  const targets = labelTensor(labels); // [B]
  let counted: tf.Tensor1D | null = null;
  const { value, grads } = tf.variableGrads(() => {
    const { loss, stats } = softmaxCrossEntropy(logits(model, images, 'training'), targets);
    counted = tf.keep(stats); // [2]
    return loss;
  }, [...variables.values()]);
  optimizer.apply(variables, grads, learningRate, value);
  tf.dispose([targets, value]);
  const stats: tf.Tensor1D | null = counted;
  if (!stats) throw new Error('The loss was not computed');
  return stats;
}
