/**
 * Checks an adapter before training on it: one small forward and backward pass must agree with
 * tfjs's CPU backend. Otherwise zero gradients on a phone's GPU (tensorflow/tfjs#8590) or wrong
 * products (tfjs-backend-webgpu/src/matmul_splitK_webgpu.ts) would silently ruin the training. Runs
 * in the worker or in Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '../../kernels/loss';
import { relativeError } from '../../lib/numeric';
import { Rng } from '../../lib/rng';
import { buildModel, logits, trainableVariables } from '../../model/build';
import type { NetworkSpec } from '../../network';
import type { SelfCheck } from '../../protocol/device';

/**
 * Has every kind of layer that the four networks use, on a 13 × 13 image, and a dense layer with
 * the shape that split-K gets wrong.
 */
const probe: NetworkSpec = {
  id: 'alexnet',
  citation: '',
  input: [13, 13, 3],
  layers: [
    {
      kind: 'conv2d',
      name: 'conv',
      filters: 8,
      kernel: 3,
      stride: 2,
      padding: 'valid',
      activation: 'relu',
      groups: 1,
    }, // [B, 6, 6, 8]
    { kind: 'batch-norm', name: 'norm', momentum: 0.99, epsilon: 1e-3 },
    {
      kind: 'conv2d',
      name: 'towers',
      filters: 8,
      kernel: 3,
      stride: 1,
      padding: 'same',
      activation: 'relu',
      groups: 2,
    }, // [B, 6, 6, 8]
    { kind: 'lrn', name: 'lrn', depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75 },
    { kind: 'max-pool', name: 'pool', pool: 2, stride: 2, padding: 'valid' }, // [B, 3, 3, 8]
    { kind: 'flatten', name: 'flat' }, // [B, 72]
    { kind: 'dense', name: 'wide', units: 2048, activation: 'relu' }, // its input's gradient: (8, 2048, 72), transposed
    { kind: 'dropout', name: 'drop', rate: 0.5 },
    { kind: 'dense', name: 'out', units: 10, activation: 'softmax' },
  ],
};
const batch = 8;
const seed = 1;

/** Computes the loss, the logits and the gradient of every weight on the current backend. */
export async function probePass(): Promise<Map<string, Float32Array>> {
  const model = buildModel(probe, seed);
  const rng = Rng.of(seed).fork('probe');
  const pixels = Float32Array.from({ length: batch * 13 * 13 * 3 }, () => rng.uniform());
  const classes = Int32Array.from({ length: batch }, (_, i) => i % 10);
  const tensors = tf.tidy(() => {
    const images = tf.tensor4d(pixels, [batch, 13, 13, 3]);
    const labels = tf.tensor1d(classes, 'int32');
    const { value, grads } = tf.variableGrads(
      () => softmaxCrossEntropy(logits(model, images, 'training'), labels).loss,
      [...trainableVariables(model).values()],
    );
    const named = [...trainableVariables(model)].map(
      ([name, variable]) => [name, grads[variable.name]] as const,
    );
    return {
      loss: value,
      logits: logits(model, images, 'inference'),
      ...Object.fromEntries(named),
    };
  });
  const results = new Map<string, Float32Array>();
  for (const [name, tensor] of Object.entries(tensors))
    results.set(name, (await tensor.data()) as Float32Array);
  tf.dispose(tensors);
  model.dispose();
  return results;
}

/** Different summation orders in float32 stay well below this; a wrong kernel is near 1. */
export const tolerance = 2e-3;

/**
 * Runs the probe on the current backend and on `cpu`, then restores the current one. Rejects with
 * the reason of `signal` before it changes the backend: a GPU that answers too late must not
 * replace the one that has been chosen meanwhile.
 */
export async function selfCheck(signal?: AbortSignal): Promise<SelfCheck> {
  const began = performance.now();
  const backend = tf.getBackend();
  const here = await probePass();
  signal?.throwIfAborted();
  await tf.setBackend('cpu');
  const reference = await probePass();
  await tf.setBackend(backend);
  const errors = [...reference].map(([name, expected]) => ({
    name,
    relative: relativeError(here.get(name) ?? [], expected),
  }));
  const passed = errors.every(({ relative }) => relative <= tolerance);
  return { passed, errors, tolerance, seconds: (performance.now() - began) / 1000 };
}
