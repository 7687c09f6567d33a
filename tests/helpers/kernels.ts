/** Kernel families in tests: registered for one computation, and compared with the CPU backend. */
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { vi } from 'vitest';
import type { KernelFamily } from '../../src/kernels/family';
import * as gpu from '../../src/kernels/gpu';
import { relativeError } from '../../src/lib/numeric';
import * as backends from './backends';

/** Why there is no WebGPU here, or null. */
export const { webGpuProblem } = backends;
/** The end of a title of tests that need WebGPU: why they are skipped, or nothing. */
export const skipped = webGpuProblem === null ? '' : ` — skipped: ${webGpuProblem}`;

/** On a second adapter: only the first `count`, as another compiler is what can differ there. */
export const sampled = <T>(all: readonly T[], count: number): readonly T[] =>
  backends.isSample ? all.slice(0, count) : all;

/** Puts the family's kernels in the place of tfjs's; the result takes them out again. */
function register({ kernels, gradients }: KernelFamily): () => void {
  const stock = kernels.map(({ kernelName }) => tf.getKernel(kernelName, 'webgpu'));
  for (const { kernelName, kernelFunc } of kernels) {
    if (tf.getKernel(kernelName, 'webgpu')) tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
  }
  for (const gradient of gradients) {
    if (!tf.getGradient(gradient.kernelName)) tf.registerGradient(gradient);
  }
  return () => {
    for (const { kernelName } of kernels) tf.unregisterKernel(kernelName, 'webgpu');
    for (const kernel of stock) if (kernel) tf.registerKernel(kernel);
  };
}

/**
 * Runs `body` on WebGPU with exactly these families' kernels registered, and takes them out again.
 */
export async function withFamilies<T>(families: readonly KernelFamily[], body: () => T): Promise<Awaited<T>> {
  await tf.setBackend('webgpu');
  const restore = families.map(register);
  try {
    return await body();
  } finally {
    for (const undo of restore.toReversed()) undo();
  }
}

/** Values of several tensors by name. */
export type Values = Readonly<Record<string, Float32Array>>;
/** Makes its own tensors on the current backend: those of another cannot be read. */
export type Computation = () => tf.NamedTensorMap;

/** The values of what `compute` makes on the current backend; its tensors are disposed. */
export async function valuesOf(compute: Computation): Promise<Values> {
  const tensors = tf.tidy(compute);
  const values: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    values[name] = Float32Array.from(await tensor.data());
    tensor.dispose();
  }
  return values;
}

/** The same computation on WebGPU with these families' kernels. */
export const onGpu = (families: readonly KernelFamily[], compute: Computation): Promise<Values> =>
  withFamilies(families, () => valuesOf(compute));

/** The same computation on the CPU backend: the reference. */
export async function onCpu(compute: Computation): Promise<Values> {
  await tf.setBackend('cpu');
  return valuesOf(compute);
}

/**
 * The largest `relativeError` of the named tensors, each against its own scale. Missing or too
 * short: 1e9.
 */
export const worstError = (ours: Values, reference: Values): number =>
  Math.max(...Object.entries(reference).map(([name, values]) => relativeError(ours[name] ?? [], values)));

/** `worstError` of a computation with these families' kernels against the CPU. */
export async function errorOf(families: readonly KernelFamily[], compute: Computation): Promise<number> {
  const ours = await onGpu(families, compute);
  return worstError(ours, await onCpu(compute));
}

/**
 * Runs `body` as on a device that binds no more than `limit` bytes, and counts its dispatches anew.
 * For tests that say `vi.mock('../../src/kernels/gpu', { spy: true })`; throws in others.
 */
export async function underLimit<T>(limit: number, body: () => Promise<T>): Promise<T> {
  vi.mocked(gpu.dispatch).mockClear();
  vi.mocked(gpu.bindingLimit).mockReturnValue(limit);
  try {
    return await body();
  } finally {
    vi.mocked(gpu.bindingLimit).mockReset();
  }
}

/**
 * A digest of the bits of each tensor's values: equal only if each number is the same, bit for bit.
 */
export const bitsOf = (values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, array]) => [name, createHash('sha256').update(array).digest('hex')]),
  );

/** A family with one kernel made wrong: `distort` changes what the kernel is given. */
export function distorted(
  family: KernelFamily,
  name: string,
  distort: (given: Parameters<tf.KernelFunc>[0]) => Parameters<tf.KernelFunc>[0],
): KernelFamily {
  const kernels = family.kernels.map(({ kernelName, kernelFunc }) => ({
    kernelName,
    kernelFunc:
      kernelName === name ? (given: Parameters<tf.KernelFunc>[0]) => kernelFunc(distort(given)) : kernelFunc,
  }));
  return { ...family, kernels };
}

/** Uniform random numbers, the same on every backend. */
export const random = <R extends tf.Rank = tf.Rank>(
  shape: tf.ShapeMap[R],
  seed: number,
  low = -1,
  high = 1,
): tf.Tensor<R> => tf.randomUniform<R>(shape, low, high, 'float32', seed);

/**
 * Random eighths from -1 to 1: sums of up to 2²¹ of them are exact in float32, in any order.
 * Nothing is left to rounding, which is large beside a sum that comes out near 0.
 */
export const eighths = (shape: number[], seed: number): tf.Tensor =>
  tf.div(tf.round(random(shape, seed, -8, 8)), 8);
