/**
 * Dropout whose mask is a function of (key, element): no random numbers are generated on the CPU,
 * uploaded or kept for the backward pass, which runs the same kernel on dy. tfjs's own dropout
 * repeats one mask for ever when it is seeded, and generates it on the CPU
 * (tfjs-core/src/ops/dropout.ts). Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { mix32 } from '../lib/rng';
import { gpuOf, hasKernel, run, type KernelFamily } from './family';
import { allocate, dispatch } from './gpu';
import { defineProgram, forEach, grid, type Program } from './wgsl';
import { partOf, windowsOf } from './windows';

const kernelName = 'TrainDropout';

interface Attributes {
  readonly rate: number;
  readonly key: number;
}

/**
 * Dropout's mask, scaled: 0 or 1 / (1 − rate), for elements 0 … size − 1. Counter-based
 * (MurmurHash3's finaliser over a counter), so that a mask can be recomputed without the ones
 * before it. `rate` in [0, 1); `key`: 32 bits.
 */
export function dropoutMask(size: number, rate: number, key: number): Float32Array {
  const mask = new Float32Array(size);
  const threshold = rate * 0x1_0000_0000;
  const scale = 1 / (1 - rate);
  for (let i = 0; i < size; i++) if (mix32(Math.imul(i, 0x9e3779b9) ^ key) >= threshold) mask[i] = scale;
  return mask;
}

/**
 * An element of `dropoutMask`, with `mix32` of lib/rng.ts, in WGSL. `scale` is rounded to float32
 * as in the CPU's mask, so the bits are the same.
 */
const mask = `
fn mask(element: u32) -> f32 {
  var h = (element * 0x9e3779b9u) ^ params.key;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  h = h ^ (h >> 16u);
  return select(0.0, params.scale, h >= params.threshold);
}`;

/** One invocation per four elements, or per element if the size is no multiple of four. */
const programOf = (width: 1 | 4): Program =>
  defineProgram(`dropout-${width}`, {
    buffers: width === 4 ? { x: 'read vec4<f32>', y: 'write vec4<f32>' } : { x: 'read f32', y: 'write f32' },
    params: { first: 'u32', count: 'u32', key: 'u32', threshold: 'u32', scale: 'f32' },
    body: () =>
      mask +
      forEach(
        'params.count',
        width === 4
          ? `  let e = 4u * (params.first + i);
  y[i] = x[i] * vec4(mask(e), mask(e + 1u), mask(e + 2u), mask(e + 3u));`
          : '  y[i] = x[i] * mask(params.first + i);',
      ),
  });
const programs = { 1: programOf(1), 4: programOf(4) };

const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { rate, key } = attrs as unknown as Attributes;
  const gpu = gpuOf(backend);
  const x = inputs['x'] as tf.TensorInfo;
  const y = allocate(gpu, x.shape);
  const size = tf.util.sizeFromShape(x.shape);
  const width = size % 4 === 0 ? 4 : 1;
  // Hashes are integers: one reaches the threshold where it reaches the next integer above it.
  const params = { key, threshold: Math.ceil(rate * 0x1_0000_0000), scale: 1 / (1 - rate) };
  const bytes = 4 * width;
  for (const window of windowsOf(gpu, size / width, [bytes])) {
    dispatch(gpu, {
      program: programs[width],
      bindings: [partOf(x, window, bytes), partOf(y, window, bytes)],
      params: { ...params, ...window },
      workgroups: grid(window.count),
      constant: false,
    });
  }
  return y;
};

const gradient: tf.GradConfig = {
  kernelName,
  gradFunc: (dy, _saved, attrs) => ({ x: () => run(kernelName, { x: dy as tf.Tensor }, attrs) }),
};

/**
 * `x`, of any shape, times `dropoutMask(x.size, rate, key)`, with the same bits on every backend.
 * The gradient applies the same mask to dy. Throws a RangeError unless `rate` is in [0, 1 − 2⁻³²].
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, key: number): T {
  if (!(rate >= 0 && rate <= 1 - 2 ** -32)) throw new RangeError(`dropout: rate is ${rate}`);
  if (hasKernel(kernelName)) return run<T>(kernelName, { x }, { rate, key });
  return tf.tidy(() => tf.mul<T>(x, tf.tensor(dropoutMask(x.size, rate, key), x.shape)));
}

const probe = (): tf.NamedTensorMap =>
  tf.tidy(() => {
    const odd = tf.linspace(-1, 1, 77);
    const even = tf.linspace(-2, 2, 256);
    const weighted = (x: tf.Tensor): tf.Tensor => tf.mul(dropout(x, 0.3, 0xdecade), x);
    return {
      odd: dropout(odd, 0.5, 7),
      even: dropout(even, 0.3, 0xdecade),
      gradient: tf.grad(weighted)(even),
    };
  });

export const dropoutFamily: KernelFamily = {
  id: 'dropout',
  kernels: [{ kernelName, kernelFunc }],
  gradients: [gradient],
  probe,
};
