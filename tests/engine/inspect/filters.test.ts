import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { filters } from '../../../src/engine/inspect';
import { buildModel, trainableVariables } from '../../../src/model/build';
import type { NetworkSpec } from '../../../src/network';
import { onTrainingBackends } from '../../helpers/backends';

/** AlexNet's first layer: large enough that tfjs does not compute it on the CPU. */
const network: NetworkSpec = {
  id: 'alexnet',
  citation: '',
  input: [11, 11, 3],
  layers: [
    {
      kind: 'conv2d',
      name: 'conv2d',
      filters: 96,
      kernel: 11,
      stride: 4,
      padding: 'valid',
      activation: 'relu',
      groups: 1,
    }, // [B, 1, 1, 96]
  ],
};

onTrainingBackends('filters', (use) => {
  it('can be read while a training step gives the kernel other values', async () => {
    await use();
    const model = buildModel(network, 1);
    const kernel = trainableVariables(model).get('conv2d/kernel');
    if (!kernel) throw new Error('no kernel');
    // As after a step: the values are on the device alone.
    tf.tidy(() => kernel.assign(tf.mul(kernel, 2)));
    const before = tf.memory().numTensors;
    const reading = filters(model, 'now', null);
    tf.tidy(() => kernel.assign(tf.zeros(kernel.shape)));
    const shown = await reading;
    expect(shown).toMatchObject({ layer: 'conv2d', count: 96, side: 11 });
    expect(Math.max(...(shown?.pixels ?? []))).toBe(255);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('are shown as they were before the first step, and by how much they changed', async () => {
    await use();
    const model = buildModel(network, 5);
    const start = await filters(model, 'now', 5);
    const kernel = trainableVariables(model).get('conv2d/kernel');
    if (!kernel || !start) throw new Error('no kernel');
    const unchanged = await filters(model, 'change', 5);
    expect(unchanged?.extent).toBe(0);
    expect(unchanged?.pixels.every((value) => value === 128)).toBe(true);
    tf.tidy(() => kernel.assign(tf.mul(kernel, 1.5)));
    expect(await filters(model, 'start', 5)).toEqual(start);
    // Another seed's weights are others, and of a file's nobody knows what they were.
    expect(await filters(model, 'start', 6)).not.toEqual(start);
    expect([await filters(model, 'start', null), await filters(model, 'change', null)]).toEqual([null, null]);
    // Half of what they were, on a scale of its own: the same picture.
    const change = await filters(model, 'change', 5);
    expect(change?.extent).toBeCloseTo(start.extent / 2, 5);
    const far = start.pixels.filter((value, i) => Math.abs(value - (change?.pixels[i] ?? 0)) > 1);
    expect(far).toHaveLength(0);
    model.dispose();
  });
});
