import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { notFinite } from '../../src/kernels/finite';
import * as gpu from '../../src/kernels/gpu';
import { onEveryBackend, onWebGpu } from '../helpers/backends';
import { underLimit } from '../helpers/kernels';

vi.mock('../../src/kernels/gpu', { spy: true });

/** Zeros with some values in other places. */
function tensorWith(size: number, others: Readonly<Record<number, number>>): tf.Tensor {
  const values = new Float32Array(size);
  for (const [at, value] of Object.entries(others)) values[Number(at)] = value;
  return tf.tensor1d(values);
}

onEveryBackend('notFinite', (use) => {
  it('counts NaN and infinities of both signs, tensor by tensor, and leaves nothing behind', async () => {
    await use();
    const before = tf.memory().numTensors;
    const tensors = tf.tidy(() => [
      tensorWith(1, {}),
      tensorWith(1, { 0: Number.NaN }),
      tensorWith(5_000, {
        0: Infinity,
        63: -Infinity,
        4_095: Number.NaN,
        4_096: Number.NaN,
        4_999: Infinity,
      }),
      tf.mul(tf.ones([7, 9]), 3.4e38),
      tf.mul(tf.ones([33, 3]), Number.NEGATIVE_INFINITY),
    ]);
    expect(await notFinite(tensors)).toEqual([
      { nan: 0, infinite: 0 },
      { nan: 1, infinite: 0 },
      { nan: 2, infinite: 3 },
      { nan: 0, infinite: 0 },
      { nan: 0, infinite: 99 },
    ]);
    expect(await notFinite([])).toEqual([]);
    tf.dispose(tensors);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('sees what arithmetic on the device makes', async () => {
    await use();
    const big = tf.mul(tf.ones([10]), 3e38);
    const made = [tf.mul(big, big), tf.sub(tf.mul(big, big), tf.mul(big, big)), tf.neg(tf.mul(big, big))];
    expect(await notFinite(made)).toEqual([
      { nan: 0, infinite: 10 },
      { nan: 10, infinite: 0 },
      { nan: 0, infinite: 10 },
    ]);
    tf.dispose([big, ...made]);
  });
});

onWebGpu('notFinite', (use) => {
  it('counts a tensor that no binding can hold in windows', async () => {
    await use();
    await underLimit(4_096, async () => {
      const x = tensorWith(5_000, { 0: Number.NaN, 1_023: Infinity, 1_024: Infinity, 4_999: Number.NaN });
      const each = { nan: 2, infinite: 2 };
      expect(await notFinite([x, x])).toEqual([each, each]);
      expect(vi.mocked(gpu.dispatch).mock.calls.length).toBe(10);
      x.dispose();
    });
  });
});
