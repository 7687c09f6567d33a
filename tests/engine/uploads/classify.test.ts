/**
 * What the network is shown is what it gets: the tensor read back, and the probabilities of
 * evaluation's own path.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { batchOf, classify } from '../../../src/engine/uploads/classify';
import { buildModel, trainableVariables } from '../../../src/model/build';
import { networkFor } from '../../../src/network';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema';
import { networkInput, probabilities } from '../../../src/training/evaluate';
import { onTrainingBackends } from '../../helpers/backends';

const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 89 + (i >> 7)) % 256);
const lenet: Experiment = { ...defaultExperiment, model: 'lenet5' };
const alexnet: Experiment = { ...defaultExperiment, model: 'alexnet-small', input: 67 };

onTrainingBackends('a sight', (use) => {
  it.each(['unit', 'standard'] as const)(
    'reads the network’s input back as bytes, scaled as %s',
    async (scale) => {
      await use();
      const model = buildModel(networkFor(lenet), 3);
      const before = tf.memory().numTensors;
      const seen = await classify(model, pixels, scale);
      expect(tf.memory().numTensors).toBe(before);
      expect(seen.input).toEqual({ side: 32, pixels });
      expect(seen.probabilities).toEqual((await probabilities(model, batchOf(pixels), scale))[0]);
      expect(seen.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      // Negative controls: another picture and another scale are seen otherwise.
      const other = await classify(
        model,
        pixels.map((byte) => 255 - byte),
        scale,
      );
      expect(other.probabilities).not.toEqual(seen.probabilities);
      const wrong = await classify(model, pixels, scale === 'unit' ? 'standard' : 'unit');
      expect(wrong.probabilities).not.toEqual(seen.probabilities);
      model.dispose();
    },
  );

  it('is as large as the network takes it, enlarged as for training', async () => {
    await use();
    const model = buildModel(networkFor(alexnet), 3);
    const seen = await classify(model, pixels, 'unit');
    expect(seen.input.side).toBe(67);
    const input = networkInput(model, batchOf(pixels), 'unit'); // [1, 67, 67, 3]
    const values = await input.data();
    input.dispose();
    expect([...seen.input.pixels]).toEqual(Array.from(values, (value) => Math.round(value * 255)));
    expect(new Set(seen.input.pixels).size).toBeGreaterThan(100);
    model.dispose();
  });

  it('can be read while a training step changes the weights', async () => {
    await use();
    const model = buildModel(networkFor(lenet), 3);
    const wanted = await classify(model, pixels, 'unit');
    const kernel = trainableVariables(model).get('conv2d/kernel');
    if (!kernel) throw new Error('no kernel');
    const asked = classify(model, pixels, 'unit');
    tf.tidy(() => kernel.assign(tf.zeros(kernel.shape)));
    expect((await asked).probabilities).toEqual(wanted.probabilities);
    expect((await classify(model, pixels, 'unit')).probabilities).not.toEqual(wanted.probabilities);
    model.dispose();
  });
});

it('is of 32 × 32 pixels alone', () => {
  expect(() => batchOf(new Uint8Array(10))).toThrow('An image has 3072 bytes, not 10');
});
