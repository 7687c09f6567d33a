/** Mesa's software GPU. */
import { existsSync } from 'node:fs';

/**
 * Mesa's software Vulkan driver, the GPU of a machine without one; null where it is not installed.
 */
export function lavapipeDriver(): string | null {
  const file = ['lvp_icd.json', `lvp_icd.${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.json`]
    .map((name) => `/usr/share/vulkan/icd.d/${name}`)
    .find((path) => existsSync(path));
  return file ?? null;
}

/**
 * lavapipe with vectors of four numbers where the processor could take eight: LLVM compiles in half
 * the time (LeNet-5 with tfjs's own kernels, before a first step: 18 s instead of 40), and they
 * compute about as fast.
 */
export const narrowVectors = { LP_NATIVE_VECTOR_WIDTH: '128' };
