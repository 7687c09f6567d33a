/**
 * tfjs's WebGPU backend on a device with more features than tfjs requests: with `subgroups`, where
 * the adapter has them, the template's invocations share what they load (`gemm/template.ts`).
 * Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { setWebGpuFlags } from './patches';

/** What tfjs's own factory requests (tfjs-backend-webgpu/src/base.ts), plus subgroups. */
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
 * Imports the backend, registers it as `webgpu` in place of tfjs's own registration, and sets its
 * flags. Call it before `tf.setBackend('webgpu')`, which then gives false if there is no adapter.
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

/** Devices on which kernels with subgroups gave wrong results. */
const forgone = new WeakSet<GPUDevice>();

/** Makes `subgroupSize` return 0 for this device from now on. */
export const forgoSubgroups = (device: GPUDevice): void => void forgone.add(device);

/** Invocations per subgroup; 0 where subgroups are unavailable or their size varies. */
export function subgroupSize(device: GPUDevice): number {
  if (!device.features.has('subgroups') || forgone.has(device)) return 0;
  const { subgroupMinSize, subgroupMaxSize } = device.adapterInfo;
  return subgroupMinSize === subgroupMaxSize ? subgroupMinSize : 0;
}
