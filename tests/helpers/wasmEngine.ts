/**
 * The CPU engine in tests: a `WasmBackend` as tfjs's backend `wasm`, with threads of Node, and what
 * is computed on it.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { KernelFamily } from '../../src/kernels/family';
import { WasmBackend, wasmBackendName } from '../../src/kernels/wasm/backend';
import { definitionsOf } from '../../src/kernels/wasm/families';
import { scratchBytes } from '../../src/kernels/wasm/gemm/blocks';
import type { Tile, WasmFamily } from '../../src/kernels/wasm/kernel';
import { startThread } from './startThread';
import { bitsOf, onCpu, valuesOf, worstError, type Computation, type Values } from './kernels';

export interface Engine {
  /** Threads, the caller among them; 1 unless given. */
  readonly threads?: number;
  /** Multiply and add in one instruction; it does unless given. */
  readonly fma?: boolean;
  /** 4 × 8 unless given. */
  readonly tile?: Tile;
}

/**
 * The longest that a thread may take to come up: tsx compiles it, on a machine that may be busy.
 */
const patienceMs = 60_000;

/** Takes the place of tfjs's kernels of these names; the result puts them back. */
function register({ kernels }: WasmFamily): () => void {
  const stock = kernels.map(({ kernelName }) => tf.getKernel(kernelName, wasmBackendName));
  for (const { kernelName, kernelFunc } of kernels) {
    if (tf.getKernel(kernelName, wasmBackendName)) tf.unregisterKernel(kernelName, wasmBackendName);
    tf.registerKernel({ kernelName, backendName: wasmBackendName, kernelFunc });
  }
  return () => {
    for (const { kernelName } of kernels) tf.unregisterKernel(kernelName, wasmBackendName);
    for (const kernel of stock) if (kernel) tf.registerKernel(kernel);
  };
}

/**
 * Runs `body` on an engine with exactly these families, and takes it away again. `gradients`: those
 * that the families' operations need.
 */
export async function withEngine<T>(
  families: readonly WasmFamily[],
  gradients: readonly KernelFamily[],
  { threads = 1, fma = true, tile = { rows: 4, columns: 8 } }: Engine,
  body: (backend: WasmBackend) => T,
): Promise<Awaited<T>> {
  if (tf.getKernelsForBackend(wasmBackendName).length === 0) tf.copyRegisteredKernels('cpu', wasmBackendName);
  for (const gradient of gradients.flatMap((family) => family.gradients))
    if (!tf.getGradient(gradient.kernelName)) tf.registerGradient(gradient);
  const backend = new WasmBackend({
    kernels: definitionsOf(families),
    tile,
    fma,
    threads,
    scratchBytes,
    maxPages: 65_536,
    start: startThread,
  });
  await backend.ready(patienceMs);
  tf.registerBackend(wasmBackendName, () => backend);
  const restore = families.map(register);
  await tf.setBackend(wasmBackendName);
  try {
    return await body(backend);
  } finally {
    for (const undo of restore.toReversed()) undo();
    await tf.setBackend('cpu');
    tf.removeBackend(wasmBackendName);
  }
}

/** A family under test: its kernels, and the operations that run them. */
export interface Tested {
  readonly wasm: WasmFamily;
  /** The family with its gradients and its probe; none for kernels of tfjs's own names. */
  readonly family?: KernelFamily;
}

const gradientsOf = ({ family }: Tested): KernelFamily[] => (family ? [family] : []);

/** The values of a computation with the family's kernels. */
export const onWasm = (tested: Tested, compute: Computation, engine: Engine = {}): Promise<Values> =>
  withEngine([tested.wasm], gradientsOf(tested), engine, () => valuesOf(compute));

/** `worstError` of a computation with the family's kernels against tfjs's CPU backend. */
export async function wasmErrorOf(
  tested: Tested,
  compute: Computation,
  engine: Engine = {},
): Promise<number> {
  const ours = await onWasm(tested, compute, engine);
  return worstError(ours, await onCpu(compute));
}

/** Digests of a computation's values with 1, 2, 3 and 5 threads. */
export async function bitsByThreads(
  tested: Tested,
  compute: Computation,
  fma = true,
): Promise<Record<string, string>[]> {
  const all: Record<string, string>[] = [];
  for (const threads of [1, 2, 3, 5]) {
    const values = await withEngine([tested.wasm], gradientsOf(tested), { threads, fma }, (backend) => {
      if (backend.threads !== threads) throw new Error(`${backend.threads} threads of ${threads} came up`);
      return valuesOf(compute);
    });
    all.push(bitsOf(values));
  }
  return all;
}

/**
 * The family with one kernel made wrong: `distort` changes what the kernel is given. For negative
 * controls.
 */
export function distortedWasm(
  tested: Tested,
  name: string,
  distort: (given: Parameters<tf.KernelFunc>[0]) => Parameters<tf.KernelFunc>[0],
): Tested {
  const kernels = tested.wasm.kernels.map(({ kernelName, kernelFunc }) => ({
    kernelName,
    kernelFunc:
      kernelName === name ? (given: Parameters<tf.KernelFunc>[0]) => kernelFunc(distort(given)) : kernelFunc,
  }));
  return { ...tested, wasm: { ...tested.wasm, kernels } };
}
