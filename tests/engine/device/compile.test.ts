/**
 * Compiling ahead makes the programs of a run and nothing else: no weight, average, slot or tensor
 * differs afterwards.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterEach, describe, expect, it } from 'vitest';
import { compileRun } from '../../../src/engine/device/compile';
import type { FamilyId } from '../../../src/kernels/family';
import { families, useKernels } from '../../../src/kernels/register';
import { trainStep } from '../../../src/training/step';
import { onWebGpu } from '../../helpers/backends';
import { disposeTrainer, makeTrainer, small } from '../../helpers/runs';
import type { Trainer } from '../../../src/training/run';
import { useCpuEngine } from '../../helpers/cpuEngine';

const weightsOf = async ({ model }: Trainer): Promise<number[][]> => {
  const values: number[][] = [];
  for (const weight of model.net.weights) {
    // A copy: reading the variable itself would leave its values with tfjs.
    const copy = tf.add(weight.read(), 0);
    values.push([...(await copy.data())]);
    copy.dispose();
  }
  return values;
};

const inputs = () => ({
  images: tf.randomUniform<tf.Rank.R4>([small.batch, 32, 32, 3], 0, 1, 'float32', 5),
  labels: Uint8Array.from({ length: small.batch }, (_, i) => i),
});

/** Loss of one step. */
async function step({ model, optimizer }: Trainer, number: number): Promise<number> {
  const { images, labels } = inputs();
  model.clock.step = number;
  const stats = trainStep(model, { images, labels }, optimizer, small.lr);
  const [loss] = await stats.data();
  tf.dispose([stats, images]);
  return loss ?? Number.NaN;
}

/**
 * Pipelines that are made while `work` runs: those that it waits for, and those that are made in
 * the background.
 */
async function pipelines(work: () => Promise<unknown>): Promise<{ waited: number; ahead: number }> {
  const { device } = tf.backend() as WebGPUBackend;
  const count = { waited: 0, ahead: 0 };
  const make = device.createComputePipeline.bind(device);
  const makeAhead = device.createComputePipelineAsync.bind(device);
  device.createComputePipeline = (descriptor) => (count.waited++, make(descriptor));
  device.createComputePipelineAsync = (descriptor) => (count.ahead++, makeAhead(descriptor));
  await work();
  Object.assign(device, { createComputePipeline: make, createComputePipelineAsync: makeAhead });
  return count;
}

const sets: readonly (readonly [string, readonly FamilyId[]])[] = [
  ['stock kernels', []],
  ['the lab’s own', families.map(({ id }) => id)],
];

onWebGpu('compiling ahead', (use) => {
  describe.each(sets)('with %s', (_, ids) => {
    afterEach(() => useKernels([]));

    // First: what another test has run is compiled already.
    it('makes the programs in the background, and leaves the first step few', async () => {
      await use();
      useKernels(ids);
      const trainer = makeTrainer(small);
      inputs().images.dispose();
      let told: [number, number] = [-1, -1];
      const made = await pipelines(() =>
        compileRun(trainer.model, small, (done, total) => (told = [done, total])),
      );
      expect(told).toEqual([made.ahead, made.ahead]);
      expect(made.ahead).toBeGreaterThan(3);
      // A few of tfjs's element-wise programs depend on sizes, which the update's stand-ins do not
      // share.
      expect((await pipelines(() => step(trainer, 0))).waited).toBeLessThanOrEqual(7);
      disposeTrainer(trainer);
    });

    it('changes nothing that training has, leaks nothing, and tells its progress', async () => {
      await use();
      useKernels(ids);
      for (const optimizer of ['adam', 'momentum', 'sgd'] as const) {
        const experiment = { ...small, optimizer };
        const trainer = makeTrainer(experiment);
        const control = makeTrainer(experiment);
        await step(trainer, 0);
        await step(control, 0);
        const before = await weightsOf(trainer);
        const tensors = tf.memory().numTensors;
        const { iterations } = trainer.optimizer;
        const told: [number, number][] = [];
        await compileRun(trainer.model, experiment, (done, total) => told.push([done, total]));
        expect(tf.memory().numTensors).toBe(tensors);
        expect(await weightsOf(trainer)).toEqual(before);
        expect(trainer.optimizer.iterations).toBe(iterations);
        expect(trainer.model.clock.step).toBe(0);
        expect(told.length).toBeGreaterThan(0);
        expect(told.at(-1)?.[0]).toBe(told.at(-1)?.[1]);
        // And so it goes on as a run that was never compiled ahead.
        expect(await step(trainer, 1)).toBe(await step(control, 1));
        expect(await weightsOf(trainer)).toEqual(await weightsOf(control));
        disposeTrainer(trainer);
        disposeTrainer(control);
      }
    });
  });
});

it('does nothing on the CPU engine', async () => {
  await useCpuEngine();
  const trainer = makeTrainer(small);
  const before = await weightsOf(trainer);
  await compileRun(trainer.model, small, () => expect.fail('nothing is compiled'));
  expect(await weightsOf(trainer)).toEqual(before);
  disposeTrainer(trainer);
});
