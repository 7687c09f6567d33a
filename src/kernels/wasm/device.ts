/**
 * Starts the CPU engine on this processor: what WebAssembly can do here, how many threads, and
 * which tile. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { ModuleBuilder } from './assembler';
import { wasmBackendName, WasmBackend, type EngineOptions } from './backend';
import { scratchBytes } from './gemm/blocks';
import { f32x4, v128 } from './instructions';
import type { WasmKernel } from './kernel';
import { raceTiles, tileName } from './tile';
import type { Thread, ThreadMember } from './threadPool';

/** Whether a module that stores the value of this expression can be compiled here. */
function compiles(value: ReturnType<typeof v128.load>): boolean {
  const builder = new ModuleBuilder();
  builder.define('probe', { at: 'i32' }, ({ at }) => [v128.store(at, value)]);
  return WebAssembly.validate(builder.bytes(false, 1));
}

export const hasSimd = (): boolean => typeof WebAssembly === 'object' && compiles(v128.zero);

/** Whether there is relaxed SIMD, which has a multiply-add: not in Safari as of 2026. */
export const hasFma = (): boolean => compiles(f32x4.fma(v128.zero, v128.zero, v128.zero));

/** Whether threads may share a memory: only on a cross-origin isolated page. */
export const mayShareMemory = (): boolean =>
  typeof SharedArrayBuffer === 'function' && (globalThis.crossOriginIsolated ?? true);

/** More threads than this gain little: the products wait for memory. */
const maxThreads = 16;

/** One core is left to the page where there are more than two. */
export const threadsFor = (cores: number): number =>
  Math.min(cores > 2 ? cores - 1 : Math.max(cores, 1), maxThreads);

/**
 * The most that the memory may grow to, in pages of 64 KiB: the whole 32-bit address space, or what
 * the browser grants.
 */
function grantedPages(shared: boolean): number {
  for (const maximum of [65_536, 32_768, 16_384]) {
    try {
      void new WebAssembly.Memory({ initial: 1, maximum, shared });
      return maximum;
    } catch {
      // A phone may refuse to reserve so much: half of it is tried.
    }
  }
  return 8_192;
}

function startWorker(member: ThreadMember): Thread {
  const worker = new Worker(new URL('./poolWorker.ts', import.meta.url), { type: 'module' });
  const up = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage(member);
  return { up, end: () => worker.terminate() };
}

/** The longest wait for threads at start. */
const startMs = 5_000;

/** The engine as it was started here. */
export interface WasmDevice {
  readonly threads: number;
  /** Logical processors, as the browser reports them. */
  readonly cores: number;
  readonly fma: boolean;
  readonly isolated: boolean;
  /** Rows × columns of C in registers. */
  readonly tile: string;
  /** GFLOP/s of one thread in the race of tiles. */
  readonly gflops: number;
  /** Bytes that the memory may grow to. */
  readonly maxMemoryBytes: number;
}

/** Options for starting it elsewhere than in a browser's worker, and in tests. */
export interface WasmStart {
  readonly cores?: number;
  readonly shared?: boolean;
  readonly fma?: boolean;
  readonly start?: (member: ThreadMember) => Thread;
}

/**
 * Registers the engine with these kernels as tfjs's backend `wasm`, beside tfjs's own kernels of
 * the CPU backend, and makes it the current one. Rejects if WebAssembly has no SIMD (check
 * `hasSimd` first) or grants no memory.
 */
export async function startWasm(
  kernels: readonly WasmKernel[],
  options: WasmStart = {},
): Promise<WasmDevice> {
  const {
    cores = navigator.hardwareConcurrency,
    shared = mayShareMemory(),
    fma = hasFma(),
    start = startWorker,
  } = options;
  const { tile, gflops } = raceTiles(fma);
  const maxPages = grantedPages(shared);
  const threads = shared ? threadsFor(cores) : 1;
  const engine: EngineOptions = { kernels, tile, fma, scratchBytes, threads, maxPages, start };
  const backend = new WasmBackend(engine);
  await backend.ready(startMs);
  if (tf.findBackend(wasmBackendName)) tf.removeBackend(wasmBackendName);
  if (tf.getKernelsForBackend(wasmBackendName).length === 0) tf.copyRegisteredKernels('cpu', wasmBackendName);
  tf.registerBackend(wasmBackendName, () => backend);
  if (!(await tf.setBackend(wasmBackendName))) throw new Error('tf.setBackend("wasm") gave false');
  return {
    threads: backend.threads,
    cores,
    fma,
    isolated: shared,
    tile: tileName(tile),
    gflops,
    maxMemoryBytes: 65_536 * maxPages,
  };
}
