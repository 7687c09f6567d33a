/**
 * Our training step with all of our kernels: the model, the optimizer and the step that the page
 * trains with, nothing else.
 */
import * as tf from '@tensorflow/tfjs-core';
import { preprocess } from '../../../src/dataset/preprocess';
import { familyIds, gpuOf } from '../../../src/kernels/family';
import { registerWebGpu } from '../../../src/kernels/device';
import { measuredOn, productsOf, useMeasured } from '../../../src/kernels/gemm/tuneCache';
import { tune } from '../../../src/kernels/gemm/tune';
import { patchGradients } from '../../../src/kernels/patches';
import { kernelsInUse, useKernels } from '../../../src/kernels/register';
import { buildModel } from '../../../src/model/build';
import { createOptimizer } from '../../../src/training/optimizer';
import { trainStep } from '../../../src/training/step';
import { batchFor, jobs, seed } from '../jobs';
import { timeLayers } from '../layers';
import type { Contestant, Request } from '../protocol';

/** Needs `navigator.gpu`. Throws where tfjs cannot start. */
export async function useWebGpu(): Promise<string[]> {
  await registerWebGpu();
  if (!(await tf.setBackend('webgpu'))) throw new Error('tf.setBackend("webgpu") gave false');
  return [];
}

/** `useBackend` makes one the current backend; its remarks. */
export async function startOurs(
  { job: id, batch: size, dropout }: Extract<Request, { kind: 'start' }>,
  useBackend: () => Promise<string[]>,
): Promise<Contestant> {
  const remarks = await useBackend();
  patchGradients();
  useKernels(familyIds);
  const job = jobs[id];
  const network = job.network(dropout);
  const model = buildModel(network, seed);
  const optimizer = createOptimizer({ optimizer: 'adam', momentum: 0.9 });
  const batch = batchFor(network, size);
  const { labels } = batch;
  let images = tf.tensor4d(batch.images, batch.shape);
  return {
    remarks: [...remarks, `kernels: ${kernelsInUse().join(', ') || 'none'}`],
    async tune() {
      const gpu = gpuOf(tf.backend());
      // On a model of its own: what a step that is not executed assigns to weights is not their
      // value.
      const probe = buildModel(network, seed);
      const rule = createOptimizer({ optimizer: 'adam', momentum: 0.9 });
      const requests = productsOf(() =>
        trainStep(probe, { images, labels }, rule, job.learningRate).dispose(),
      );
      probe.dispose();
      rule.dispose();
      const measured = await tune(gpu, requests, measuredOn(gpu), { budgetMs: Number.POSITIVE_INFINITY });
      useMeasured(gpu, measured);
      return measured.tiles;
    },
    async step() {
      const stats = trainStep(model, { images, labels }, optimizer, job.learningRate);
      model.clock.step++;
      const [loss] = await stats.data();
      stats.dispose();
      return loss ?? Number.NaN;
    },
    feed() {
      images.dispose();
      images = preprocess(batch.pixels, size, network.input[0], 'unit');
    },
    profile: (quick) => timeLayers({ model, optimizer, batch: size }, quick),
    dispose() {
      model.dispose();
      optimizer.dispose();
      images.dispose();
    },
  };
}
