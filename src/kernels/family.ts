/**
 * What the kernel families have in common. An operation of a family (`batchNormTrain`, `maxPool`,
 * …) is called the same way on every backend: where the family's kernels are registered it runs
 * them; elsewhere it does the same arithmetic with tfjs's own operations. So the registry is the
 * switch to stock kernels, and the CPU's result of the same call is the reference. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { dropCopy, scoped, type Gpu } from './gpu';

export const familyIds = [
  'gemm',
  'batch-norm',
  'max-pool',
  'lrn',
  'loss',
  'dropout',
  'update',
  'images',
] as const;
export type FamilyId = (typeof familyIds)[number];

export interface NamedKernel {
  readonly kernelName: string;
  readonly kernelFunc: tf.KernelFunc;
}

export interface KernelFamily {
  readonly id: FamilyId;
  /** For the backend `webgpu`. One named like a tfjs kernel replaces it while in use. */
  readonly kernels: readonly NamedKernel[];
  /** The same for the backend `wasm`. */
  readonly wasmKernels?: readonly NamedKernel[];
  /**
   * Gradients for kernel names that tfjs does not have, valid on every backend that has the
   * kernels.
   */
  readonly gradients: readonly tf.GradConfig[];
  /**
   * Runs small inputs through every operation of the family, forward and backward, on the current
   * backend. The caller disposes the results.
   */
  readonly probe: () => tf.NamedTensorMap;
  /** An additional probe for the backend `wasm`: shapes for which it uses other kernels. */
  readonly wasmProbe?: (() => tf.NamedTensorMap) | undefined;
}

/** Whether the current backend has this kernel. */
export const hasKernel = (name: string): boolean => tf.getKernel(name, tf.getBackend()) != null;

/** Runs a kernel with one output. */
// The caller knows the rank of a kernel's output, as with tfjs's own `runKernel`.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export const run = <T extends tf.Tensor>(name: string, inputs: tf.NamedTensorMap, attrs: object = {}): T =>
  tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);

/** Runs a kernel with several outputs. */
export const runMany = (name: string, inputs: tf.NamedTensorMap, attrs: object = {}): tf.Tensor[] =>
  tf.engine().runKernel<tf.Tensor[]>(name, inputs, attrs as tf.NamedAttrMap);

/** The backend, for a kernel that is registered only for `webgpu`. */
export const gpuOf = (backend: unknown): Gpu => backend as Gpu;

/**
 * Call this after a read: tfjs's WebGPU backend keeps a copy of the values until the tensor's next
 * update. The other backends keep no second copy.
 */
export function forgetCopy(tensor: tf.Tensor): void {
  if (tf.getBackend() === 'webgpu') dropCopy(gpuOf(tf.backend()), tensor);
}

/**
 * Runs `work` on the current backend; on WebGPU it turns the device's errors into an exception
 * (`scoped` of gpu.ts).
 */
export const onDevice = <T>(work: () => Promise<T>): Promise<T> =>
  tf.getBackend() === 'webgpu' ? scoped(gpuOf(tf.backend()).device, work) : work();
