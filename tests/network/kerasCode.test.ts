import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { kerasCode, networkFor } from '../../src/network';
import { call, indent, number, quoted } from '../../src/network/python';

const codeOf = (change: Partial<Experiment>) => {
  const experiment = { ...defaultExperiment, ...change };
  return kerasCode(networkFor(experiment), experiment);
};

/** The tests in tests/keras run these programs in Keras itself. */
describe('kerasCode', () => {
  it('says what the experiment says', () => {
    const code = codeOf({});
    expect(code).toContain(
      'keras.layers.Conv2D(96, 11, strides=4, padding="valid", activation="relu"),  # (None, 55, 55, 96)',
    );
    expect(code).toContain('optimizer=keras.optimizers.Adam(learning_rate=0.0001)');
    expect(code).toContain('order[:40000], order[40000 : 50000]');
    expect(code).toContain('callbacks = []');
    expect(code).toContain('epochs=10');
  });

  it('holds only the branches that it needs', () => {
    expect(codeOf({ model: 'lenet5' })).not.toMatch(/resize|LocalResponse|groups|mirrored|padded|mean/);
    const original = codeOf({ model: 'alexnet2012', scale: 'standard', flip: true, shift: 3 });
    expect(original).toContain('LocalResponseNormalization(2, 2, 0.0001, 0.75, name="lrn_1")');
    expect(original.match(/groups=2/g)).toHaveLength(3);
    expect(original).toContain('integers(0, 7, size=(len(x), 2))');
    expect(original).toContain('x = (x - self.mean) / self.deviation');
  });

  it.each([
    [{ optimizer: 'momentum', lr: 0.01 }, 'SGD(learning_rate=0.01, momentum=0.9)'],
    [{ optimizer: 'sgd', lr: 1e-7 }, 'SGD(learning_rate=1e-7)'],
    [{ schedule: 'cosine' }, 'CosineDecay(0.0001, decay_steps=6250)'],
    [{ schedule: 'step' }, 'ExponentialDecay(0.0001, decay_steps=3125, decay_rate=0.1, staircase=True)'],
    [{ earlyStopping: 3 }, 'EarlyStopping(patience=3, restore_best_weights=True)'],
    [{ reduceLr: 2 }, 'ReduceLROnPlateau(factor=0.1, patience=2)'],
    [{ reduceLr: 2, schedule: 'cosine' }, '# Keras cannot combine a schedule with ReduceLROnPlateau'],
    // Keras refuses a whole number there.
    [{ lr: 1 }, 'Adam(learning_rate=1.0)'],
    [{ optimizer: 'momentum', momentum: 0 }, 'momentum=0.0)'],
    [{ leak: true }, 'train[-10000:] = val[:10000]'],
    [{ leak: true, train: 300, val: 400, batch: 8 }, 'train[-300:] = val[:300]'],
    [{ labels: 'shuffled' }, 'labels[train] = labels[random.permutation(train)]'],
  ] as const)('%o becomes %s', (change, text) => {
    expect(codeOf(change)).toContain(text);
    expect(codeOf({})).not.toContain(text);
  });
});

describe('python', () => {
  it('lets only finite numbers and plain names in', () => {
    expect(number(1e-8)).toBe('1e-8');
    expect(() => number(Number.NaN)).toThrow('NaN has no Python literal');
    expect(quoted('conv2d_1')).toBe('"conv2d_1"');
    expect(() => quoted('x"); import os; ("')).toThrow('is not a plain name');
  });

  it('writes calls and blocks', () => {
    expect(call('f', '1', null, 'b=2')).toBe('f(1, b=2)');
    expect(indent(['a', '', 'b'], 2)).toEqual(['        a', '', '        b']);
  });
});
