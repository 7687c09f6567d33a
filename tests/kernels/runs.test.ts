import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { families, useKernels } from '../../src/kernels/register';
import { sampleRuns } from '../../src/kernels/runs';
import { sgdUpdate } from '../../src/kernels/update';
import { onEveryBackend } from '../helpers/backends';

onEveryBackend('A sample of a tensor', (use, name) => {
  const begin = async (): Promise<void> => {
    await use();
    if (name === 'webgpu') useKernels(families.map(({ id }) => id));
  };
  const count = (size: number) => tf.tensor1d(Float32Array.from({ length: size }, (_, i) => i));

  it('is 64 runs, evenly spread, of a large one', async () => {
    await begin();
    const x = count(1_003);
    const tensors = tf.memory().numTensors;
    const sample = sampleRuns(tf.reshape(x, [17, 59]), 130);
    // 1003 / 64 elements from run to run, 130 / 64 in each.
    const wanted = Array.from({ length: 64 }, (_, i) => [i * 15, i * 15 + 1]).flat();
    expect([...(await sample.data())]).toEqual(wanted);
    tf.dispose(sample);
    expect(tf.memory().numTensors).toBe(tensors + 1);
  });

  it('is all of a small one, by value', async () => {
    await begin();
    const w = tf.variable(count(64));
    const sample = sampleRuns(w, 64);
    sgdUpdate(w, tf.ones([64]), 1);
    expect([...(await sample.data())].slice(0, 3)).toEqual([0, 1, 2]);
    expect([...(await w.data())].slice(0, 3)).toEqual([-1, 0, 1]);
    expect(() => sampleRuns(w, 63)).toThrow('63');
  });
});
