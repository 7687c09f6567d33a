/**
 * The CPU engine as tests above the kernels train on it: one thread, so that no test file needs
 * workers, with all families in use, and the tile that needs no race. Its digits are those of any
 * number of threads and any tile.
 */
import { setFlagsFromString } from 'node:v8';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { families, useKernels } from '../../src/kernels/register';
import { wasmBackendName, WasmBackend } from '../../src/kernels/wasm/backend';
import { wasmKernels } from '../../src/kernels/wasm/families';
import { scratchBytes } from '../../src/kernels/wasm/gemm/blocks';

// Node 20 has relaxed SIMD behind a flag, newer ones have it without. Browsers have it: rounding is
// theirs.
setFlagsFromString('--experimental-wasm-relaxed-simd');

let registered = false;

function register(): void {
  registered = true;
  tf.copyRegisteredKernels('cpu', wasmBackendName);
  const options = {
    kernels: wasmKernels,
    tile: { rows: 4, columns: 8 },
    fma: true,
    scratchBytes,
    threads: 1,
    maxPages: 65_536,
    start: () => {
      throw new Error('One thread starts no others');
    },
  };
  tf.registerBackend(wasmBackendName, () => new WasmBackend(options));
}

/** Makes the CPU engine the current backend, with all of its kernels. */
export async function useCpuEngine(): Promise<void> {
  if (!registered) register();
  await tf.setBackend(wasmBackendName);
  useKernels(families.map(({ id }) => id));
}
