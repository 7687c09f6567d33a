/**
 * tfjs's WebGPU backend on a device that may do more than tfjs asks for: with `subgroups`, where the adapter has them, the template's
 * invocations share what they load (`gemm/template.ts`). Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { setWebGpuFlags } from './patches';

/** What tfjs's own factory asks for (tfjs-backend-webgpu/src/base.ts), and subgroups. */
const features = ['timestamp-query', 'subgroups'] as const satisfies readonly GPUFeatureName[];
const limits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * Imports the backend and registers it as `webgpu`, in tfjs's place, with its flags. Call before `tf.setBackend('webgpu')`, which then
 * gives false where there is no adapter.
 */
export async function registerWebGpu(): Promise<void> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  setWebGpuFlags();
  if (tf.findBackend('webgpu')) return;
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', async () => {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) throw new Error('navigator.gpu.requestAdapter() gave null');
    const device = await adapter.requestDevice({
      requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]])),
    });
    return new WebGPUBackend(device, adapter.info);
  });
}

/** Devices on which kernels with subgroups were wrong. */
const forgone = new WeakSet<GPUDevice>();

/** From now on `subgroupSize` of this device is 0. */
export const forgoSubgroups = (device: GPUDevice): void => void forgone.add(device);

/** Invocations of a subgroup; 0 where there are none to be had, or where their number is not always the same. */
export function subgroupSize(device: GPUDevice): number {
  if (!device.features.has('subgroups') || forgone.has(device)) return 0;
  const { subgroupMinSize, subgroupMaxSize } = device.adapterInfo;
  return subgroupMinSize === subgroupMaxSize ? subgroupMinSize : 0;
}
