import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { expect, it } from 'vitest';
import { familyIds } from '../../src/kernels/family';
import { families, kernelsInUse, useKernels } from '../../src/kernels/register';
import { familyTolerance, selfTest } from '../../src/kernels/selfTest';
import { onWebGpu } from '../helpers/backends';
import { broken, right, wrong } from './fakeFamilies';

onWebGpu('the self-test of the families', (use) => {
  it('passes what is right, refuses what is wrong or does not compile, and leaves everything as it was', async () => {
    await use();
    const stock = tf.getKernel('Relu', 'webgpu');
    const uncaptured: string[] = [];
    const { device } = tf.backend() as WebGPUBackend;
    device.addEventListener('uncapturederror', ({ error }) => uncaptured.push(error.message));
    const before = tf.memory().numTensors;
    const checks = await selfTest([right('gemm'), wrong('lrn'), broken('loss')]);
    expect(checks.map(({ family, passed }) => [family, passed])).toEqual([
      ['gemm', true],
      ['lrn', false],
      ['loss', false],
    ]);
    const [good, bad, refused] = checks;
    expect(good?.errors[0]?.relative).toBeLessThan(1e-6);
    expect(bad?.errors[0]?.relative).toBeGreaterThan(familyTolerance);
    expect(bad?.errors[0]?.relative).toBeCloseTo(0.1, 2);
    expect(refused?.errors).toEqual([]);
    expect(refused?.detail).toContain('noSuchFunction');
    expect(uncaptured).toEqual([]);
    expect(tf.getBackend()).toBe('webgpu');
    expect(tf.getKernel('Relu', 'webgpu')).toBe(stock);
    expect(kernelsInUse()).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a family whose probe throws or gives nothing', async () => {
    await use();
    const thrower = {
      ...right('images'),
      probe: () => {
        throw new Error('no probe');
      },
    };
    const silent = { ...right('dropout'), probe: () => ({}) };
    const checks = await selfTest([thrower, silent]);
    expect(checks).toMatchObject([
      { passed: false, detail: 'no probe' },
      { passed: false, errors: [] },
    ]);
  });
});

onWebGpu('the lab’s families', (use) => {
  it('all pass on this adapter, each in the order of its id, and leak nothing', async () => {
    await use();
    expect(families.map(({ id }) => id)).toEqual(familyIds.filter((id) => families.some((f) => f.id === id)));
    const before = tf.memory().numTensors;
    const checks = await selfTest();
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checks.map(({ family }) => family)).toEqual(families.map(({ id }) => id));
    expect(tf.memory().numTensors).toBe(before);
  });
});

onWebGpu('useKernels', (use) => {
  it('puts kernels in, gives stock back, and changes one family for another of the same name', async () => {
    await use();
    const stock = tf.getKernel('Relu', 'webgpu');
    const first = right('gemm');
    const second = wrong('gemm');
    useKernels(['gemm'], [first]);
    expect(tf.getKernel('Relu', 'webgpu').kernelFunc).toBe(first.kernels[0]?.kernelFunc);
    useKernels(['gemm'], [second]);
    expect(tf.getKernel('Relu', 'webgpu').kernelFunc).toBe(second.kernels[0]?.kernelFunc);
    expect(kernelsInUse()).toEqual(['gemm']);
    useKernels([]);
    expect(tf.getKernel('Relu', 'webgpu')).toBe(stock);
  });
});
