import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds } from '../../src/experiment/schema';
import { Rng } from '../../src/lib/rng';
import {
  buildModel,
  copyWeights,
  logits,
  moveWeights,
  restoreWeights,
  trainableVariables,
} from '../../src/model/build';
import { fans, glorotUniform } from '../../src/model/initialize';
import { networkFor, summarize } from '../../src/network';
import { onEveryBackend } from '../helpers/backends';
import { tiny } from '../helpers/runs';

beforeAll(async () => void (await tf.setBackend('cpu')));

describe.each(modelIds)('%s', (id) => {
  it('has the shapes and parameters that its list says', () => {
    const network = networkFor({ ...defaultExperiment, model: id });
    const summary = summarize(network);
    const model = buildModel(network, 1);
    const built = model.net.layers.filter(({ name }) => name !== 'input');
    expect(built.map(({ name, outputShape }) => [name, outputShape])).toEqual(
      summary.rows.map(({ layer, outputShape }) => [layer.name, outputShape]),
    );
    const sizes = (weights: { shape: (number | null)[] }[]): number =>
      weights.reduce(
        (sum, { shape }) => sum + shape.reduce<number>((product, side) => product * (side ?? 1), 1),
        0,
      );
    expect(built.map((layer) => sizes(layer.weights))).toEqual(summary.rows.map(({ params }) => params));
    expect(sizes(model.net.trainableWeights)).toBe(summary.trainable);
    expect(sizes(model.net.nonTrainableWeights)).toBe(summary.nonTrainable);
    model.dispose();
  });
});

describe('initial weights', () => {
  it('are glorot_uniform: within ±√(6 / (in + out)), mean 0, variance limit² / 3', () => {
    expect(fans([11, 11, 3, 96])).toEqual({ fanIn: 363, fanOut: 11_616 });
    expect(fans([9216, 4096])).toEqual({ fanIn: 9216, fanOut: 4096 });
    const values = glorotUniform([5, 5, 48, 256], Rng.of(3));
    const limit = Math.sqrt(6 / (25 * 48 + 25 * 256));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(values.every((value) => Math.abs(value) <= limit)).toBe(true);
    expect(Math.abs(mean)).toBeLessThan(limit / 100);
    expect(variance / (limit ** 2 / 3)).toBeCloseTo(1, 1);
  });

  it('depend on the seed alone, differ from layer to layer, with biases 0 and BatchNorm 1, 0, 0, 1', () => {
    const weightsOf = (seed: number) => {
      const model = buildModel(tiny, seed);
      const values = model.net.weights.map(
        (weight) => [weight.originalName, [...weight.read().dataSync()]] as const,
      );
      model.dispose();
      return new Map(values);
    };
    const a = weightsOf(1);
    const again = weightsOf(1);
    const other = weightsOf(2);
    expect(again).toEqual(a);
    expect(other.get('dense/kernel')).not.toEqual(a.get('dense/kernel'));
    expect(new Set(a.get('dense/bias'))).toEqual(new Set([0]));
    expect(new Set(a.get('batch_normalization/moving_variance'))).toEqual(new Set([1]));
    expect(new Set(a.get('batch_normalization/moving_mean'))).toEqual(new Set([0]));
  });
});

describe('weights', () => {
  it('have the names, order and shapes of Keras, moving statistics not trainable', () => {
    const model = buildModel(tiny, 1);
    const named = model.net.layers
      .flatMap((layer) => layer.weights)
      .map((weight) => ({
        name: weight.originalName,
        shape: weight.shape,
        trainable: model.net.trainableWeights.includes(weight),
      }));
    const weight = (name: string, shape: number[], trainable = true) => ({ name, shape, trainable });
    expect(named).toEqual([
      weight('conv2d/kernel', [5, 5, 3, 8]),
      weight('conv2d/bias', [8]),
      weight('batch_normalization/gamma', [8]),
      weight('batch_normalization/beta', [8]),
      weight('batch_normalization/moving_mean', [8], false),
      weight('batch_normalization/moving_variance', [8], false),
      weight('dense/kernel', [72, 32]),
      weight('dense/bias', [32]),
      weight('dense_1/kernel', [32, 10]),
      weight('dense_1/bias', [10]),
    ]);
    model.dispose();
  });
});

describe('copyWeights', () => {
  it('keeps values that later updates do not touch, moving statistics included', () => {
    const model = buildModel(tiny, 1);
    const images = tf.randomUniform<tf.Rank.R4>([2, 32, 32, 3], 0, 1, 'float32', 5);
    const before = logits(model, images, 'inference').dataSync();
    const copy = copyWeights(model);
    logits(model, images, 'training').dispose(); // moves BatchNorm's averages
    for (const variable of trainableVariables(model).values()) variable.assign(tf.mul(variable, 2));
    expect(logits(model, images, 'inference').dataSync()).not.toEqual(before);
    restoreWeights(model, copy);
    expect(logits(model, images, 'inference').dataSync()).toEqual(before);
    tf.dispose([...copy, images]);
    model.dispose();
  });
});

describe('moveWeights', () => {
  it('gives another rate of dropout the same weights, disposes the model before, and leaks no tensor', () => {
    const before = buildModel(tiny, 1);
    const count = tf.memory().numTensors;
    const values = before.net.weights.map((weight) => [...weight.read().dataSync()]);
    const layers = tiny.layers.map((layer) => (layer.kind === 'dropout' ? { ...layer, rate: 0.1 } : layer));
    const after = moveWeights(before, { ...tiny, layers });
    expect(after.network.layers.find(({ kind }) => kind === 'dropout')).toMatchObject({ rate: 0.1 });
    expect(after.net.weights.map((weight) => [...weight.read().dataSync()])).toEqual(values);
    expect(() => before.net.weights[0]?.read()).toThrow('disposed');
    expect(tf.memory().numTensors).toBe(count);
    after.dispose();
  });
});

onEveryBackend('dropout', (use) => {
  it('is the identity in inference, and in training a mask that seed and step decide', async () => {
    await use();
    const network = {
      ...tiny,
      input: [1, 1, 1000] as const,
      layers: [
        { kind: 'flatten', name: 'flatten' },
        { kind: 'dropout', name: 'dropout', rate: 0.25 },
      ] as const,
    };
    const model = buildModel(network, 9);
    const ones = tf.ones<tf.Rank.R4>([4, 1, 1, 1000]);
    const at = async (step: number, training = true): Promise<number[]> => {
      model.clock.step = step;
      const output = logits(model, ones, training ? 'training' : 'inference');
      const values = [...(await output.data())];
      output.dispose();
      return values;
    };
    expect(new Set(await at(0, false))).toEqual(new Set([1]));
    const first = await at(0);
    const dropped = first.filter((value) => value === 0).length / first.length;
    expect(dropped).toBeGreaterThan(0.22);
    expect(dropped).toBeLessThan(0.28);
    expect(Math.max(...first)).toBeCloseTo(4 / 3, 6);
    expect(await at(1)).not.toEqual(first);
    expect(await at(0)).toEqual(first);
    ones.dispose();
    model.dispose();
  });
});
