/** The CPU engine's kernels by family, and all kernels of its module. Engine side. */
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

/** The layers' products and the gradient of bias and activation are one family, as on WebGPU. */
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

/** All kernels of the module. */
export const wasmKernels: readonly WasmKernel[] = definitionsOf(Object.values(wasmFamilies));
