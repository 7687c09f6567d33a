/** Puts our kernels in the place of tfjs's and takes them out again. The only file that touches tfjs's kernel registry. */
import * as tf from '@tensorflow/tfjs-core';
// Registers tfjs's own gradients and kernels: they must be there before one is replaced.
import '@tensorflow/tfjs-layers';
import { batchNormFamily } from './batchNorm';
import { dropoutFamily } from './dropout';
import { familyIds, type FamilyId, type KernelFamily } from './family';
import { gemmFamily } from './gemm';
import { imagesFamily } from './images';
import { lossFamily } from './loss';
import { lrnFamily } from './lrn';
import { maxPoolFamily } from './maxPool';
import { updateFamily } from './update';

/** All families, in the order of `familyIds`. */
export const families: readonly KernelFamily[] = [
  gemmFamily,
  batchNormFamily,
  maxPoolFamily,
  lrnFamily,
  lossFamily,
  dropoutFamily,
  updateFamily,
  imagesFamily,
];

const backendName = 'webgpu';
/** tfjs's own kernels that ours have replaced, by name. */
const replaced = new Map<string, tf.KernelConfig>();
const inUse = new Map<FamilyId, KernelFamily>();

function add(family: KernelFamily): void {
  for (const { kernelName, kernelFunc } of family.kernels) {
    const stock = tf.getKernel(kernelName, backendName);
    if (stock) {
      replaced.set(kernelName, stock);
      tf.unregisterKernel(kernelName, backendName);
    }
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
  for (const gradient of family.gradients) {
    if (!tf.getGradient(gradient.kernelName)) tf.registerGradient(gradient);
  }
  inUse.set(family.id, family);
}

function remove({ id, kernels }: KernelFamily): void {
  for (const { kernelName } of kernels) {
    tf.unregisterKernel(kernelName, backendName);
    const stock = replaced.get(kernelName);
    if (stock) tf.registerKernel(stock);
    replaced.delete(kernelName);
  }
  inUse.delete(id);
}

/**
 * Makes exactly these families' kernels the ones that the WebGPU backend runs. Call it between steps, after the backend is imported.
 * `among`: where the families are looked up.
 */
export function useKernels(wanted: Iterable<FamilyId>, among: readonly KernelFamily[] = families): void {
  const ids = new Set(wanted);
  const chosen = among.filter(({ id }) => ids.has(id));
  for (const family of inUse.values()) if (!chosen.includes(family)) remove(family);
  for (const family of chosen) if (!inUse.has(family.id)) add(family);
}

/** The families in use, in the order of `familyIds`. */
export const kernelsInUse = (): FamilyId[] => familyIds.filter((id) => inUse.has(id));
