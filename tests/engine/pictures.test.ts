import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { filters } from '../../src/engine/pictures';
import { buildModel, trainableVariables } from '../../src/model/build';
import type { NetworkSpec } from '../../src/network';
import { onEveryBackend } from '../helpers/backends';

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

onEveryBackend('filters', (use) => {
  it('can be read while a training step gives the kernel other values', async () => {
    await use();
    const model = buildModel(network, 1);
    const kernel = trainableVariables(model).get('conv2d/kernel');
    if (!kernel) throw new Error('no kernel');
    // As after a step: the values are on the device alone.
    tf.tidy(() => kernel.assign(tf.mul(kernel, 2)));
    const before = tf.memory().numTensors;
    const reading = filters(model);
    tf.tidy(() => kernel.assign(tf.zeros(kernel.shape)));
    const shown = await reading;
    expect(shown).toMatchObject({ layer: 'conv2d', count: 96, side: 11 });
    expect(Math.max(...(shown?.pixels ?? []))).toBe(255);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});
