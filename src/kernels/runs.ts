/**
 * A sample of a tensor: runs of neighbouring elements, evenly spread. On WebGPU they are copied
 * buffer to buffer, so that a tensor above the binding limit (AlexNet's first dense kernel, 151 MB)
 * can be sampled without binding or reading it as a whole. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gpuOf, hasKernel, run, type KernelFamily } from './family';
import { copyRuns } from './gpu';

const kernelName = 'TrainCopyRuns';

/** The number of runs in the sample of a large tensor. */
const maxRuns = 64;

interface Runs {
  readonly count: number;
  /** Elements from the start of one run to the start of the next. */
  readonly period: number;
  readonly length: number;
}

/**
 * The runs that sample at most `maxItems`, ≥ 64, of `size` elements: a single run if they all fit.
 */
function runsOf(size: number, maxItems: number): Runs {
  if (size <= maxItems) return { count: 1, period: size, length: size };
  return { count: maxRuns, period: Math.trunc(size / maxRuns), length: Math.trunc(maxItems / maxRuns) };
}

export const runsKernel: KernelFamily['kernels'][number] = {
  kernelName,
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { count, period, length } = attrs as unknown as Runs;
    return copyRuns(gpuOf(backend), inputs['x'] as tf.TensorInfo, count, period, length);
  },
};

/**
 * Copies at most `maxItems` (≥ 64) elements of `x` by value into [n]: all of them in order, or 64
 * evenly spread runs. The elements are the same on every backend. Has no gradient. Throws a
 * RangeError if `maxItems` is below 64.
 */
export function sampleRuns(x: tf.Tensor, maxItems: number): tf.Tensor1D {
  if (maxItems < maxRuns) throw new RangeError(`A sample of ${maxItems} elements; the least is ${maxRuns}`);
  const runs = runsOf(x.size, maxItems);
  const { count, period, length } = runs;
  if (hasKernel(kernelName)) return run(kernelName, { x }, runs); // [count · length]
  return tf.tidy(() => {
    const whole = tf.slice(tf.reshape(x, [-1]), 0, count * period); // [count · period]
    const rows = tf.slice(tf.reshape(whole, [count, period]), [0, 0], [count, length]); // [count, length]
    return tf.add<tf.Tensor1D>(tf.reshape(rows, [-1]), 0);
  });
}
