import { describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds, type ModelId } from '../../src/experiment/schema';
import { networkFor, summarize, textOfShape } from '../../src/network';

const summaryOf = (model: ModelId, input = 67, dropout = 0.5) =>
  summarize(networkFor({ ...defaultExperiment, model, input, dropout }));

describe('parameters', () => {
  it.each([
    ['alexnet', 58_324_746, 58_323_530, 1_216],
    ['alexnet2012', 56_909_194, 56_909_194, 0],
    ['lenet5', 62_006, 62_006, 0],
  ] as const)('%s has the published count', (model, params, trainable, nonTrainable) => {
    expect(summaryOf(model)).toMatchObject({ params, trainable, nonTrainable });
  });

  it('AlexNet of 2012 has the 60,965,224 of the paper with 1,000 classes', () => {
    const network = networkFor({ ...defaultExperiment, model: 'alexnet2012' });
    const layers = network.layers.map((layer) =>
      layer.kind === 'dense' && layer.units === 10 ? { ...layer, units: 1000 } : layer,
    );
    expect(summarize({ ...network, layers }).params).toBe(60_965_224);
  });

  it('rows add up to the totals', () => {
    for (const model of modelIds) {
      const { rows, params, trainable, nonTrainable } = summaryOf(model);
      expect(rows.reduce((sum, row) => sum + row.params, 0)).toBe(params);
      expect(trainable + nonTrainable).toBe(params);
    }
  });
});

describe('layers', () => {
  it("are AlexNet's, with Keras's names and shapes", () => {
    const rows = summaryOf('alexnet').rows.map((row) => `${row.layer.name} ${textOfShape(row.outputShape)}`);
    expect(rows).toEqual([
      'conv2d (None, 55, 55, 96)',
      'batch_normalization (None, 55, 55, 96)',
      'max_pooling2d (None, 27, 27, 96)',
      'conv2d_1 (None, 27, 27, 256)',
      'batch_normalization_1 (None, 27, 27, 256)',
      'max_pooling2d_1 (None, 13, 13, 256)',
      'conv2d_2 (None, 13, 13, 384)',
      'conv2d_3 (None, 13, 13, 384)',
      'conv2d_4 (None, 13, 13, 256)',
      'batch_normalization_2 (None, 13, 13, 256)',
      'max_pooling2d_2 (None, 6, 6, 256)',
      'flatten (None, 9216)',
      'dense (None, 4096)',
      'dropout (None, 4096)',
      'dense_1 (None, 4096)',
      'dropout_1 (None, 4096)',
      'dense_2 (None, 10)',
    ]);
  });

  it('of 2012 split convolutions 2, 4 and 5 and normalise after pools 1 and 2', () => {
    const { layers } = networkFor({ ...defaultExperiment, model: 'alexnet2012' });
    expect(layers.flatMap((layer) => (layer.kind === 'conv2d' ? [layer.groups] : []))).toEqual([
      1, 2, 1, 2, 2,
    ]);
    const kinds = layers.map((layer) => layer.kind).slice(0, 6);
    expect(kinds).toEqual(['conv2d', 'max-pool', 'lrn', 'conv2d', 'max-pool', 'lrn']);
    expect(layers.find((layer) => layer.kind === 'lrn')).toEqual({
      kind: 'lrn',
      name: 'lrn',
      depthRadius: 2,
      bias: 2,
      alpha: 1e-4,
      beta: 0.75,
    });
  });

  it('take the dropout rate, and stay at rate 0', () => {
    for (const dropout of [0, 0.3]) {
      const { layers } = networkFor({ ...defaultExperiment, dropout });
      expect(layers.flatMap((layer) => (layer.kind === 'dropout' ? [layer.rate] : []))).toEqual([
        dropout,
        dropout,
      ]);
    }
  });

  it('fit every allowed side of the small AlexNet, and at 227 px are the large one', () => {
    for (let side = 67; side <= 227; side++)
      expect(summaryOf('alexnet-small', side).network.input[0]).toBe(side);
    expect(summaryOf('alexnet-small', 227).params).toBe(58_324_746);
  });

  it('do not fit below: the error names the layer', () => {
    expect(() => summaryOf('alexnet-small', 66)).toThrow(
      'max_pooling2d_2: its window of 3 × 3 does not fit into 2 × 2',
    );
  });
});
