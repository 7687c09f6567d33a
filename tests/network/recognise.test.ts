/** A model from elsewhere is one of the lab's networks, or what differs is named. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds } from '../../src/experiment/schema';
import {
  ignoredSettings,
  kerasClass,
  layerArguments,
  networkFor,
  recogniseLayers,
  recogniseTensors,
  tensorDifferences,
  weightsOf,
  type ForeignLayer,
  type NetworkSpec,
} from '../../src/network';

/** A network's layers as a configuration has them, under names of somebody's own. */
const described = ({ layers }: NetworkSpec): ForeignLayer[] =>
  layers.map((layer, i) => ({
    name: `mine_${i}`,
    type: kerasClass[layer.kind],
    config: { name: `mine_${i}`, ...layerArguments(layer) },
  }));

const tensors = (network: NetworkSpec) =>
  new Map(weightsOf(network).map(({ name, shape }) => [name, { shape, dtype: 'float32' }]));

/** Every AlexNet at one size. */
const variants = (['alexnet', 'alexnet2012'] as const).flatMap((model) =>
  (['batch', 'lrn', 'none'] as const).flatMap((norm) =>
    [2, 3, 4, 5].map((convs) => ({ ...defaultExperiment, model, norm, convs })),
  ),
);

const lenet = networkFor({ ...defaultExperiment, model: 'lenet5' });
const changed = (index: number, config: object): ForeignLayer[] =>
  described(lenet).map((layer, i) =>
    i === index ? { ...layer, config: { ...layer.config, ...config } } : layer,
  );
const recognised = (layers: readonly ForeignLayer[], input: readonly unknown[] = lenet.input) =>
  recogniseLayers(input, layers, defaultExperiment);

describe('by its layers', () => {
  it.each(modelIds)('%s is itself, whatever the form says', (model) => {
    const choice = { ...defaultExperiment, model, input: 99, dropout: 0.25 };
    const network = networkFor(choice);
    const { choice: found, differences } = recogniseLayers(
      network.input,
      described(network),
      defaultExperiment,
    );
    expect(differences).toEqual([]);
    expect(networkFor(found)).toEqual(network);
  });

  it('every variant is itself, and not another', () => {
    for (const choice of variants) {
      const network = networkFor(choice);
      const found = recogniseLayers(network.input, described(network), defaultExperiment);
      expect(found.differences).toEqual([]);
      expect(networkFor(found.choice)).toEqual(network);
    }
    expect(new Set(variants.map((choice) => JSON.stringify(networkFor(choice).layers))).size).toBe(
      variants.length,
    );
  });

  it('a network with a layer that no variant lacks is refused', () => {
    const network = networkFor(defaultExperiment);
    const at = network.layers.findIndex(({ name }) => name === 'conv2d_1');
    const { differences } = recogniseLayers(
      network.input,
      described(network).toSpliced(at, 1),
      defaultExperiment,
    );
    expect(differences.length).toBeGreaterThan(0);
  });

  it('is it under every spelling of the same', () => {
    const spelt = described(lenet).map((layer) => ({
      ...layer,
      config: Object.fromEntries(
        Object.entries(layer.config).flatMap(([key, value]) => {
          if (key === 'activation') return [[key, { class_name: 'function', config: value }]];
          if (key === 'kernel_size' || key === 'pool_size') return [[key, (value as number[])[0]]];
          // Keras's defaults.
          return ['groups', 'data_format'].includes(key) ? [] : [[key, value]];
        }),
      ),
    }));
    expect(recognised(spelt).differences).toEqual([]);
  });

  it('names a setting that is another one, of the layer that has it', () => {
    expect(recognised(changed(0, { filters: 8 })).differences).toEqual([
      { kind: 'setting', layer: 'mine_0', setting: 'filters', actual: '8', expected: '6' },
    ]);
    expect(recognised(changed(0, { use_bias: false })).differences).toMatchObject([{ setting: 'use_bias' }]);
    expect(recognised(described(lenet), [28, 28, 1]).differences).toMatchObject([
      { layer: 'input', actual: '[28,28,1]' },
    ]);
  });

  it('names layers that are missing, too many, or unknown', () => {
    const layers = described(lenet);
    const extra = { name: 'norm', type: 'BatchNormalization', config: {} };
    const { choice, differences } = recognised([layers[0]!, extra, ...layers.slice(1)]);
    expect(choice.model).toBe('lenet5');
    expect(differences).toEqual([{ kind: 'extra-layer', layer: 'norm', type: 'BatchNormalization' }]);
    expect(recognised(layers.toSpliced(1, 1)).differences).toEqual([
      { kind: 'missing-layer', layer: 'max_pooling2d', type: 'MaxPooling2D' },
    ]);
    const foreign = { name: 'attention', type: 'MultiHeadAttention', config: {} };
    expect(recognised([...layers, foreign]).differences).toEqual([
      { kind: 'foreign-layer', layer: 'attention', type: 'MultiHeadAttention' },
    ]);
  });

  it('has one rate of dropout', () => {
    const network = networkFor({ ...defaultExperiment, dropout: 0.3 });
    const layers = described(network);
    expect(recogniseLayers(network.input, layers, defaultExperiment).choice.dropout).toBe(0.3);
    const last = layers.findLastIndex(({ type }) => type === 'Dropout');
    const other = layers.with(last, { ...layers[last]!, config: { rate: 0.4 } });
    expect(recogniseLayers(network.input, other, defaultExperiment).differences).toMatchObject([
      { setting: 'rate', actual: '0.4', expected: '0.3' },
    ]);
  });

  it('tells what acts in training alone', () => {
    const layers = changed(0, {
      kernel_regularizer: { class_name: 'L2' },
      bias_regularizer: null,
      trainable: false,
    });
    expect(ignoredSettings(layers).map(({ setting }) => setting)).toEqual([
      'kernel_regularizer',
      'trainable=False',
    ]);
  });
});

describe('by its weights', () => {
  it.each(modelIds)('%s is itself', (model) => {
    const network = networkFor({ ...defaultExperiment, model, input: 100 });
    const { choice, differences } = recogniseTensors(() => tensors(network), defaultExperiment);
    expect(differences).toEqual([]);
    expect(weightsOf(networkFor(choice))).toEqual(weightsOf(network));
  });

  it('every variant fits its weights; where those of several are alike, the form decides, and else the plainest', () => {
    for (const choice of variants) {
      const found = recogniseTensors(() => tensors(networkFor(choice)), defaultExperiment);
      expect(found.differences).toEqual([]);
      expect(weightsOf(networkFor(found.choice))).toEqual(weightsOf(networkFor(choice)));
    }
    const bare = { ...defaultExperiment, norm: 'none' } as const;
    const normalised = { ...bare, norm: 'lrn' } as const;
    const weights = () => tensors(networkFor(bare));
    expect(recogniseTensors(weights, normalised).choice.norm).toBe('lrn');
    expect(recogniseTensors(weights, defaultExperiment).choice.norm).toBe('none');
  });

  it('is what the form says where several networks have such weights', () => {
    const small = { ...defaultExperiment, model: 'alexnet-small', input: 70 } as const;
    const found = recogniseTensors(() => tensors(networkFor(small)), small);
    expect(found.choice.input).toBe(70);
  });

  it('names tensors that are missing, too many, of another shape or type', () => {
    const found = tensors(lenet);
    found.delete('conv2d/bias');
    found.set('layers/lstm/vars/0', { shape: [1], dtype: 'float32' });
    found.set('dense/bias', { shape: [121], dtype: 'float32' });
    found.set('dense_1/bias', { shape: [84], dtype: 'float16' });
    expect(tensorDifferences(lenet, found)).toEqual([
      { kind: 'missing-tensor', tensor: 'conv2d/bias' },
      { kind: 'shape', tensor: 'dense/bias', actual: '[121]', expected: '[120]' },
      { kind: 'dtype', tensor: 'dense_1/bias', actual: 'float16', expected: 'float32' },
      { kind: 'extra-tensor', tensor: 'layers/lstm/vars/0' },
    ]);
    expect(recogniseTensors(() => found, defaultExperiment).choice.model).toBe('lenet5');
  });
});
