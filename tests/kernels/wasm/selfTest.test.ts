import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { KernelFamily } from '../../../src/kernels/family';
import { families } from '../../../src/kernels/register';
import { selfTest, type FamilyCheck } from '../../../src/kernels/selfTest';
import { wasmFamilies } from '../../../src/kernels/wasm/families';
import { withEngine } from '../../helpers/wasmEngine';

const checksOf = (candidates: readonly KernelFamily[]): Promise<FamilyCheck[]> =>
  withEngine(Object.values(wasmFamilies), families, {}, async () => {
    const before = tf.memory().numTensors;
    const checks = await selfTest(candidates);
    expect(tf.memory().numTensors).toBe(before);
    return checks;
  });

it('the lab’s families all pass on the CPU engine, products with the kernels for certain shapes too', async () => {
  const checks = await checksOf(families);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks.map(({ family }) => family)).toEqual(families.map(({ id }) => id));
  const names = checks.find(({ family }) => family === 'gemm')?.errors.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['logits', 'convolutions', 'convolutions’ gradient 3']));
});

it.each([
  ['computed from planes', [3, 3, 3, 6]],
  ['computed by Winograd’s method', [3, 3, 32, 32]],
])('a convolution %s that is wrong costs the family its place', async (_, shape) => {
  const gemm = families.find(({ id }) => id === 'gemm');
  const wasmKernels = gemm?.wasmKernels?.map(({ kernelName, kernelFunc }) => ({
    kernelName,
    kernelFunc: (given: Parameters<tf.KernelFunc>[0]) => {
      const { filter } = given.inputs as { filter?: tf.Tensor };
      const wrong = kernelName === 'TrainConv2D' && filter?.shape.join() === shape.join();
      return kernelFunc(wrong ? { ...given, attrs: { ...given.attrs, activation: 'linear' } } : given);
    },
  }));
  const checks = await checksOf([{ ...gemm, wasmKernels } as KernelFamily]);
  expect(checks.map(({ passed }) => passed)).toEqual([false]);
});
