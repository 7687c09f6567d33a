/**
 * A part of a tensor that stands for the whole: runs of neighbouring elements, evenly spread. On WebGPU they are copied buffer to buffer,
 * so that a tensor above the binding limit (AlexNet's first dense kernel, 151 MB) is looked at without being bound or read as a whole.
 * Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gpuOf, hasKernel, run, type KernelFamily } from './family';
import { copyRuns } from './gpu';

const kernelName = 'TrainCopyRuns';

/** Runs that a large tensor is looked at in. */
const mostRuns = 64;

interface Runs {
  readonly count: number;
  /** Elements from the beginning of one to the beginning of the next. */
  readonly period: number;
  readonly length: number;
}

/** For a tensor of `size` elements, of which at most `most`, ≥ 64, are wanted: one run of all where it is not larger. */
function runsOf(size: number, most: number): Runs {
  if (size <= most) return { count: 1, period: size, length: size };
  return { count: mostRuns, period: Math.trunc(size / mostRuns), length: Math.trunc(most / mostRuns) };
}

export const runsKernel: KernelFamily['kernels'][number] = {
  kernelName,
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { count, period, length } = attrs as unknown as Runs;
    return copyRuns(gpuOf(backend), inputs['x'] as tf.TensorInfo, count, period, length);
  },
};

/**
 * At most `most` (≥ 64) elements of `x`, a copy by value [n]: all of them in their order, or 64 evenly spread runs. The same elements on
 * every backend. No gradient. Throws a RangeError if `most` is below 64.
 */
export function sampleRuns(x: tf.Tensor, most: number): tf.Tensor1D {
  if (most < mostRuns) throw new RangeError(`A sample of ${most} elements; the least is ${mostRuns}`);
  const runs = runsOf(x.size, most);
  const { count, period, length } = runs;
  if (hasKernel(kernelName)) return run(kernelName, { x }, runs); // [count · length]
  return tf.tidy(() => {
    const whole = tf.slice(tf.reshape(x, [-1]), 0, count * period); // [count · period]
    const rows = tf.slice(tf.reshape(whole, [count, period]), [0, 0], [count, length]); // [count, length]
    return tf.add<tf.Tensor1D>(tf.reshape(rows, [-1]), 0);
  });
}
