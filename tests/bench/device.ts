/**
 * Gives this process a `navigator.gpu`: Dawn (npm `webgpu`) on an adapter of choice, or the virtual
 * one. Every device that a library then asks for is recorded, and its errors are kept: tfjs drops
 * an operation that WebGPU refuses and goes on.
 */
import { create, globals as dawnGlobals } from 'webgpu';
import type { Recorder } from './count';
import type { AdapterId } from './protocol';
import { virtualGpu } from './virtualDevice';

/** Where Debian puts the drivers. `default` leaves the choice to the Vulkan loader. */
const drivers: Readonly<Partial<Record<AdapterId, string>>> = {
  lavapipe: '/usr/share/vulkan/icd.d/lvp_icd.json',
  swiftshader: '/usr/lib/chromium/vk_swiftshader_icd.json',
};

export interface OpenGpu {
  /** The adapter's own description. */
  readonly adapter: string;
  readonly bindingBytes: number;
  /** What the devices have refused so far; empty on a good run. */
  readonly errors: readonly string[];
}

/** On the CPU: no adapter, and no limit of a binding. */
export const noGpu = (): OpenGpu => ({
  adapter: 'wasm',
  bindingBytes: Number.MAX_SAFE_INTEGER,
  errors: [],
});

/** Watches each device of an adapter. */
function watchDevices(adapter: GPUAdapter, recorder: Recorder, errors: string[]): void {
  const request = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    const device = await request(descriptor);
    recorder.watch(device);
    device.addEventListener('uncapturederror', ({ error }) => void errors.push(error.message));
    return device;
  };
}

/**
 * Call once, before a library that looks for WebGPU is imported. Throws where there is no adapter.
 */
export async function openGpu(id: AdapterId, recorder: Recorder): Promise<OpenGpu> {
  const driver = drivers[id];
  if (driver) process.env['VK_ICD_FILENAMES'] = driver;
  const { gpu, globals } = id === 'virtual' ? virtualGpu() : { gpu: create([]), globals: {} };
  const errors: string[] = [];
  const request = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await request(options);
    if (adapter) watchDevices(adapter, recorder, errors);
    return adapter;
  };
  // What tfjs and jax-js look for: a worker's global scope with navigator.gpu.
  Object.assign(globalThis, dawnGlobals, globals, { WorkerGlobalScope: Object });
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error(`No adapter: ${id} (${driver ?? 'no driver named'})`);
  const { description, vendor, device } = adapter.info;
  return {
    adapter: description || `${vendor} ${device}`.trim(),
    bindingBytes: adapter.limits.maxStorageBufferBindingSize,
    errors,
  };
}
