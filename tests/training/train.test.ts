import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { NotFiniteError } from '../../src/training/scan';
import { onTrainingBackends } from '../helpers/backends';
import { collect, disposeTrainer, makeTrainer, small, tiny } from '../helpers/runs';
import { colouredBatch, syntheticData } from '../helpers/syntheticData';
import { useCpuEngine } from '../helpers/cpuEngine';

const data = syntheticData(8, 4);

onTrainingBackends('train', (use, name) => {
  it('yields every step, one log an epoch, and leaves nothing but model and slots', async () => {
    await use();
    const before = tf.memory().numTensors;
    const trainer = makeTrainer(small);
    const { steps, events, report } = await collect(trainer, small, data);
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(report).toMatchObject({ end: 'completed', steps: 8, restoredEpoch: null });
    const log = report.epochs[1];
    expect(log).toMatchObject({ epoch: 2, epochs: 2, steps: 4, lr: 1e-3 });
    expect(log?.loss).toBeCloseTo(steps.slice(4).reduce((sum, { loss }) => sum + loss, 0) / 4, 6);
    expect(events.filter(({ type }) => type === 'validating')).toHaveLength(2);
    disposeTrainer(trainer);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same losses to the bit for the same seed, and others for another', async () => {
    await use();
    const losses = async (seed: number): Promise<number[]> => {
      const experiment = { ...small, epochs: 1, seed };
      const trainer = makeTrainer(experiment);
      const { steps } = await collect(trainer, experiment, data);
      disposeTrainer(trainer);
      return steps.map(({ loss }) => loss);
    };
    const first = await losses(7);
    expect(await losses(7)).toEqual(first);
    expect(await losses(8)).not.toEqual(first);
  });

  it('stopped at any step and continued, goes through the same losses as never stopped', async () => {
    await use();
    const whole = makeTrainer(small);
    const expected = (await collect(whole, small, data)).steps.map(({ loss }) => loss);
    disposeTrainer(whole);
    for (const stopAfter of name === 'wasm' ? [1, 3, 4, 6] : [3]) {
      const trainer = makeTrainer(small);
      let seen = 0;
      const stopped = await collect(trainer, small, data, ({ type }) =>
        (type === 'batch' || type === 'step') && ++seen >= stopAfter ? 'stop' : 'go',
      );
      expect(stopped.report.end).toBe('stopped');
      expect(stopped.steps).toHaveLength(stopAfter);
      const rest = await collect(trainer, { ...small, epochs: small.epochs - trainer.cursor.epochs }, data);
      expect([...stopped.steps, ...rest.steps].map(({ loss }) => loss)).toEqual(expected);
      disposeTrainer(trainer);
    }
  });

  it('counts the time and the steps before a stop in the epoch and the run that go on', async () => {
    await use();
    const slow = {
      ...data,
      async *train(epoch: number, start: number) {
        for await (const batch of data.train(epoch, start)) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          yield batch;
        }
      },
    };
    for (const stopAfter of [3, 4]) {
      const trainer = makeTrainer(small);
      let seen = 0;
      const first = await collect(trainer, { ...small, epochs: 1 }, slow, ({ type }) =>
        (type === 'batch' || type === 'step') && ++seen >= stopAfter ? 'stop' : 'go',
      );
      expect(first.report).toMatchObject({ end: 'stopped', steps: stopAfter, epochs: [] });
      const { report } = await collect(trainer, { ...small, epochs: 1 }, slow);
      expect(report.steps).toBe(4);
      expect(report.epochs[0]?.seconds).toBeGreaterThan(0.19);
      // Not the validation over the few steps that were left.
      expect((report.epochs[0]?.secondsPerStep ?? 0) * 3).toBeLessThan(report.epochs[0]?.seconds ?? 0);
      expect((report.epochs[0]?.secondsPerStep ?? 0) * 3).toBeGreaterThan(0.14);
      disposeTrainer(trainer);
    }
    const again = makeTrainer(small);
    await collect(again, { ...small, epochs: 1 }, data);
    expect((await collect(again, small, data)).report.steps).toBe(8);
    disposeTrainer(again);
  });

  it('overfits one batch of 16 to 99 %', async () => {
    await use();
    const experiment = { ...small, batch: 16, train: 16, epochs: 80, lr: 3e-3 };
    // Without dropout, and without BatchNorm, whose moving averages need hundreds of steps until
    // inference agrees.
    const plain = {
      ...tiny,
      layers: tiny.layers.filter(({ kind }) => kind !== 'dropout' && kind !== 'batch-norm'),
    };
    const one = {
      ...syntheticData(16, 1),
      val: async function* () {
        yield colouredBatch(16, 0);
      },
    };
    const trainer = makeTrainer(experiment, plain);
    const { report } = await collect(trainer, experiment, one, (event) =>
      event.type === 'epoch' && event.log.val_acc >= 0.99 ? 'stop' : 'go',
    );
    expect(report.epochs.at(-1)?.val_acc).toBeGreaterThanOrEqual(0.99);
    disposeTrainer(trainer);
  });

  it('leaks no tensor over 50 steps', async () => {
    await use();
    const experiment = { ...small, epochs: 1, train: 416 };
    const trainer = makeTrainer(experiment);
    const counts: number[] = [];
    await collect(trainer, experiment, syntheticData(8, 52), ({ type }) => {
      if (type === 'batch') counts.push(tf.memory().numTensors);
      return 'go';
    });
    // The first step makes the optimizer's slots; a later one that ends with a read-back has
    // nothing pending.
    expect(new Set(counts.slice(1))).toHaveProperty('size', 1);
    expect(trainer.cursor.steps).toBe(0 + 52);
    disposeTrainer(trainer);
  });
});

it('stops at a loss that is not finite, and names the step', async () => {
  await useCpuEngine();
  const trainer = makeTrainer(small);
  const [kernel, bias] = trainer.model.net.getLayer('dense_1').getWeights();
  if (!kernel || !bias) throw new Error('dense_1 has no weights');
  const poisoned = tf.tidy(() => tf.mul(kernel, Number.POSITIVE_INFINITY));
  trainer.model.net.getLayer('dense_1').setWeights([poisoned, bias]);
  poisoned.dispose();
  const error = await collect(trainer, small, data).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotFiniteError);
  expect(error).toMatchObject({
    divergence: { step: 1, location: { tensor: 'dense_1/kernel', kind: 'weight' } },
  });
  disposeTrainer(trainer);
});
