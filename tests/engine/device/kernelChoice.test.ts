/**
 * A family that computes wrongly is refused, stock takes its place, and training goes on as if it
 * had never been there.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { chooseKernels } from '../../../src/engine/device/kernelChoice';
import { subgroupSize } from '../../../src/kernels/device';
import { families, kernelsInUse, useKernels } from '../../../src/kernels/register';
import { trainStep } from '../../../src/training/step';
import { onWebGpu } from '../../helpers/backends';
import { disposeTrainer, makeTrainer, small } from '../../helpers/runs';
import { right, rightWhenSmall, wrong } from '../../kernels/fakeFamilies';

/** Losses of three steps on the same images. */
async function losses(): Promise<number[]> {
  const trainer = makeTrainer(small);
  const images = tf.randomUniform<tf.Rank.R4>([8, 32, 32, 3], 0, 1, 'float32', 5);
  const labels = Uint8Array.from({ length: 8 }, (_, i) => i);
  const out: number[] = [];
  for (let step = 0; step < 3; step++) {
    trainer.model.clock.step = step;
    const stats = trainStep(trainer.model, { images, labels }, trainer.optimizer, 1e-3);
    out.push((await stats.data())[0] ?? Number.NaN);
    stats.dispose();
  }
  images.dispose();
  disposeTrainer(trainer);
  return out;
}

onWebGpu('the choice of kernels', (use) => {
  afterEach(() => useKernels([]));

  it('uses a family that passes', async () => {
    await use();
    const { kernels, check } = await chooseKernels('auto', [right('gemm')]);
    expect(kernels).toMatchObject([{ family: 'gemm', status: 'passed', detail: '' }]);
    expect(check.passed).toBe(true);
    expect(kernelsInUse()).toEqual(['gemm']);
  });

  it('uses all of the lab’s families, with which the whole network passes', async () => {
    await use();
    const { kernels, check } = await chooseKernels('auto');
    expect(kernels.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(check.passed).toBe(true);
    expect(kernelsInUse()).toEqual(families.map(({ id }) => id));
  });

  it('refuses a wrong family, and training goes on with stock', async () => {
    await use();
    const expected = await losses();
    const bad = wrong('lrn');
    // The control: with this kernel the losses are others.
    useKernels(['lrn'], [bad]);
    expect(await losses()).not.toEqual(expected);
    const { kernels, check } = await chooseKernels('auto', [bad]);
    expect(kernels).toMatchObject([{ family: 'lrn', status: 'failed' }]);
    expect(kernels[0]?.relative).toBeCloseTo(0.1, 2);
    expect(check.passed).toBe(true);
    expect(kernelsInUse()).toEqual([]);
    expect(await losses()).toEqual(expected);
  });

  it('drops families that pass alone where the whole network does not, and checks it again with stock', async () => {
    await use();
    const { kernels, check } = await chooseKernels('auto', [rightWhenSmall('gemm')]);
    expect(kernels).toMatchObject([{ family: 'gemm', status: 'not-used' }]);
    expect(kernels[0]?.relative).toBeLessThan(1e-6);
    expect(check.passed).toBe(true);
    expect(kernelsInUse()).toEqual([]);
  });

  it('tests and uses none where stock is asked for', async () => {
    await use();
    const { kernels } = await chooseKernels('stock', [right('gemm')]);
    expect(kernels).toEqual([{ family: 'gemm', status: 'not-used', relative: null, seconds: 0, detail: '' }]);
    expect(kernelsInUse()).toEqual([]);
  });

  // Last: the device does without subgroups from here on.
  it('tests the products once more without subgroups where they are wrong with them', async (context) => {
    await use();
    const { device } = tf.backend() as WebGPUBackend;
    const good = right('gemm');
    const bad = wrong('gemm');
    const kernelFunc: tf.KernelFunc = (given) => {
      const [kernel] = (subgroupSize(device) > 0 ? bad : good).kernels;
      if (!kernel) throw new Error('unreachable');
      return kernel.kernelFunc(given);
    };
    if (subgroupSize(device) === 0) context.skip('this adapter has no subgroups');
    const family = { ...good, kernels: [{ kernelName: 'Relu', kernelFunc }] };
    const { kernels, check } = await chooseKernels('auto', [family]);
    expect(kernels).toMatchObject([{ family: 'gemm', status: 'passed', detail: '' }]);
    expect(kernels[0]?.withSubgroups?.relative).toBeCloseTo(0.1, 2);
    expect(kernels[0]?.relative).toBeLessThan(1e-6);
    expect(check.passed).toBe(true);
    expect(kernelsInUse()).toEqual(['gemm']);
  });
});
