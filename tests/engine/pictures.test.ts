import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { filters } from '../../src/engine/pictures';
import { trainableVariables } from '../../src/model/build';
import { onEveryBackend } from '../helpers/backends';
import { disposeTrainer, makeTrainer, small } from '../helpers/runs';

onEveryBackend('filters', (use) => {
  it('can be read while a training step gives the kernel other values', async () => {
    await use();
    const trainer = makeTrainer(small);
    const kernel = trainableVariables(trainer.model).get('conv2d/kernel');
    if (!kernel) throw new Error('no kernel');
    // On the device, as after a step.
    tf.tidy(() => kernel.assign(tf.mul(kernel, 2)));
    const before = tf.memory().numTensors;
    const reading = filters(trainer.model);
    tf.tidy(() => kernel.assign(tf.zeros(kernel.shape)));
    const shown = await reading;
    expect(shown).toMatchObject({ layer: 'conv2d', count: 8, side: 5 });
    expect(Math.max(...(shown?.pixels ?? []))).toBeGreaterThan(200);
    expect(tf.memory().numTensors).toBe(before);
    disposeTrainer(trainer);
  });
});
