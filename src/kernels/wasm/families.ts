/** The CPU engine's kernels by family, and what its module holds. Engine side. */
import type { FamilyId } from '../family';
import { batchNormFamily } from './batchNorm';
import { biasGradientFamily } from './biasGradient';
import { dropoutFamily } from './dropout';
import { gemmFamily } from './gemm';
import { imagesFamily } from './images';
import type { WasmFamily, WasmKernel } from './kernel';
import { lossFamily } from './loss';
import { lrnFamily } from './lrn';
import { maxPoolFamily } from './maxPool';
import { updateFamily } from './update';

/** Layers' products and the gradient of their bias and activation are one family, as on WebGPU. */
const layersFamily: WasmFamily = {
  ...gemmFamily,
  definitions: [...gemmFamily.definitions, ...biasGradientFamily.definitions],
  kernels: [...gemmFamily.kernels, ...biasGradientFamily.kernels],
};

export const wasmFamilies: Readonly<Record<FamilyId, WasmFamily>> = {
  gemm: layersFamily,
  'batch-norm': batchNormFamily,
  'max-pool': maxPoolFamily,
  lrn: lrnFamily,
  loss: lossFamily,
  dropout: dropoutFamily,
  update: updateFamily,
  images: imagesFamily,
};

/** The kernels of these families, each once: families may share one. */
export const definitionsOf = (families: readonly WasmFamily[]): WasmKernel[] => [
  ...new Set(families.flatMap(({ definitions }) => definitions)),
];

/** All that the module holds. */
export const wasmKernels: readonly WasmKernel[] = definitionsOf(Object.values(wasmFamilies));
