/** Training mode beside inference mode, on the same images and weights. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { copyWeights } from '../../src/model/build';
import type { NetworkSpec } from '../../src/network';
import { evaluate } from '../../src/training/evaluate';
import { compareModes, modesImages } from '../../src/training/modes';
import type { Trainer } from '../../src/training/run';
import { reportOf } from '../../src/training/predictions';
import type { ModesReport } from '../../src/protocol/evaluation';
import { onTrainingBackends } from '../helpers/backends';
import { collect, disposeTrainer, makeTrainer, small, tiny } from '../helpers/runs';
import { syntheticData } from '../helpers/syntheticData';

const data = syntheticData(8, 4);

/** The same network with another share of dropout, or without batch normalisation. */
const withDropout = (rate: number): NetworkSpec => ({
  ...tiny,
  layers: tiny.layers.map((layer) => (layer.kind === 'dropout' ? { ...layer, rate } : layer)),
});
const plain: NetworkSpec = {
  ...withDropout(0),
  layers: withDropout(0).layers.filter(({ kind }) => kind !== 'batch-norm'),
};

async function compared({ model, cursor }: Trainer): Promise<{ report: ModesReport; told: number[] }> {
  const pass = compareModes(model, small, data, cursor);
  const told: number[] = [];
  for (;;) {
    const next = await pass.next();
    if (next.done) return { report: next.value, told };
    told.push(next.value);
  }
}

async function trained(network: NetworkSpec): Promise<Trainer> {
  const trainer = makeTrainer(small, network);
  await collect(trainer, { ...small, epochs: 6, lr: 3e-3 }, data);
  return trainer;
}

const valuesOf = (trainer: Trainer): Promise<number[][]> => {
  const copies = copyWeights(trainer.model);
  const values = Promise.all(copies.map(async (copy) => [...(await copy.data())]));
  return values.finally(() => tf.dispose(copies));
};

onTrainingBackends('compareModes', (use) => {
  it('finds heavy dropout worse in training than in inference, on the same images', async () => {
    await use();
    const trainer = await trained(withDropout(0.9));
    const { report, told } = await compared(trainer);
    expect(report.training.images).toBe(32);
    expect(report.inference.images).toBe(32);
    expect(report.val.images).toBe(8);
    expect(report.training.loss).toBeGreaterThan(report.inference.loss + 0.05);
    expect(told.at(-1)).toBe(modesImages(small, data));
    disposeTrainer(trainer);
  });

  it('finds no difference where there is neither dropout nor batch normalisation', async () => {
    await use();
    const trainer = await trained(plain);
    const { training, inference } = (await compared(trainer)).report;
    expect(training.acc).toBe(inference.acc);
    expect(training.loss).toBeCloseTo(inference.loss, 5);
    disposeTrainer(trainer);
  });

  it('says in inference mode what an evaluation of the validation images says', async () => {
    await use();
    const trainer = await trained(tiny);
    const { val } = (await compared(trainer)).report;
    const pass = evaluate(trainer.model, data.val(), 8, small.scale);
    let next = await pass.next();
    while (!next.done) next = await pass.next();
    const { loss, acc } = reportOf(next.value, 1);
    expect([val.loss, val.acc]).toEqual([loss, acc]);
    disposeTrainer(trainer);
  });

  it('leaves every weight and moving average as it was, and no tensor', async () => {
    await use();
    const trainer = await trained(tiny);
    const before = await valuesOf(trainer);
    const tensors = tf.memory().numTensors;
    await compared(trainer);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await valuesOf(trainer)).toEqual(before);
    // Training itself moves them: the comparison above can fail.
    await collect(trainer, { ...small, epochs: 1 }, data);
    expect(await valuesOf(trainer)).not.toEqual(before);
    disposeTrainer(trainer);
  });
});
