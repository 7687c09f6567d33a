/**
 * Replaces tfjs's kernels with ours, and restores them. The only file that touches tfjs's kernel
 * registry.
 */
import * as tf from '@tensorflow/tfjs-core';
// Registers tfjs's own gradients and kernels: they must be there before one is replaced.
import '@tensorflow/tfjs-layers';
import { batchNormFamily } from './batchNorm';
import { dropoutFamily } from './dropout';
import { familyIds, type FamilyId, type KernelFamily, type NamedKernel } from './family';
import { gemmFamily } from './gemm';
import { imagesFamily } from './images';
import { lossFamily } from './loss';
import { lrnFamily } from './lrn';
import { maxPoolFamily } from './maxPool';
import { updateFamily } from './update';
import { wasmFamilies } from './wasm/families';

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
].map((family) => {
  const { kernels, probe } = wasmFamilies[family.id];
  return { ...family, wasmKernels: kernels, wasmProbe: probe };
});

/** Backends for which we have kernels. */
type LabBackend = 'webgpu' | 'wasm';
const current = (): LabBackend => (tf.getBackend() === 'wasm' ? 'wasm' : 'webgpu');

/**
 * For each backend: tfjs's own kernels that ours have replaced, by name, and the families in use.
 */
const states = {
  webgpu: { replaced: new Map<string, tf.KernelConfig>(), inUse: new Map<FamilyId, KernelFamily>() },
  wasm: { replaced: new Map<string, tf.KernelConfig>(), inUse: new Map<FamilyId, KernelFamily>() },
};

const kernelsOf = (
  { kernels, wasmKernels = [] }: KernelFamily,
  backendName: LabBackend,
): readonly NamedKernel[] => (backendName === 'wasm' ? wasmKernels : kernels);

function add(family: KernelFamily, backendName: LabBackend): void {
  const { replaced, inUse } = states[backendName];
  for (const { kernelName, kernelFunc } of kernelsOf(family, backendName)) {
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

function remove(family: KernelFamily, backendName: LabBackend): void {
  const { replaced, inUse } = states[backendName];
  for (const { kernelName } of kernelsOf(family, backendName)) {
    tf.unregisterKernel(kernelName, backendName);
    const stock = replaced.get(kernelName);
    if (stock) tf.registerKernel(stock);
    replaced.delete(kernelName);
  }
  inUse.delete(family.id);
}

/**
 * Makes the current backend (`wasm` if that is the current one, else `webgpu`) run exactly these
 * families' kernels. Call it between steps, after the backend is imported. `among`: the families to
 * choose from.
 */
export function useKernels(requested: Iterable<FamilyId>, among: readonly KernelFamily[] = families): void {
  const ids = new Set(requested);
  const chosen = among.filter(({ id }) => ids.has(id));
  const backendName = current();
  const { inUse } = states[backendName];
  for (const family of inUse.values()) if (!chosen.includes(family)) remove(family, backendName);
  for (const family of chosen) if (!inUse.has(family.id)) add(family, backendName);
}

/** The families in use on the current backend, in the order of `familyIds`. */
export const kernelsInUse = (): FamilyId[] => familyIds.filter((id) => states[current()].inUse.has(id));
