/**
 * A short run of LeNet-5 on real CIFAR-10 images, and its negative control: with shuffled labels
 * there is nothing to learn.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { planSplit } from '../../src/dataset/split';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { networkFor } from '../../src/network';
import { trainingData } from '../../src/training/data';
import type { EpochLog } from '../../src/protocol/run';
import { realStore } from '../dataset/realSheets';
import { useCpuEngine } from '../helpers/cpuEngine';
import { collect, disposeTrainer, makeTrainer } from '../helpers/runs';

const experiment: Experiment = {
  ...defaultExperiment,
  model: 'lenet5',
  train: 960,
  val: 500,
  test: 500,
  batch: 32,
  epochs: 5,
  lr: 2e-3,
  seed: 7,
};

describe('LeNet-5 on 960 real images', () => {
  beforeAll(useCpuEngine);

  const lastEpoch = async (labels: Experiment['labels']): Promise<{ first: EpochLog; last: EpochLog }> => {
    const asked = { ...experiment, labels };
    const store = await realStore((manifest) => planSplit(asked, manifest).files);
    const trainer = makeTrainer(asked, networkFor(asked));
    const { report } = await collect(
      trainer,
      asked,
      trainingData(store, planSplit(asked, store.manifest), asked),
    );
    disposeTrainer(trainer);
    const first = report.epochs[0];
    const last = report.epochs.at(-1);
    if (!first || !last) throw new Error('No epoch was finished');
    return { first, last };
  };

  it('learns: the loss falls, and validation is better than guessing', async () => {
    const { first, last } = await lastEpoch('true');
    expect(last.loss).toBeLessThan(first.loss - 0.15);
    expect(last.val_acc).toBeGreaterThan(0.18);
  });

  it('learns nothing from shuffled labels: validation stays near 10 %', async () => {
    const { last } = await lastEpoch('shuffled');
    expect(last.val_acc).toBeGreaterThan(0.05);
    expect(last.val_acc).toBeLessThan(0.15);
  });
});
