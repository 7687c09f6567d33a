import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { relativeError } from '../../src/lib/numeric';
import { patchGradients } from '../../src/kernels/patches';
import { onEveryBackend } from '../helpers/backends';
import { skipped, webGpuProblem } from '../helpers/kernels';

onEveryBackend('the gradient of mean', (use) => {
  it('is dy / n at every element, for any axes, kept or not', async () => {
    await use();
    const x = tf.randomUniform([2, 3, 4, 5], -1, 1, 'float32', 1);
    for (const axes of [[0, 1, 2], [3], [1, 3], [0, 1, 2, 3]]) {
      for (const keep of [true, false]) {
        const weighted = (t: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.mean(t, axes, keep)));
        const n = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
        const expected = tf.mul(tf.mul(tf.mean(x, axes, true), 2 / n), tf.ones(x.shape));
        expect(relativeError(await tf.grad(weighted)(x).data(), await expected.data())).toBeLessThan(1e-5);
      }
    }
  });
});

describe('without the patch', () => {
  it('tfjs makes ones of the whole input on the CPU', async () => {
    await tf.setBackend('cpu');
    const made: number[] = [];
    const seen = tf.engine().makeTensor.bind(tf.engine());
    const count = (shape: number): void => void made.push(shape);
    tf.engine().makeTensor = (values, shape, dtype) => {
      count(tf.util.sizeFromShape(shape));
      return seen(values, shape, dtype);
    };
    const x = tf.zeros([10, 10, 10]);
    const gradientOf = (): void =>
      void tf.tidy(() => tf.grad((t: tf.Tensor) => tf.sum(tf.square(tf.mean(t, [0, 1]))))(x));
    try {
      made.length = 0;
      gradientOf();
      expect(Math.max(...made)).toBeLessThan(1_000);
      const patched = tf.getGradient('Mean');
      const { meanGradConfig } = await import('@tensorflow/tfjs-core/dist/gradients/Mean_grad.js');
      tf.unregisterGradient('Mean');
      tf.registerGradient(meanGradConfig);
      made.length = 0;
      gradientOf();
      expect(Math.max(...made)).toBe(1_000);
      tf.unregisterGradient('Mean');
      tf.registerGradient(patched);
    } finally {
      tf.engine().makeTensor = seen;
      patchGradients();
    }
  });
});

describe.skipIf(webGpuProblem)(`WEBGPU_MATMUL_PROGRAM_TYPE on webgpu${skipped}`, () => {
  /** The same computation on WebGPU and on the CPU, from tensors that each makes for itself. */
  const disagreement = async (compute: () => tf.Tensor): Promise<number> => {
    await tf.setBackend('webgpu');
    const here = await compute().data();
    await tf.setBackend('cpu');
    return relativeError(here, await compute().data());
  };
  const random = (shape: number[], seed: number): tf.Tensor =>
    tf.randomUniform(shape, -1, 1, 'float32', seed);

  it('3 multiplies rightly where the default does not', async () => {
    // dX of a wide Dense layer with a small input: (M, K, N) = (8, 2048, 72), B transposed.
    const product = (): tf.Tensor => tf.matMul(random([8, 2048], 1), random([72, 2048], 2), false, true);
    expect(tf.env().get('WEBGPU_MATMUL_PROGRAM_TYPE')).toBe(3);
    expect(await disagreement(product)).toBeLessThan(1e-4);
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', -1);
    const stock = await disagreement(product);
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
    expect(stock).toBeGreaterThan(0.1);
  });

  it('the tiled gradient of convolution’s input is asked for, and right', async () => {
    expect(tf.env().get('WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE')).toBe(false);
    const gradient = (): tf.Tensor =>
      tf.conv2dTranspose(
        random([2, 6, 6, 8], 1) as tf.Tensor4D,
        random([3, 3, 5, 8], 2) as tf.Tensor4D,
        [2, 13, 13, 5],
        2,
        'valid',
      );
    expect(await disagreement(gradient)).toBeLessThan(1e-5);
  });
});
