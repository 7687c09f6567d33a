import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { buildModel, type Model } from '../../../src/model/build';
import { chooseChannels, featureMaps } from '../../../src/training/inspect/featureMaps';
import { towersOf, type NetworkSpec } from '../../../src/network';
import { onTrainingBackends } from '../../helpers/backends';
import { tiny } from '../../helpers/runs';

describe('the channels on show', () => {
  it('are all of few, and of many the strongest and some of the others', () => {
    expect(chooseChannels([3, 1, 2], 4)).toEqual([0, 1, 2]);
    // 9 and 8 are the strongest; of the other eight every fourth.
    expect(chooseChannels([0, 1, 9, 2, 3, 4, 8, 5, 6, 7], 4)).toEqual([0, 2, 5, 6]);
  });

  it('are as many as asked for, each once, and the same every time', () => {
    const equal = Array.from({ length: 96 }, () => 0);
    const chosen = chooseChannels(equal, 25);
    expect(new Set(chosen).size).toBe(25);
    expect(chosen).toEqual(chooseChannels(equal, 25));
    expect(chosen.at(-1)).toBeGreaterThan(80);
  });
});

/** A filter for each corner of a colour image, and two towers after it. */
const towers: NetworkSpec = {
  ...tiny,
  input: [4, 4, 3],
  layers: [
    {
      kind: 'conv2d',
      name: 'conv2d',
      filters: 4,
      kernel: 1,
      stride: 1,
      padding: 'valid',
      activation: 'relu',
      groups: 1,
    },
    {
      kind: 'conv2d',
      name: 'conv2d_1',
      filters: 4,
      kernel: 3,
      stride: 1,
      padding: 'same',
      activation: 'relu',
      groups: 2,
    },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense', units: 10, activation: 'softmax' },
  ],
};

/** Channel c of the first layer is (c + 1) times red. */
function redTimes(model: Model): void {
  const layer = model.net.getLayer('conv2d');
  const kernel = tf.tensor4d([1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 3, 4]);
  layer.setWeights([kernel, tf.zeros([4])]);
}

onTrainingBackends('Feature maps', (use) => {
  it('are what the layer computes, each on its own scale, and leave nothing behind', async () => {
    await use();
    const model = buildModel(towers, 1);
    redTimes(model);
    const image = tf.tensor4d(
      Float32Array.from({ length: 48 }, (_, i) => (i % 3 === 0 ? i / 48 : 0.5)),
      [1, 4, 4, 3],
    );
    const tensors = tf.memory().numTensors;
    const found = await featureMaps(model, image, 'conv2d', 24);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(found).toMatchObject({ layer: 'conv2d', height: 4, width: 4, channels: 4 });
    expect(found.maps.map(({ channel }) => channel)).toEqual([0, 1, 2, 3]);
    for (const { channel, low, high, pixels } of found.maps) {
      expect(low).toBe(0);
      expect(high).toBeCloseTo(((channel + 1) * 45) / 48, 5);
      expect([...pixels]).toEqual(Array.from({ length: 16 }, (_, place) => Math.round(place * 17)));
    }
    model.dispose();
  });

  it('are chosen from each of two towers', async () => {
    await use();
    const model = buildModel(towers, 1);
    redTimes(model);
    expect(towersOf(model.network)).toBe(2);
    const image = tf.ones<tf.Rank.R4>([1, 4, 4, 3]);
    const found = await featureMaps(model, image, 'conv2d', 2);
    // The strongest of 1, 2 and the strongest of 3, 4; a map without contrast is black.
    expect(found.maps.map(({ channel }) => channel)).toEqual([1, 3]);
    expect(found.maps.every(({ pixels }) => pixels.every((value) => value === 0))).toBe(true);
    model.dispose();
  });

  it('are refused of a layer without height and width, and of one that is not there', async () => {
    await use();
    const model = buildModel(towers, 1);
    const image = tf.ones<tf.Rank.R4>([1, 4, 4, 3]);
    const tensors = tf.memory().numTensors;
    await expect(featureMaps(model, image, 'dense', 4)).rejects.toThrow(/dense has no height/);
    await expect(featureMaps(model, image, 'pool', 4)).rejects.toThrow(/no layer pool/);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });
});
