import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { denseBias, gemmFamily } from '../../src/kernels/gemm';
import { onGpu, skipped, webGpuProblem } from '../helpers/kernels';

/** One row a value, which the only weight of each of `units` columns lets through. */
const throughRelu = (values: readonly number[], depth: number, units: number) => (): tf.NamedTensorMap => {
  const x = tf.buffer([values.length, depth], 'float32');
  values.forEach((value, row) => x.set(value, row, 0));
  const kernel = tf.concat2d([tf.ones([1, units]), tf.zeros([depth - 1, units])], 0);
  // In the other columns 0 · 0: a value that is not finite meets no zero.
  return { y: denseBias(x.toTensor() as tf.Tensor2D, kernel, tf.zeros([units]), 'relu') };
};

const given = [Number.NaN, Infinity, -Infinity, -3, -0, 0, 2, 3e38, -3e38];
const expected = [Number.NaN, Infinity, 0, 0, 0, 0, 2, 3e38, 0];

describe.skipIf(webGpuProblem)(`relu of our products${skipped}`, () => {
  // Four columns at once and one at a time; in one piece and as a sum of parts.
  it.each([
    [8, 8],
    [8, 3],
    [40_000, 8],
    [40_000, 3],
  ])('keeps NaN and infinity: %i → %i', async (depth, units) => {
    const { y } = await onGpu([gemmFamily], throughRelu(given, depth, units));
    const rows = given.map((_, row) => [...(y ?? [])].slice(row * units, (row + 1) * units));
    expect(rows).toEqual(expected.map((value) => Array<number>(units).fill(Math.fround(value))));
  });
});
