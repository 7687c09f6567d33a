/**
 * The golden checks in a worker of a page (page.html), as the lab computes in one: a page's own
 * thread may not wait for others. `tests/browser/golden.test.ts` calls `checkGoldenOn` in the page.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import { patchGradients } from '../../src/kernels/patches';
import { families, useKernels } from '../../src/kernels/register';
import { startWasm } from '../../src/kernels/wasm/device';
import { wasmKernels } from '../../src/kernels/wasm/families';
import { goldenCases } from './cases';
import { checkGolden, type GoldenFile, type Options } from './check';
import { tooFar } from './tolerances';

/** What was compared, what is too far from Keras, and on what. */
export interface PageReport {
  /** As `webgl`, or `wasm, 2 threads`. */
  readonly backend: string;
  readonly compared: number;
  readonly tooFar: readonly string[];
}

const engine: { threads: number | null } = { threads: null };

/** The CPU engine is started once: with as many threads as the page would have. */
async function wasm(): Promise<string> {
  engine.threads ??= (await startWasm(wasmKernels, { cores: 2 })).threads;
  useKernels(families.map(({ id }) => id));
  return `${tf.getBackend()}, ${engine.threads} threads`;
}

async function webGl(): Promise<string> {
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  await tf.setBackend('webgl');
  return tf.getBackend();
}

async function checkGoldenOn(name: 'wasm' | 'webgl', id: string, options: Options): Promise<PageReport> {
  const backend = await (name === 'wasm' ? wasm() : webGl());
  patchGradients();
  const golden = goldenCases.find((candidate) => candidate.id === id);
  if (!golden) throw new Error(`There is no golden case ${id}`);
  const file = (await (await fetch(`./${id}.json`)).json()) as GoldenFile;
  const findings = await checkGolden(golden, file, options);
  return { backend, compared: findings.length, tooFar: tooFar(findings) };
}

onmessage = ({ data }: MessageEvent<Parameters<typeof checkGoldenOn>>): void => {
  checkGoldenOn(...data).then(postMessage, (thrown: unknown) => postMessage({ error: String(thrown) }));
};
