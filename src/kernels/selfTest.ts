/**
 * Each family's kernels on this adapter against the CPU backend, on the family's own small inputs. A driver that miscompiles one
 * kernel then costs that family its speed, and nothing else. Engine side; WebGPU or the CPU engine must be the current backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import { relativeError } from '../lib/compare';
import { messageOf } from '../lib/result';
import { onDevice, type FamilyId, type KernelFamily } from './family';
import { families, kernelsInUse, useKernels } from './register';

/** What came of one family's test. */
export interface FamilyCheck {
  readonly family: FamilyId;
  readonly passed: boolean;
  /** Relative error per output of the probe; empty where the device gave none. */
  readonly errors: readonly { readonly name: string; readonly relative: number }[];
  readonly seconds: number;
  /** Why there are no errors: the device's own words. */
  readonly detail: string;
}

/**
 * Float32 sums in another order differ by some 1e-6 of the largest value, and by 1e-4 after a chain of layers; an index that is off by one
 * differs by 0.1 and more. Halfway between, on a logarithmic scale, nothing right is refused and nothing wrong passes.
 */
export const familyTolerance = 1e-3;

type Outputs = Map<string, Float32Array>;

/** The outputs of the probes for `tested` on the current backend, read and disposed. */
async function outputsOf({ probe, wasmProbe }: KernelFamily, tested: string): Promise<Outputs> {
  // A probe may make more than it returns: gradients, variables.
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
    // What a GPU answers too late may not change the backend that has been chosen meanwhile.
    if (!signal?.aborted) await tf.setBackend(tested);
  }
}

/**
 * Tests one family after another, each alone among stock kernels, so that no failure is laid at another's door. The kernels in use are
 * the same before and after. Rejects only where the backend is gone, and with the reason of `signal` before the next family or at the end.
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
