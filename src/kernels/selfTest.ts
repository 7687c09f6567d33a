/**
 * Compares each family's kernels on this adapter with the CPU backend, on the family's own small
 * inputs. A driver that miscompiles one kernel then costs that family its speed, and nothing else.
 * Engine side; WebGPU or the CPU engine must be the current backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import { relativeError } from '../lib/numeric';
import { messageOf } from '../lib/result';
import { onDevice, type FamilyId, type KernelFamily } from './family';
import { families, kernelsInUse, useKernels } from './register';

/** The result of one family's test. */
export interface FamilyCheck {
  readonly family: FamilyId;
  readonly passed: boolean;
  /** Relative error per output of the probe; empty if the device gave no results. */
  readonly errors: readonly { readonly name: string; readonly relative: number }[];
  readonly seconds: number;
  /** Why `errors` is empty, in the device's own words. */
  readonly detail: string;
}

/**
 * Float32 sums in a different order differ by about 1e-6 of the largest value, and by 1e-4 after a
 * chain of layers; an index that is off by one differs by 0.1 and more. A tolerance halfway
 * between, on a logarithmic scale, rejects nothing right and passes nothing wrong.
 */
export const familyTolerance = 1e-3;

type Outputs = Map<string, Float32Array>;

/** Runs the probes for `tested` on the current backend, reads their outputs and disposes them. */
async function outputsOf({ probe, wasmProbe }: KernelFamily, tested: string): Promise<Outputs> {
  // A probe may create more than it returns: gradients, variables.
  const tensors = tf.tidy(() => ({ ...probe(), ...(tested === 'wasm' ? wasmProbe?.() : {}) }));
  const outputs: Outputs = new Map();
  try {
    for (const [name, tensor] of Object.entries(tensors))
      outputs.set(name, Float32Array.from(await tensor.data()));
  } finally {
    tf.dispose(tensors);
  }
  return outputs;
}

async function checkFamily(
  family: KernelFamily,
  among: readonly KernelFamily[],
  signal?: AbortSignal,
): Promise<FamilyCheck> {
  const began = performance.now();
  const tested = tf.getBackend();
  const finish = (passed: boolean, errors: FamilyCheck['errors'], detail: string): FamilyCheck => ({
    family: family.id,
    passed,
    errors,
    seconds: (performance.now() - began) / 1000,
    detail,
  });
  try {
    useKernels([family.id], among);
    const here = await onDevice(() => outputsOf(family, tested));
    signal?.throwIfAborted();
    await tf.setBackend('cpu');
    const reference = await outputsOf(family, tested);
    const errors = [...reference].map(([name, expected]) => ({
      name,
      relative: relativeError(here.get(name) ?? [], expected),
    }));
    const passed = errors.length > 0 && errors.every(({ relative }) => relative <= familyTolerance);
    return finish(passed, errors, '');
  } catch (thrown) {
    return finish(false, [], messageOf(thrown));
  } finally {
    // A GPU's late answer must not change the backend that has been chosen in the meantime.
    if (!signal?.aborted) await tf.setBackend(tested);
  }
}

/**
 * Tests one family after another, each alone among stock kernels, so that no failure is blamed on
 * the wrong family. The kernels in use are the same before and after. Rejects only if the backend
 * is gone, and with the reason of `signal` before the next family or at the end.
 */
export async function selfTest(
  candidates: readonly KernelFamily[] = families,
  signal?: AbortSignal,
): Promise<FamilyCheck[]> {
  const before = kernelsInUse();
  const checks: FamilyCheck[] = [];
  for (const family of candidates) {
    signal?.throwIfAborted();
    checks.push(await checkFamily(family, candidates, signal));
  }
  signal?.throwIfAborted();
  useKernels(before, candidates);
  return checks;
}
