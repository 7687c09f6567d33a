/**
 * Chooses WebGPU or WebGL if there is a GPU, else the CPU engine, else tfjs's own CPU backend, and
 * reports what was tried and why it was refused. Runs in the worker; the only file that sets the
 * current tfjs backend at start.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { abortable } from '../../lib/clock';
import type { BackendId } from '../../experiment/schema';
import { messageOf, never } from '../../lib/result';
import { registerWebGpu } from '../../kernels/device';
import { patchGradients } from '../../kernels/patches';
import { hasSimd, startWasm } from '../../kernels/wasm/device';
import { wasmKernels } from '../../kernels/wasm/families';
import type { BackendAttempt, BackendReport } from '../../protocol/device';
import { DeviceWatch, watchContext, watchDevice, type WebGl } from './deviceWatch';

/** The backend that tfjs now uses. */
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

/** A software adapter is many times slower than the CPU engine, so it is used only if asked for. */
const refuseSoftware = (adapter: string): Tried => refuse('software', adapter);

/** What the browser reports about an adapter, without repetition; some browsers report nothing. */
const adapterName = ({ vendor, architecture, device, description }: GPUAdapterInfo): string =>
  description || [...new Set([vendor, architecture, device])].filter(Boolean).join(' ');

async function tryWebGpu(takesSoftware: boolean, late: AbortSignal): Promise<Tried> {
  if (!('gpu' in navigator) || !navigator.gpu) {
    return refuse(
      'unsupported',
      self.isSecureContext ? 'no navigator.gpu in a worker' : 'not a secure context (https or localhost)',
    );
  }
  // tfjs's own initialisation throws on a null adapter (tensorflow/tfjs#8065, #8094), so we ask for
  // the adapter here first.
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return refuse('no-adapter', 'navigator.gpu.requestAdapter() gave null');
  const name = adapterName(adapter.info);
  const software = isSoftware(name, adapter.info.isFallbackAdapter);
  if (software && !takesSoftware) return refuseSoftware(name);
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // From here on tfjs waits for the device, whichever backend is current.
  late.throwIfAborted();
  await registerWebGpu();
  late.throwIfAborted();
  if (!(await tf.setBackend('webgpu'))) return refuse('init-failed', 'tf.setBackend("webgpu") gave false');
  await tf.ready();
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) return refuse('init-failed', 'another backend took its place');
  const { maxStorageBufferBindingSize, maxBufferSize } = backend.device.limits;
  const report = {
    backend: 'webgpu' as const,
    adapter: name,
    software,
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

async function tryWebGl(takesSoftware: boolean, late: AbortSignal): Promise<Tried> {
  if (typeof OffscreenCanvas === 'undefined') return refuse('unsupported', 'OffscreenCanvas is missing');
  const renderer = webGlRenderer();
  if (renderer === null) return refuse('no-adapter', 'no webgl2 context in a worker');
  const software = isSoftware(renderer);
  if (software && !takesSoftware) return refuseSoftware(renderer);
  const { MathBackendWebGL } = await import('@tensorflow/tfjs-backend-webgl');
  late.throwIfAborted();
  // tfjs refuses a software renderer by default; the page reports it as slow instead.
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  if (!(await tf.setBackend('webgl'))) return refuse('init-failed', 'tf.setBackend("webgl") gave false');
  await tf.ready();
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) return refuse('init-failed', 'another backend took its place');
  const report = {
    backend: 'webgl' as const,
    adapter: renderer,
    software,
    ...unlimited,
  };
  return { chosen: { report, watch: watchContext(backend.gpgpu.gl as WebGl) } };
}

/** Tensor sizes are counted in 31 bits. */
const maxTensorBytes = 2 ** 31 - 2 ** 16;

/**
 * The name is stored in saved runs: a run that is resumed with another rounding differs in the last
 * digits.
 */
const wasmAdapter = (fma: boolean): string => `WebAssembly SIMD${fma ? ', fused multiply-add' : ''}`;

async function tryWasm(): Promise<Tried> {
  if (!hasSimd()) return refuse('unsupported', 'WebAssembly has no SIMD here');
  const cpu = await startWasm(wasmKernels);
  const report = {
    backend: 'wasm' as const,
    adapter: wasmAdapter(cpu.fma),
    software: false,
    maxBindingBytes: maxTensorBytes,
    maxBufferBytes: maxTensorBytes,
    cpu,
  };
  return { chosen: { report, watch: new DeviceWatch() } };
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

function attempt(backend: BackendId, takesSoftware: boolean, late: AbortSignal): Promise<Tried> {
  switch (backend) {
    case 'webgpu':
      return tryWebGpu(takesSoftware, late);
    case 'webgl':
      return tryWebGl(takesSoftware, late);
    case 'wasm':
      return tryWasm();
    case 'cpu':
      return tryCpu();
    default:
      return never(backend);
  }
}

/**
 * The longest wait for a device and for its backend's files, in milliseconds: a driver that hangs
 * does not report it.
 */
const longestMs = 60_000;

/**
 * Makes `backend` the current tfjs backend, or reports why it is unavailable, within a minute.
 * Never throws. Patches the gradients once the backend is there. `takesSoftware`: accept an adapter
 * whose name shows that it is a CPU.
 */
export async function tryBackend(backend: BackendId, takesSoftware: boolean): Promise<Tried> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${longestMs / 1_000} s`)), longestMs);
  try {
    const tried = await abortable(attempt(backend, takesSoftware, late.signal), late.signal);
    patchGradients();
    return tried;
  } catch (thrown) {
    // A backend that is ready too late must not replace the next one.
    if (late.signal.aborted && tf.findBackendFactory(backend)) tf.removeBackend(backend);
    return refuse('init-failed', messageOf(thrown));
  } finally {
    clearTimeout(timer);
  }
}
