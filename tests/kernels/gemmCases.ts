/** Shapes and computations that the products of every backend with kernels of ours are tried on. */
import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { convBias, denseBias, matMul, type ConvOptions } from '../../src/kernels/gemm';
import { eighths, random } from '../helpers/kernels';

export interface Conv extends ConvOptions {
  readonly x: [number, number, number, number];
  /** Side and number of filters. */
  readonly kernel: number;
  readonly filters: number;
}
export const conv = (
  x: Conv['x'],
  kernel: number,
  filters: number,
  stride = 1,
  padding: Conv['padding'] = 'same',
  groups = 1,
): Conv => ({
  x,
  kernel,
  filters,
  stride,
  padding,
  groups,
});

/**
 * y and the gradients of x, filter and bias under a weighted sum, whose weights leave the bias's
 * gradient no rounding.
 */
export const convPasses =
  ({ x: shape, kernel, filters, stride, padding, groups }: Conv, activation: 'relu' | 'linear' = 'relu') =>
  (): tf.NamedTensorMap => {
    const x = random<tf.Rank.R4>(shape, 1, -1, 1);
    const filter = random<tf.Rank.R4>([kernel, kernel, shape[3] / groups, filters], 2, -0.3, 0.3);
    const bias = random<tf.Rank.R1>([filters], 3, -0.1, 0.1);
    const options = { stride, padding, groups, activation };
    const pass = (a: tf.Tensor, f: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      convBias(a as tf.Tensor4D, f as tf.Tensor4D, b as tf.Tensor1D, options);
    const y = pass(x, filter, bias);
    const [dx, dFilter, dBias] = tf.grads(pass)([x, filter, bias], eighths(y.shape, 4)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    return { y, dx, dFilter, dBias };
  };

export const densePasses =
  (batch: number, units: number, outputs: number, activation: 'relu' | 'linear') => (): tf.NamedTensorMap => {
    const x = random<tf.Rank.R2>([batch, units], 1, -1, 1);
    const kernel = random<tf.Rank.R2>([units, outputs], 2, -1, 1);
    const bias = random<tf.Rank.R1>([outputs], 3, -1, 1);
    const pass = (a: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      denseBias(a as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, activation);
    const y = pass(x, kernel, bias);
    const [dx, dKernel, dBias] = tf.grads(pass)([x, kernel, bias], eighths(y.shape, 4)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    return { y, dx, dKernel, dBias };
  };

export const convolutions: Record<string, Conv> = {
  'LeNet-5, first': conv([2, 32, 32, 3], 5, 6, 1, 'valid'),
  'LeNet-5, second': conv([3, 14, 14, 6], 5, 16, 1, 'valid'),
  'AlexNet at 67 px, first': conv([2, 67, 67, 3], 11, 96, 4, 'valid'),
  'AlexNet at 67 px, second': conv([1, 7, 7, 96], 5, 32),
  'AlexNet at 67 px, third': conv([2, 3, 3, 64], 3, 24),
  'AlexNet at 227 px, fourth': conv([1, 13, 13, 48], 3, 40),
  'AlexNet 2012, two towers': conv([2, 9, 9, 16], 5, 24, 1, 'same', 2),
  'towers of odd width': conv([2, 7, 7, 6], 3, 10, 1, 'same', 2),
  'odd everywhere': conv([3, 9, 11, 5], 3, 7, 2, 'same'),
  'a stride that leaves pixels out': conv([1, 10, 10, 4], 3, 4, 4, 'valid'),
  'one pixel': conv([1, 1, 1, 1], 1, 1),
  'stride 3, same': conv([2, 8, 8, 8], 5, 12, 3, 'same'),
};

/** Batch, inputs, outputs. */
export const denseLayers = [
  [1, 400, 120],
  [7, 84, 10],
  [5, 33, 9],
  [8, 1024, 256],
  [64, 256, 40],
  [3, 1, 1],
] as const;

/** m, k, n. */
export const matrixSizes = [
  [8, 2048, 72],
  [5, 131, 6],
  [1, 7, 3],
  [20, 64, 12],
] as const;

/** The product of two matrices, each stored transposed where it is told. */
export const matrixProduct =
  ([m, k, n]: readonly [number, number, number], transposeA: boolean, transposeB: boolean) =>
  (): tf.NamedTensorMap => ({
    c: matMul(
      random<tf.Rank.R2>(transposeA ? [k, m] : [m, k], 1),
      random<tf.Rank.R2>(transposeB ? [n, k] : [k, n], 2),
      transposeA,
      transposeB,
    ),
  });

/** Any small convolution. */
export const anyConvolution = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 5, max: 12 }),
    width: fc.integer({ min: 5, max: 12 }),
    channels: fc.integer({ min: 1, max: 9 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    filters: fc.integer({ min: 1, max: 9 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ batch, height, width, channels, kernel, filters, stride, padding }) =>
    conv([batch, height, width, channels], kernel, filters, stride, padding),
  );
