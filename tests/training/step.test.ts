import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../src/dataset/batches';
import { dropoutFamily } from '../../src/kernels/dropout';
import type { KernelFamily } from '../../src/kernels/family';
import { imagesFamily } from '../../src/kernels/images';
import { lossFamily } from '../../src/kernels/loss';
import { updateFamily } from '../../src/kernels/update';
import { relativeError } from '../../src/lib/numeric';
import { packTransform } from '../../src/lib/augmentTransform';
import { networkInput } from '../../src/training/evaluate';
import type { NetworkSpec } from '../../src/network';
import type { Trainer } from '../../src/training/run';
import { trainStep } from '../../src/training/step';
import { distorted, skipped, webGpuProblem, withFamilies } from '../helpers/kernels';
import { disposeTrainer, makeTrainer, small, tiny } from '../helpers/runs';
import { colouredBatch } from '../helpers/syntheticData';
import { useCpuEngine } from '../helpers/cpuEngine';

const families: readonly KernelFamily[] = [imagesFamily, dropoutFamily, lossFamily, updateFamily];
const size = 16;
const batchOf = (step: number): Batch => ({
  ...colouredBatch(size, step),
  moves: Uint32Array.from({ length: size }, (_, i) =>
    packTransform({ flip: i % 2 === 1, dx: i % 5, dy: step % 3 }),
  ),
});

/** One step as `trainEpoch` does it. */
function step({ model, optimizer }: Trainer, batch: Batch): tf.Tensor1D {
  const images = networkInput(model, batch, 'standard');
  const stats = trainStep(model, { images, labels: batch.labels }, optimizer, 1e-3);
  images.dispose();
  model.clock.step++;
  return stats;
}

const linear: NetworkSpec = {
  ...tiny,
  layers: [
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense', units: 10, activation: 'softmax' },
  ],
};

/** What a test must see of tfjs's backend to know what is sent to the device. */
interface Uploads {
  uploadToGPU(id: tf.DataId): void;
  readonly tensorMap: { get(id: tf.DataId): { resource: unknown; values: Float32Array | Int32Array | null } };
}

/**
 * Loss and images that were right of each of ten steps with Adam on the current backend: [10, 2].
 */
async function tenSteps(): Promise<Float32Array> {
  const trainer = makeTrainer(small);
  const stats = Array.from({ length: 10 }, (_, i) => step(trainer, batchOf(i)));
  const stacked = tf.stack(stats);
  const values = Float32Array.from(await stacked.data());
  tf.dispose([...stats, stacked]);
  disposeTrainer(trainer);
  return values;
}

async function tenStepsOnCpu(): Promise<Float32Array> {
  await useCpuEngine();
  return tenSteps();
}

describe.skipIf(webGpuProblem)(
  `a step with our kernels for images, dropout, loss and update on webgpu${skipped}`,
  () => {
    afterEach(() => vi.restoreAllMocks());

    it('follows the CPU over ten steps', async () => {
      const ours = await withFamilies(families, tenSteps);
      const reference = await tenStepsOnCpu();
      expect(reference[18]).toBeLessThan(0.95 * (reference[0] ?? 0));
      expect(relativeError(ours, reference)).toBeLessThan(1e-3);
    });

    it('would not follow it with another rate of the update (negative control)', async () => {
      const wrong = distorted(updateFamily, 'TrainAdam', (given) => ({
        ...given,
        attrs: { ...given.attrs, rate1: 0.2 },
      }));
      const ours = await withFamilies([imagesFamily, lossFamily, wrong], tenSteps);
      expect(relativeError(ours, await tenStepsOnCpu())).toBeGreaterThan(1e-2);
    });

    it('goes through the same bits twice', async () => {
      expect(await withFamilies(families, tenSteps)).toEqual(await withFamilies(families, tenSteps));
    });

    it('uploads bytes, moves and labels, and the 1 that tfjs begins its gradients with', async () => {
      await withFamilies(families, async () => {
        // Layers that upload nothing themselves.
        const trainer = makeTrainer(small, linear);
        await step(trainer, batchOf(0)).data();
        const backend = tf.backend() as unknown as Uploads;
        const uploadToGPU = backend.uploadToGPU.bind(backend);
        const uploaded: number[] = [];
        vi.spyOn(backend, 'uploadToGPU').mockImplementation((id) => {
          const { resource, values } = backend.tensorMap.get(id);
          if (!resource && values) uploaded.push(values.byteLength);
          uploadToGPU(id);
        });
        step(trainer, batchOf(1));
        expect(uploaded).toEqual([size * 3072, size * 4, size * 4, 4]);
        disposeTrainer(trainer);
      });
    });
  },
);
