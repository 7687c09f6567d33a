/** What two experiments differ in: symmetric, and empty just where both are the same run. */
import { assert, constantFrom, property } from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { configDiff, type Difference } from '../../src/experiment/diff';
import { effective, matters } from '../../src/experiment/effect';
import { defaultExperiment as lab, experimentKeys, type Experiment } from '../../src/experiment/schema';
import { experiments } from '../helpers/experiments';

const differs = (change: Partial<Experiment>, from: Partial<Experiment> = {}) =>
  configDiff({ ...lab, ...from }, { ...lab, ...from, ...change });
const turned = ({ field, from, to }: Difference): Difference => ({ field, from: to, to: from });

describe('for any two experiments', () => {
  it('is the same from the other side', () => {
    assert(
      property(experiments, experiments, (a, b) => {
        expect(configDiff(b, a)).toEqual(configDiff(a, b).map(turned));
      }),
    );
  });

  it('is empty just where both are the same run', () => {
    assert(
      property(experiments, experiments, constantFrom(...experimentKeys), (a, b, key) => {
        // Two that differ in all, and two that differ in one field at most.
        for (const other of [b, { ...a, [key]: b[key] }, a]) {
          const same = JSON.stringify(effective(a)) === JSON.stringify(effective(other));
          expect(configDiff(a, other).length === 0).toBe(same);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names only fields that differ, each once', () => {
    assert(
      property(experiments, experiments, (a, b) => {
        const found = configDiff(a, b);
        expect(new Set(found.map(({ field }) => field)).size).toBe(found.length);
        for (const { field, from, to } of found) {
          expect(from).not.toBe(to);
          expect([from === null, to === null]).toEqual([!matters(a, field), !matters(b, field)]);
        }
      }),
    );
  });
});

it('tells what was changed', () => {
  expect(differs({ lr: 3e-4, flip: true, dropout: 0, optimizer: 'momentum' })).toEqual([
    { field: 'optimizer', from: 'adam', to: 'momentum' },
    { field: 'lr', from: 1e-4, to: 3e-4 },
    { field: 'flip', from: false, to: true },
    { field: 'dropout', from: 0.5, to: 0 },
  ]);
});

it('leaves out what does not matter', () => {
  expect(differs({ input: 99, momentum: 0.5, stepEvery: 1 })).toEqual([]);
  expect(differs({ dropout: 0.1, norm: 'none', convs: 2 }, { model: 'lenet5' })).toEqual([]);
  expect(differs({ norm: 'batch' })).toEqual([]);
  expect(differs({ input: 99 }, { model: 'alexnet-small' })).toEqual([{ field: 'input', from: 67, to: 99 }]);
});

it('tells of what follows from another field only where it is not as always', () => {
  expect(differs({ model: 'lenet5' })).toEqual([{ field: 'model', from: 'alexnet', to: 'lenet5' }]);
  expect(differs({ model: 'alexnet2012' })).toEqual([{ field: 'model', from: 'alexnet', to: 'alexnet2012' }]);
  expect(differs({ optimizer: 'momentum', momentum: 0.99 })).toContainEqual({
    field: 'momentum',
    from: null,
    to: 0.99,
  });
  expect(differs({ model: 'alexnet2012', norm: 'batch' }, { norm: 'none' })).toContainEqual({
    field: 'norm',
    from: 'none',
    to: 'batch',
  });
});
