/**
 * A whole training with the kernels for WebGPU follows the one on the CPU engine, whose kernels are
 * other code and are held against Keras in tests/golden: AlexNet at 67 px on real CIFAR-10 images,
 * from the same weights, with the same dropout masks, by Adam.
 */
import { describe, expect, it } from 'vitest';
import { planSplit } from '../../src/dataset/split';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { families } from '../../src/kernels/register';
import { relativeError } from '../../src/lib/numeric';
import { networkFor } from '../../src/network';
import { trainingData } from '../../src/training/data';
import { realStore } from '../dataset/realSheets';
import { useCpuEngine } from '../helpers/cpuEngine';
import { distorted, skipped, webGpuProblem, withFamilies } from '../helpers/kernels';
import { collect, disposeTrainer, makeTrainer } from '../helpers/runs';

const steps = 10;
const batch = 4;
/**
 * Not the default 1e-4: the learning rate decides how long rounding stays small. Adam's first steps
 * are ±lr whatever a gradient's size, so one relu or maximum that rounding turns moves all weights
 * of a unit. A change of 1e-7 in the first kernel makes our own losses differ within 20 steps by
 * 4e-2 at 3e-5, 2e-4 at 1e-5, 1e-4 at 3e-6; tfjs's kernels differ by 4e-2, 9e-4, 1e-4. SGD is no
 * calmer. Within ten steps at 3e-6 ours differ from the CPU engine's by 2e-6, and the wrong
 * gradient's by 7e-3.
 */
const lr = 3e-6;
const experiment: Experiment = {
  ...defaultExperiment,
  model: 'alexnet-small',
  input: 67,
  train: steps * batch,
  val: batch,
  test: batch,
  batch,
  epochs: 1,
  lr,
  seed: 7,
};

/** The losses of all steps on the current backend, in nats. */
async function losses(): Promise<number[]> {
  const store = await realStore((manifest) => planSplit(experiment, manifest).files);
  const trainer = makeTrainer(experiment, networkFor(experiment));
  const data = trainingData(store, planSplit(experiment, store.manifest), experiment);
  const { steps: logs } = await collect(trainer, experiment, data);
  disposeTrainer(trainer);
  return logs.map(({ loss }) => loss);
}

/** The largest error of a step's loss, relative to that loss. */
const farthest = (ours: readonly number[], reference: readonly number[]): number =>
  Math.max(...reference.map((loss, i) => relativeError([ours[i] ?? Number.NaN], [loss])));

describe.skipIf(webGpuProblem)(`10 steps of AlexNet-67 with Adam on webgpu${skipped}`, () => {
  it('have the losses of the CPU engine, and not with a wrong gradient', { timeout: 300_000 }, async () => {
    await useCpuEngine();
    const reference = await losses();
    expect(reference).toHaveLength(steps);
    expect(farthest(await withFamilies(families, losses), reference)).toBeLessThan(1e-4);
    // The gradient of relu left out of the layers with weights.
    const wrong = families.map((family) =>
      distorted(family, 'TrainBiasGradient', (given) => ({ ...given, attrs: { activation: 'linear' } })),
    );
    expect(farthest(await withFamilies(wrong, losses), reference)).toBeGreaterThan(5e-3);
  });
});
