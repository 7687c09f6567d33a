/** The kernels of the CPU engine, by family. */
import type { FamilyId } from '../family';
import { gemmKernels } from './gemm';
import type { WasmFamily } from './kernel';

export const wasmFamilies: Partial<Record<FamilyId, WasmFamily>> = {
  gemm: gemmKernels,
};

/** All that the module holds. */
export const wasmKernels = Object.values(wasmFamilies).flatMap(({ definitions }) => definitions);
