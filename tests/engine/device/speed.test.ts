import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { productRate, softwareRate } from '../../../src/engine/device/speed';

it('finds the CPU backend slow, and leaks nothing', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  // One product: this backend answers at once, and takes 0.7 s for each.
  const rate = await productRate(1);
  expect(rate).toBeGreaterThan(0);
  expect(rate).toBeLessThan(softwareRate);
  expect(tf.memory().numTensors).toBe(before);
});
