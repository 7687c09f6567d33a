/**
 * tfjs-core's own published tests on one backend: `suite.js <cpu|wasm> <result.json>`. `main.ts`
 * bundles it first: the tests are ES modules without a type and without file extensions, which Node
 * does not load as they are.
 */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import jasmineCore from 'jasmine-core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';
import { families, useKernels } from '../../src/kernels/register';
import { WasmBackend, wasmBackendName } from '../../src/kernels/wasm/backend';
import { wasmKernels } from '../../src/kernels/wasm/families';
import { scratchBytes } from '../../src/kernels/wasm/gemm/blocks';
import type { Outcome, Outcomes } from './outcomes';

/**
 * Each group of tests begins on a new backend with a memory of its own: 256 MiB at most, far more
 * than a test needs.
 */
const maxPages = 4_096;

async function useEngine(): Promise<void> {
  // Node 20 has relaxed SIMD behind a flag, newer ones have it without.
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  tf.copyRegisteredKernels('cpu', wasmBackendName);
  tf.registerBackend(
    wasmBackendName,
    () =>
      new WasmBackend({
        kernels: wasmKernels,
        tile: { rows: 4, columns: 8 },
        fma: true,
        scratchBytes,
        threads: 1,
        maxPages,
        start: () => {
          throw new Error('One thread starts no others');
        },
      }),
  );
  await tf.setBackend(wasmBackendName);
  useKernels(families.map(({ id }) => id));
}

const [backendName = '', result = ''] = process.argv.slice(2);
const env = jasmineCore.boot().getEnv();
// Some of the tests share a name.
env.configure({ random: false, forbidDuplicateNames: false });
if (backendName === wasmBackendName) await useEngine();
// The same name for both backends: it becomes a part of the tests' names, by which they are
// compared.
setTestEnvs([{ name: 'backend', backendName, isDataSync: true }]);
await import('@tensorflow/tfjs-core/dist/tests');

const outcomes: Record<string, Outcome> = {};
env.addReporter({
  specDone({ fullName, status, failedExpectations }) {
    if (status !== 'passed' && status !== 'failed') return;
    // A name fails where one of its tests does.
    const message = failedExpectations.map((failed) => failed.message).join('; ');
    const before = outcomes[fullName];
    if (before?.message === undefined) outcomes[fullName] = status === 'failed' ? { message } : {};
  },
});
await env.execute();
writeFileSync(result, JSON.stringify(outcomes satisfies Outcomes));
// Timers that a test has left would keep Node alive.
process.exit();
