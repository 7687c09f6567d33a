/** The families of the CPU engine that are no matrix products, and what a module of several families holds. Engine side. */
import { batchNormFamily } from './batchNorm';
import { biasGradientFamily } from './biasGradient';
import { dropoutFamily } from './dropout';
import { imagesFamily } from './images';
import type { WasmFamily, WasmKernel } from './kernel';
import { lossFamily } from './loss';
import { lrnFamily } from './lrn';
import { maxPoolFamily } from './maxPool';
import { updateFamily } from './update';

export const loopFamilies: readonly WasmFamily[] = [
  biasGradientFamily,
  batchNormFamily,
  maxPoolFamily,
  lrnFamily,
  lossFamily,
  dropoutFamily,
  updateFamily,
  imagesFamily,
];

/** All kernels of these families, each once: families may share one. */
export const definitionsOf = (families: readonly WasmFamily[]): WasmKernel[] => [
  ...new Set(families.flatMap(({ definitions }) => definitions)),
];
