/**
 * WebGPU, else WebGL, else CPU; with a report of what was tried and why it was refused. Worker; the only file that chooses a
 * tfjs backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendId } from '../experiment/schema';
import { messageOf, never } from '../lib/result';
import { registerWebGpu } from '../kernels/device';
import { patchGradients } from '../kernels/patches';
import type { BackendAttempt, BackendReport } from '../protocol/events';
import { DeviceWatch, watchContext, watchDevice, type WebGl } from './deviceWatch';

/** A backend that tfjs uses now. */
export interface Chosen {
  readonly report: Omit<BackendReport, 'attempts' | 'kernels'>;
  readonly watch: DeviceWatch;
}

type Refusal = Pick<BackendAttempt, 'reason' | 'detail'>;
type Tried = { readonly chosen: Chosen } | { readonly refusal: Refusal };

const refuse = (reason: BackendAttempt['reason'], detail: string): Tried => ({ refusal: { reason, detail } });

/** Names under which a CPU pretends to be a GPU. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|microsoft basic|warp/i;

const isSoftware = (adapter: string, fallback = false): boolean => fallback || softwareNames.test(adapter);

/** What the browser tells of an adapter, without repeating itself; some browsers tell nothing. */
const adapterName = ({ vendor, architecture, device, description }: GPUAdapterInfo): string =>
  description || [...new Set([vendor, architecture, device])].filter(Boolean).join(' ');

async function tryWebGpu(): Promise<Tried> {
  if (!('gpu' in navigator) || !navigator.gpu) {
    return refuse(
      'unsupported',
      self.isSecureContext ? 'navigator.gpu is missing' : 'not a secure context (https or localhost)',
    );
  }
  // tfjs's own initialisation throws on a null adapter (tensorflow/tfjs#8065, #8094): so it is asked for here first.
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return refuse('no-adapter', 'navigator.gpu.requestAdapter() gave null');
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  await registerWebGpu();
  if (!(await tf.setBackend('webgpu'))) return refuse('init-failed', 'tf.setBackend("webgpu") gave false');
  await tf.ready();
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) return refuse('init-failed', 'another backend took its place');
  const name = adapterName(adapter.info);
  const { maxStorageBufferBindingSize, maxBufferSize } = backend.device.limits;
  const report = {
    backend: 'webgpu' as const,
    adapter: name,
    software: isSoftware(name, adapter.info.isFallbackAdapter),
    maxBindingBytes: Math.min(maxStorageBufferBindingSize, maxBufferSize),
    maxBufferBytes: maxBufferSize,
  };
  return { chosen: { report, watch: watchDevice(backend.device) } };
}

const unlimited = { maxBindingBytes: null, maxBufferBytes: null } as const;

function webGlRenderer(): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return null;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return renderer;
}

async function tryWebGl(): Promise<Tried> {
  if (typeof OffscreenCanvas === 'undefined') return refuse('unsupported', 'OffscreenCanvas is missing');
  const renderer = webGlRenderer();
  if (renderer === null) return refuse('no-adapter', 'no webgl2 context in a worker');
  const { MathBackendWebGL } = await import('@tensorflow/tfjs-backend-webgl');
  // tfjs refuses a software renderer unless told; the page calls it slow instead.
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  if (!(await tf.setBackend('webgl'))) return refuse('init-failed', 'tf.setBackend("webgl") gave false');
  await tf.ready();
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) return refuse('init-failed', 'another backend took its place');
  const report = {
    backend: 'webgl' as const,
    adapter: renderer,
    software: isSoftware(renderer),
    ...unlimited,
  };
  return { chosen: { report, watch: watchContext(backend.gpgpu.gl as WebGl) } };
}

async function tryCpu(): Promise<Tried> {
  await tf.setBackend('cpu');
  return {
    chosen: {
      report: { backend: 'cpu', adapter: '', software: true, ...unlimited },
      watch: new DeviceWatch(),
    },
  };
}

function attempt(backend: BackendId): Promise<Tried> {
  switch (backend) {
    case 'webgpu':
      return tryWebGpu();
    case 'webgl':
      return tryWebGl();
    case 'cpu':
      return tryCpu();
    default:
      return never(backend);
  }
}

/**
 * Makes `backend` tfjs's current one, or says why it cannot be had. Never throws. The gradients are patched once it is there.
 */
export async function tryBackend(backend: BackendId): Promise<Tried> {
  try {
    const tried = await attempt(backend);
    patchGradients();
    return tried;
  } catch (thrown) {
    return refuse('init-failed', messageOf(thrown));
  }
}
