import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { families, useKernels } from '../../../src/kernels/register';
import { describeValues } from '../../../src/lib/distribution';
import { networkFor } from '../../../src/network';
import { buildModel, copyWeights, type Model } from '../../../src/model/build';
import { distributions } from '../../../src/training/inspect/distributions';
import { defaultExperiment } from '../../../src/experiment/schema';
import { onTrainingBackends, onWebGpu } from '../../helpers/backends';
import { tiny } from '../../helpers/runs';

const labels = Uint8Array.of(3, 1, 4);
const pictures = (): tf.Tensor4D =>
  tf.tensor4d(
    Float32Array.from({ length: 3 * 3072 }, (_, i) => Math.sin(i) ** 2),
    [3, 32, 32, 3],
  );

/**
 * Kills channel 2 of the convolution and units 0 and 5 of the dense layer; the others' biases keep
 * them alive.
 */
function kill(model: Model): void {
  const biases = { conv2d: { dead: [2], alive: 1 }, dense: { dead: [0, 5], alive: 1e4 } };
  for (const [name, { dead, alive }] of Object.entries(biases)) {
    const layer = model.net.getLayer(name);
    const [kernel, bias] = layer.getWeights();
    if (!kernel || !bias) throw new Error('no weights');
    const values = Array.from({ length: bias.size }, (_, i) => (dead.includes(i) ? -1e6 : alive));
    layer.setWeights([kernel, tf.tensor1d(values)]);
  }
}

onTrainingBackends('Distributions', (use) => {
  it('are of every layer; dead relus are counted; nothing is changed or left behind', async () => {
    await use();
    const model = buildModel(tiny, 1);
    kill(model);
    const images = pictures();
    const before = await Promise.all(copyWeights(model).map((tensor) => tensor.data()));
    const tensors = tf.memory().numTensors;
    const found = await distributions(model, images, labels);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(found.map(({ layer }) => layer)).toEqual([
      'conv2d',
      'batch_normalization',
      'max_pooling2d',
      'dense',
      'dense_1',
    ]);
    const of = (layer: string) => found.find((each) => each.layer === layer);
    expect(of('conv2d')?.dead).toEqual({ count: 1, of: 8 });
    expect(of('dense')?.dead).toEqual({ count: 2, of: 32 });
    expect([of('batch_normalization')?.dead, of('dense_1')?.dead]).toEqual([null, null]);
    expect(of('conv2d')?.activations).toMatchObject({
      size: 3 * 7 * 7 * 8,
      looked: 3 * 7 * 7 * 8,
      notFinite: 0,
      low: 0,
    });
    expect(of('batch_normalization')?.weights).toMatchObject({ size: 8, mean: 1, deviation: 0 });
    expect([of('max_pooling2d')?.weights, of('max_pooling2d')?.gradients]).toEqual([null, null]);
    const after = await Promise.all(copyWeights(model).map((tensor) => tensor.data()));
    expect(after).toEqual(before);
    model.dispose();
  });

  it('have the gradients of the mean loss: those of the last layer by hand', async () => {
    await use();
    const model = buildModel(tiny, 1);
    const images = pictures();
    const found = await distributions(model, images, labels);
    // dL/dW = hᵀ (p − y) / B.
    const wanted = tf.tidy(() => {
      const layers = model.net.layers.slice(1);
      const hidden = layers
        .slice(0, -1)
        .reduce((x: tf.Tensor, layer) => layer.apply(x, { training: false }) as tf.Tensor, images);
      const logits = layers.at(-1)!.apply(hidden) as tf.Tensor2D;
      const difference = tf.sub(tf.softmax(logits), tf.oneHot(tf.tensor1d([...labels], 'int32'), 10));
      return tf.div(tf.matMul(hidden as tf.Tensor2D, difference, true, false), 3);
    });
    const values = (await wanted.data()) as Float32Array;
    const gradient = found.at(-1)?.gradients;
    const right = describeValues(values, 320);
    expect(gradient).toMatchObject({ size: 320, looked: 320, notFinite: 0 });
    for (const figure of ['mean', 'deviation', 'low', 'high'] as const)
      expect(Math.abs((gradient?.[figure] ?? 1) - right[figure])).toBeLessThan(1e-5);
    expect(right.high).toBeGreaterThan(1e-3);
    model.dispose();
  });
});

onWebGpu('Distributions of AlexNet 2012', (use) => {
  it('are of a part of its first dense kernel, which no binding holds', { timeout: 300_000 }, async () => {
    await use();
    useKernels(families.map(({ id }) => id));
    const model = buildModel(networkFor({ ...defaultExperiment, model: 'alexnet2012' }), 1);
    const images = tf.randomUniform<tf.Rank.R4>([2, 227, 227, 3], 0, 1, 'float32', 1);
    const tensors = tf.memory().numTensors;
    const found = await distributions(model, images, Uint8Array.of(3, 1));
    expect(tf.memory().numTensors).toBe(tensors);
    const dense = found.find(({ layer }) => layer === 'dense');
    // glorot_uniform: limit / √3, the limit √(6 / (9216 + 4096)).
    const wanted = Math.sqrt(6 / (9216 + 4096) / 3);
    for (const of of [dense?.weights, dense?.gradients])
      expect(of).toMatchObject({ size: 37_748_736, looked: 32_768, notFinite: 0 });
    expect((dense?.weights?.deviation ?? 0) / wanted).toBeCloseTo(1, 1);
    expect(dense?.gradients?.deviation).toBeGreaterThan(0);
    expect(found.at(-1)?.activations.deviation).toBeGreaterThan(0);
    model.dispose();
  });
});
