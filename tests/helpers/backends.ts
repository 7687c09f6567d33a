/**
 * The tfjs backends that Node has here: `cpu` always, `webgpu` where Dawn (npm `webgpu`) finds a Vulkan adapter. Numeric tests run
 * on each; one that is absent is skipped visibly, with the reason in the test's name.
 */
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe } from 'vitest';
import { patchGradients, setWebGpuFlags } from '../../src/kernels/patches';

/** Mesa's lavapipe, where it is installed: Dawn then has an adapter on a machine without a GPU. */
const lavapipe = '/usr/share/vulkan/icd.d/lvp_icd.json';

async function addWebGpu(): Promise<string | null> {
  if (existsSync(lavapipe)) process.env['VK_ICD_FILENAMES'] ??= lavapipe;
  try {
    const { create, globals } = await import('webgpu');
    const gpu = create([]);
    if (!(await gpu.requestAdapter()))
      return 'Dawn finds no adapter (install mesa-vulkan-drivers 25 or a GPU driver)';
    // What tfjs looks for: a worker's global scope with navigator.gpu.
    Object.assign(globalThis, globals, { WorkerGlobalScope: Object });
    Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
    await import('@tensorflow/tfjs-backend-webgpu');
    setWebGpuFlags();
    return (await tf.setBackend('webgpu')) ? null : 'tf.setBackend("webgpu") gave false';
  } catch (thrown) {
    return String(thrown);
  }
}

const webGpuProblem = await addWebGpu();
patchGradients();

/** Each backend with the reason why it cannot be used, or null. */
export const backends = [
  { name: 'cpu', problem: null },
  { name: 'webgpu', problem: webGpuProblem },
] as const;

/** `describe` once a backend, which is then the current one in `body`'s tests through `use`. */
export function onEveryBackend(title: string, body: (use: () => Promise<void>, name: string) => void): void {
  for (const { name, problem } of backends) {
    const use = async (): Promise<void> => void (await tf.setBackend(name));
    describe.skipIf(problem !== null)(`${title} on ${name}${problem ? ` — skipped: ${problem}` : ''}`, () => {
      body(use, name);
    });
  }
}
