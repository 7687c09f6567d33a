import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { families, useKernels } from '../../src/kernels/register';
import { NotFiniteError, scanWeights } from '../../src/training/scan';
import type { Experiment } from '../../src/experiment/schema';
import type { Divergence } from '../../src/protocol/run';
import { networkFor } from '../../src/network';
import { onTrainingBackends, onWebGpu } from '../helpers/backends';
import { collect, disposeTrainer, makeTrainer, small } from '../helpers/runs';
import { syntheticData } from '../helpers/syntheticData';

const data = syntheticData(8, 4);

/** Makes a weight's second value another, or all of them. */
async function poison(
  trainer: ReturnType<typeof makeTrainer>,
  name: string,
  value: number,
  all = false,
): Promise<void> {
  const weight = trainer.model.net.weights.find(({ originalName }) => originalName === name);
  if (!weight) throw new Error(`There is no ${name}`);
  const values = Float32Array.from(await weight.read().data());
  if (all) values.fill(value);
  else values[1] = value;
  const changed = tf.tensor(values, weight.shape as number[]);
  weight.write(changed);
  changed.dispose();
}

/** What a run says that diverges. */
async function divergenceOf(
  trainer: ReturnType<typeof makeTrainer>,
  experiment: Experiment,
): Promise<Divergence> {
  const thrown = await collect(trainer, experiment, data).catch((error: unknown) => error);
  if (!(thrown instanceof NotFiniteError)) throw new Error(`It ended otherwise: ${String(thrown)}`);
  return thrown.divergence;
}

const weightsOf = async (trainer: ReturnType<typeof makeTrainer>): Promise<Float32Array[]> =>
  Promise.all(trainer.model.net.weights.map(async (w) => Float32Array.from(await w.read().data())));

function behaviour(use: () => Promise<void>): void {
  it('names the first tensor in the order of the forward pass, and counts', async () => {
    await use();
    const trainer = makeTrainer(small);
    expect(await scanWeights(trainer)).toBeNull();
    await poison(trainer, 'dense_1/bias', Number.NEGATIVE_INFINITY);
    expect(await scanWeights(trainer)).toEqual({
      layer: 'dense_1',
      kind: 'weight',
      tensor: 'dense_1/bias',
      values: 10,
      nan: 0,
      infinite: 1,
    });
    await poison(trainer, 'batch_normalization/moving_variance', Number.NaN);
    expect(await scanWeights(trainer)).toEqual({
      layer: 'batch_normalization',
      kind: 'moving',
      tensor: 'batch_normalization/moving_variance',
      values: 8,
      nan: 1,
      infinite: 0,
    });
    disposeTrainer(trainer);
  });

  it('finds the optimizer’s state beside its weight', async () => {
    await use();
    const trainer = makeTrainer(small);
    await collect(trainer, { ...small, epochs: 1 }, data);
    const slot = trainer.optimizer.slots.get('dense/kernel/v');
    if (!slot) throw new Error('Adam has no v');
    tf.tidy(() => slot.assign(tf.fill(slot.shape, Number.NaN)));
    expect(await scanWeights(trainer)).toMatchObject({
      layer: 'dense',
      kind: 'slot',
      tensor: 'dense/kernel/v',
      nan: 72 * 32,
    });
    disposeTrainer(trainer);
  });

  it.each(['sgd', 'momentum', 'adam'] as const)(
    'finds where a run with %s began to overflow, not where it ended',
    async (optimizer) => {
      await use();
      const experiment: Experiment = { ...small, optimizer, model: 'lenet5' };
      const trainer = makeTrainer(experiment, networkFor(experiment));
      await collect(trainer, { ...experiment, epochs: 1 }, data);
      await poison(trainer, 'conv2d_1/kernel', 3e38, true);
      const before = await weightsOf(trainer);
      const tensors = tf.memory().numTensors;
      const { step, loss, location } = await divergenceOf(trainer, experiment);
      expect({ step, finite: Number.isFinite(loss) }).toEqual({ step: 5, finite: false });
      // The weights are finite, and the layer before it too: only what it makes of the batch is
      // not.
      expect(location).toMatchObject({ layer: 'conv2d_1', kind: 'output', tensor: 'conv2d_1' });
      expect((location?.nan ?? 0) + (location?.infinite ?? 0)).toBeGreaterThan(0);
      // No step since has changed them.
      expect(await weightsOf(trainer)).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
      disposeTrainer(trainer);
    },
  );

  it('names the weight that a finite step made infinite', async () => {
    await use();
    const experiment: Experiment = { ...small, optimizer: 'sgd', lr: 10 };
    const trainer = makeTrainer(experiment);
    await poison(trainer, 'dense/bias', -Infinity);
    // relu hides it: the loss of the first step is finite all the same, and so is that of the next
    // ones.
    const { steps } = await collect(trainer, { ...experiment, lr: 1e-3, epochs: 1 }, data);
    expect(steps.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(await scanWeights(trainer)).toMatchObject({ tensor: 'dense/bias', infinite: 1 });
    disposeTrainer(trainer);
  });
}

onTrainingBackends('a scan in tfjs’s operations', (use, name) => {
  behaviour(async () => {
    await use();
    if (name === 'webgpu') useKernels([]);
  });
});

onWebGpu('a scan with our kernels', (use) => {
  beforeAll(() => useKernels(families.map(({ id }) => id)));
  afterAll(() => useKernels([]));
  behaviour(use);
});
