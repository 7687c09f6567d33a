import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds } from '../../src/experiment/schema';
import { networkFor, summarize, textOfShape, type Formula, type LayerSpec } from '../../src/network';
import { conv2d, dense, flatten, maxPool, nameLayers } from '../../src/network/layers';

const alexnet = summarize(networkFor(defaultExperiment));

const summaryOf = (input: readonly [number, number, number], ...layers: readonly LayerSpec[]) =>
  summarize({ id: 'lenet5', citation: '', input, layers: nameLayers(layers) });

const row = (name: string) => {
  const found = alexnet.rows.find(({ layer }) => layer.name === name);
  if (!found) throw new Error(`no layer ${name}`);
  return found;
};

const formula = (name: string, quantity: Formula['quantity']) =>
  row(name).formulas.find((line) => line.quantity === quantity)?.expression;

/** Computes an expression as it is written. */
function evaluate(expression: string): number {
  const code = expression
    .replaceAll('·', '*')
    .replaceAll('−', '-')
    .replaceAll('⌊', 'Math.floor(')
    .replaceAll('⌋', ')')
    .replaceAll('max(', 'Math.max(');
  if (!/^(?:[\d+*/(), -]|Math\.floor|Math\.max)+$/.test(code)) throw new Error(`not arithmetic: ${code}`);
  return Number(runInNewContext(code));
}

describe('formulas', () => {
  it('evaluate to their results, in every network and at every remainder of stride and size', () => {
    const networks = [
      ...modelIds.map((model) => summarize(networkFor({ ...defaultExperiment, model }))),
      ...[68, 69, 70, 111].map((input) =>
        summarize(networkFor({ ...defaultExperiment, model: 'alexnet-small', input })),
      ),
      summaryOf([9, 12, 3], conv2d(4, 1, { stride: 3 }), conv2d(2, 2, { stride: 2 }), maxPool(1, 1)),
    ];
    const formulas = networks.flatMap(({ rows }) => rows.flatMap((each) => each.formulas));
    expect(formulas.length).toBeGreaterThan(300);
    expect(formulas.filter(({ expression, result }) => evaluate(expression) !== result)).toEqual([]);
    expect(evaluate('⌊(68 + 2·0 − 11)/4⌋ + max(−3, 0)')).toBe(14);
  });

  it('put the numbers of the layer in', () => {
    expect(formula('conv2d', 'height')).toBe('(227 + 2·0 − 11)/4 + 1');
    expect(formula('conv2d', 'params')).toBe('11·11·3·96 + 96');
    expect(formula('conv2d', 'macs')).toBe('55·55·96·11·11·3');
    expect(formula('conv2d_1', 'padding')).toBe('(27 − 1)·1 + 5 − 27');
    expect(formula('conv2d_1', 'width')).toBe('(27 + (2 + 2) − 5)/1 + 1');
    expect(formula('batch_normalization', 'params')).toBe('4·96');
    expect(formula('flatten', 'activation-bytes')).toBe('6·6·256·4');
    expect(formula('dense', 'params')).toBe('9216·4096 + 4096');
    expect(formula('max_pooling2d', 'receptive-field')).toBe('11 + (3 − 1)·4');
  });

  it('show a floor only where the division leaves a rest', () => {
    const expressions = summaryOf([68, 67, 3], conv2d(1, 11, { stride: 4, padding: 'valid' })).rows[0]
      ?.formulas;
    expect(expressions?.slice(0, 2)).toEqual([
      { quantity: 'height', expression: '⌊(68 + 2·0 − 11)/4⌋ + 1', result: 15 },
      { quantity: 'width', expression: '(67 + 2·0 − 11)/4 + 1', result: 15 },
    ]);
  });

  it('name the two towers', () => {
    const towers = summarize(networkFor({ ...defaultExperiment, model: 'alexnet2012' }));
    const second = towers.rows.find(({ layer }) => layer.name === 'conv2d_1');
    expect(second?.formulas).toContainEqual({
      quantity: 'params',
      expression: '5·5·(96/2)·256 + 256',
      result: 307_456,
    });
  });
});

describe('costs', () => {
  it('multiply-accumulates are those of the textbook', () => {
    expect(row('conv2d').macs).toBe(105_415_200);
    expect(row('dense').macs).toBe(37_748_736);
    expect(row('max_pooling2d').macs).toBe(0);
    expect(alexnet.macs).toBe(alexnet.rows.reduce((sum, each) => sum + each.macs, 0));
  });

  it('the published AlexNet of two towers takes its well-known 724 million with 1,000 classes', () => {
    const towers = summarize(networkFor({ ...defaultExperiment, model: 'alexnet2012' }));
    expect(towers.macs + 4096 * 990).toBe(724_406_816);
  });

  it('activations are float32', () => {
    expect(row('conv2d').activationBytes).toBe(55 * 55 * 96 * 4);
  });

  it('receptive fields grow to 195 pixels, and end at flatten', () => {
    const fields = alexnet.rows.map((each) => each.receptiveField);
    expect(fields).toEqual([
      11,
      11,
      19,
      51,
      51,
      67,
      99,
      131,
      163,
      163,
      195,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('shapes', () => {
  it('read as Keras prints them', () => {
    expect(textOfShape([null, 55, 55, 96])).toBe('(None, 55, 55, 96)');
    expect(textOfShape([null])).toBe('(None,)');
  });

  it('refuse layers in an impossible order, by name', () => {
    expect(() => summaryOf([8, 8, 3], dense(10, 'linear'))).toThrow(
      'dense takes flat values, not the shape (None, 8, 8, 3)',
    );
    expect(() => summaryOf([8, 8, 3], flatten, maxPool(2, 2))).toThrow(
      'max_pooling2d takes images, not the shape (None, 192)',
    );
    expect(() => summaryOf([8, 8, 3], conv2d(4, 3, { groups: 2 }))).toThrow(
      'conv2d: 2 groups do not divide 3 channels',
    );
  });
});
