/**
 * The tfjs backends that Node has here: `cpu` and the CPU engine `wasm` always, `webgpu` where Dawn (npm `webgpu`) finds a Vulkan adapter.
 * Numeric tests run on each; one that is absent is skipped visibly, with the reason in the test's name. `LAB_ADAPTER=swiftshader` takes
 * Chromium's software adapter instead of Mesa's.
 */
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe } from 'vitest';
import { registerWebGpu } from '../../src/kernels/device';
import { patchGradients } from '../../src/kernels/patches';
import { useCpuEngine } from './cpuEngine';

/** Software adapters, which Dawn takes on a machine without a GPU, by the driver file that names them to Vulkan. */
const drivers = {
  lavapipe: '/usr/share/vulkan/icd.d/lvp_icd.json',
  swiftshader: '/usr/lib/chromium/vk_swiftshader_icd.json',
} as const;

/** Points Vulkan to the adapter that is asked for; why it cannot be had, or null. */
function chooseAdapter(wanted: string | undefined): string | null {
  if (wanted === 'swiftshader') {
    if (!existsSync(drivers.swiftshader)) return `${drivers.swiftshader} is missing (install chromium)`;
    process.env['VK_ICD_FILENAMES'] = drivers.swiftshader;
  } else if (wanted) return `LAB_ADAPTER=${wanted} is not known`;
  else if (existsSync(drivers.lavapipe)) process.env['VK_ICD_FILENAMES'] ??= drivers.lavapipe;
  return null;
}

async function addWebGpu(): Promise<string | null> {
  const problem = chooseAdapter(process.env['LAB_ADAPTER']);
  if (problem) return problem;
  try {
    const { create, globals } = await import('webgpu');
    const gpu = create([]);
    if (!(await gpu.requestAdapter()))
      return 'Dawn finds no adapter (install mesa-vulkan-drivers 25 or a GPU driver)';
    // What tfjs looks for: a worker's global scope with navigator.gpu.
    Object.assign(globalThis, globals, { WorkerGlobalScope: Object });
    Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
    await registerWebGpu();
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
  { name: 'wasm', problem: null },
  { name: 'webgpu', problem: webGpuProblem },
] as const;

type Body = (use: () => Promise<void>, name: string) => void;

function describeOn({ name, problem }: (typeof backends)[number], title: string, body: Body): void {
  const use = async (): Promise<void> => {
    if (name === 'wasm') await useCpuEngine();
    else await tf.setBackend(name);
  };
  describe.skipIf(problem !== null)(`${title} on ${name}${problem ? ` — skipped: ${problem}` : ''}`, () => {
    body(use, name);
  });
}

/** `describe` once a backend, which is then the current one in `body`'s tests through `use`. */
export function onEveryBackend(title: string, body: Body): void {
  for (const backend of backends) describeOn(backend, title, body);
}

/** The same for those that people train on: what goes on above the kernels is no different on tfjs's CPU backend, which takes minutes for it. */
export function onTrainingBackends(title: string, body: Body): void {
  for (const backend of backends) if (backend.name !== 'cpu') describeOn(backend, title, body);
}

/** The same for `webgpu` alone. */
export function onWebGpu(title: string, body: Body): void {
  describeOn(backends[2], title, body);
}
