/**
 * The tfjs backends that Node has here: `cpu` and the CPU engine `wasm` always, `webgpu` where Dawn
 * (npm `webgpu`) finds a Vulkan adapter. Numeric tests run on each; one that is absent is skipped
 * visibly, with the reason in the test's name. Two variables choose (tests/projects.ts):
 * `LAB_BACKENDS`, which of the three, and `LAB_ADAPTER`, the adapters to look for, the first that
 * is there: `lavapipe` (Mesa's), `swiftshader` (Chromium's), `system` (what Vulkan finds by
 * itself).
 */
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe } from 'vitest';
import { registerWebGpu } from '../../src/kernels/device';
import { patchGradients } from '../../src/kernels/patches';
import { families, useKernels } from '../../src/kernels/register';
import { useCpuEngine } from './cpuEngine';
import { lavapipeDriver } from './lavapipe';

/**
 * Software adapters, which Dawn takes on a machine without a GPU, by the driver file that names
 * them to Vulkan.
 */
const drivers = {
  lavapipe: lavapipeDriver() ?? '',
  swiftshader: '/usr/lib/chromium/vk_swiftshader_icd.json',
} as const;

type Driver = keyof typeof drivers;

/** Points Vulkan to the first adapter of the list that is there; why none can be had, or null. */
function chooseAdapter(wanted: readonly string[]): string | null {
  for (const name of wanted) {
    // Somebody who names a driver means that one.
    if (name === 'system' || process.env['VK_ICD_FILENAMES']) return null;
    if (!(name in drivers)) return `LAB_ADAPTER=${name} is not known`;
    const file = drivers[name as Driver];
    if (existsSync(file)) {
      process.env['VK_ICD_FILENAMES'] = file;
      return null;
    }
  }
  return `no software adapter for WebGPU found (${wanted.join(', ')}): \`sudo apt install chromium mesa-vulkan-drivers\` (Debian)`;
}

/** A second adapter takes a sample of what the first has taken whole. */
export const isSample = process.env['LAB_SAMPLE'] !== undefined;

const backendNames = ['cpu', 'wasm', 'webgpu'] as const;
const wanted = process.env['LAB_BACKENDS']?.split(',') ?? [...backendNames];

async function addWebGpu(): Promise<string | null> {
  if (!wanted.includes('webgpu')) return 'WebGPU above the kernels is tried by `npm run test:webgpu`';
  const adapters = process.env['LAB_ADAPTER'] ?? 'lavapipe,system';
  const problem = chooseAdapter(adapters.split(','));
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

/** Why there is no WebGPU here, or null. */
export const webGpuProblem = await addWebGpu();
patchGradients();

interface Backend {
  readonly name: (typeof backendNames)[number];
  /** The reason why it cannot be used, or null. */
  readonly problem: string | null;
}

const webgpu: Backend = { name: 'webgpu', problem: webGpuProblem };

/**
 * Those that tests run on; WebGPU is always among them, so that it is told where it is left out.
 */
const backends: readonly Backend[] = [
  ...backendNames
    .filter((name) => name !== 'webgpu' && wanted.includes(name))
    .map((name) => ({ name, problem: null })),
  webgpu,
];

type Body = (use: () => Promise<void>, name: string) => void;

function describeOn({ name, problem }: Backend, title: string, body: Body): void {
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

/**
 * The same for those that people train on, with the lab's kernels, as they do: what goes on above
 * the kernels is no different on tfjs's CPU backend, which takes minutes for it.
 */
export function onTrainingBackends(title: string, body: Body): void {
  const withOurs: Body = (use, name) => {
    const useOurs = async (): Promise<void> => {
      await use();
      useKernels(families.map(({ id }) => id));
    };
    body(useOurs, name);
  };
  for (const backend of backends) if (backend.name !== 'cpu') describeOn(backend, title, withOurs);
}

/** The same for `webgpu` alone. */
export function onWebGpu(title: string, body: Body): void {
  describeOn(webgpu, title, body);
}
