/** The CPU engine in a contestant's process: as a backend to train on, and its own figures. */
// First: it allows relaxed SIMD, before a module is compiled.
import { startThread } from '../helpers/startThread';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { matMul } from '../../src/kernels/gemm';
import { useKernels } from '../../src/kernels/register';
import { buildModule } from '../../src/kernels/wasm/backend';
import { hasFma, startWasm } from '../../src/kernels/wasm/device';
import { wasmKernels } from '../../src/kernels/wasm/families';
import type { EngineFigures } from './protocol';

/**
 * Makes it the current backend; its remarks. Throws where not all threads come up: a race with
 * fewer would be another one.
 */
export async function useEngine(wanted: number): Promise<string[]> {
  const { threads, fma, tile } = await startWasm(wasmKernels, { cores: wanted, start: startThread });
  if (threads !== wanted) throw new Error(`${threads} of ${wanted} threads came up`);
  return [`${threads} ${threads === 1 ? 'thread' : 'threads'}, tile ${tile}, ${fma ? 'FMA' : 'no FMA'}`];
}

const emits = 7;

/** Milliseconds of each of several times that the module is made from nothing. */
function timeEmitting(fma: boolean): Pick<EngineFigures, 'emitMs' | 'moduleBytes'> {
  const options = { tile: { rows: 6, columns: 8 }, fma };
  const emitMs: number[] = [];
  let moduleBytes = 0;
  for (let i = 0; i < 1 + emits; i++) {
    const began = performance.now();
    const bytes = buildModule(wasmKernels, options, { shared: true, maxPages: 65_536 });
    void new WebAssembly.Module(bytes);
    emitMs.push(performance.now() - began);
    moduleBytes = bytes.length;
  }
  return { emitMs, moduleBytes };
}

const side = 512;
const warmUps = 20;
const products = 60;

/**
 * GFLOP/s of products of large matrices, one after the other, once V8 has compiled the module a
 * second time, optimised.
 */
function timeProducts(): number[] {
  const [a, b] = [1, 2].map((seed) => tf.randomUniform<tf.Rank.R2>([side, side], -1, 1, 'float32', seed));
  const rates: number[] = [];
  for (let i = 0; i < warmUps + products; i++) {
    const began = performance.now();
    // The engine computes before it returns.
    const c = matMul(a!, b!);
    const ms = performance.now() - began;
    c.dispose();
    if (i >= warmUps) rates.push((2 * side ** 3) / ms / 1e6);
  }
  tf.dispose([a!, b!]);
  return rates;
}

/** On one thread. Call it in a process that has made no module yet: the first takes longer. */
export async function measureEngine(): Promise<EngineFigures> {
  const fma = hasFma();
  const emitting = timeEmitting(fma);
  const { tile, gflops } = await startWasm(wasmKernels, { cores: 1, start: startThread });
  useKernels(['gemm']);
  return { ...emitting, tile, fma, tileGflops: gflops, productGflops: timeProducts() };
}
