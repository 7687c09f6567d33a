/**
 * What the kernel families have in common. An operation of a family (`batchNormTrain`, `maxPool`, …) is called the same way on every
 * backend: where the family's kernels are registered it runs them, elsewhere the same arithmetic in tfjs's own operations. So the
 * switch to stock is the registry, and the CPU's result of the same call is the reference. Engine side.
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
  /** For the backend `webgpu`. A name of tfjs's own is replaced while the family is in use. */
  readonly kernels: readonly NamedKernel[];
  /** The same for the backend `wasm`. */
  readonly wasmKernels?: readonly NamedKernel[];
  /** Gradients of names that tfjs does not have; they are valid on every backend that has the kernels. */
  readonly gradients: readonly tf.GradConfig[];
  /** Small inputs through every operation of the family, forward and backward, on the current backend. The caller disposes. */
  readonly probe: () => tf.NamedTensorMap;
  /** Besides `probe`, on the backend `wasm`: shapes for which that has other kernels. */
  readonly wasmProbe?: (() => tf.NamedTensorMap) | undefined;
}

/** Whether the current backend has this kernel. */
export const hasKernel = (name: string): boolean => tf.getKernel(name, tf.getBackend()) != null;

/** Runs a kernel with one output. */
// The caller knows the rank of what a kernel makes, as with tfjs's own `runKernel`.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export const run = <T extends tf.Tensor>(name: string, inputs: tf.NamedTensorMap, attrs: object = {}): T =>
  tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);

/** Runs a kernel with several outputs. */
export const runMany = (name: string, inputs: tf.NamedTensorMap, attrs: object = {}): tf.Tensor[] =>
  tf.engine().runKernel<tf.Tensor[]>(name, inputs, attrs as tf.NamedAttrMap);

/** The backend of a kernel that is registered for `webgpu` alone. */
export const gpuOf = (backend: unknown): Gpu => backend as Gpu;

/** After a read: tfjs's WebGPU backend keeps the values until the tensor's next update; the others have them in no second place. */
export function forgetCopy(tensor: tf.Tensor): void {
  if (tf.getBackend() === 'webgpu') dropCopy(gpuOf(tf.backend()), tensor);
}

/** `work` on the current backend; on WebGPU with what the device has to say against it as an exception (`scoped` of gpu.ts). */
export const onDevice = <T>(work: () => Promise<T>): Promise<T> =>
  tf.getBackend() === 'webgpu' ? scoped(gpuOf(tf.backend()).device, work) : work();
