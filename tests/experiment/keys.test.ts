/** Which fields decide what: each key changes with its own fields, and with no other. */
import { describe, expect, it } from 'vitest';
import {
  epochKey,
  networkKey,
  optimizerKey,
  programsKey,
  splitKey,
  stepTimeKey,
} from '../../src/experiment/keys';
import { experimentKeys, type Experiment, type ExperimentKey } from '../../src/experiment/schema';
import { fullExperiment as before, otherValues } from '../helpers/experiments';

const network: readonly ExperimentKey[] = ['model', 'input', 'dropout', 'norm', 'convs'];
const split: readonly ExperimentKey[] = ['train', 'val', 'test', 'seed', 'leak'];

describe('a key', () => {
  it.each<[string, (experiment: Experiment) => string, readonly ExperimentKey[]]>([
    ['a network', networkKey, network],
    ['a split', splitKey, split],
    ["an epoch's batches", epochKey, [...split, 'labels', 'batch', 'flip', 'shift']],
    ["an optimizer's slots", optimizerKey, ['optimizer', 'momentum']],
    ["a step's time", stepTimeKey, ['model', 'input', 'norm', 'convs', 'batch', 'optimizer']],
    ['programs', programsKey, [...network, 'batch', 'optimizer']],
  ])('of %s changes with its fields alone', (_, keyOf, fields) => {
    const changing = experimentKeys.filter(
      (field) => keyOf({ ...before, [field]: otherValues[field] }) !== keyOf(before),
    );
    expect(changing.toSorted()).toEqual(fields.toSorted());
  });

  it('does not change with what has no effect, nor with another name of the same', () => {
    const lenet: Experiment = { ...before, model: 'lenet5' };
    expect(networkKey({ ...lenet, dropout: 0.1, norm: 'lrn', convs: 2, input: 99 })).toBe(networkKey(lenet));
    expect(networkKey({ ...before, norm: 'batch' })).toBe(networkKey(before));
    expect(optimizerKey({ ...before, optimizer: 'sgd', momentum: 0.1 })).toBe(
      optimizerKey({ ...before, optimizer: 'sgd' }),
    );
  });
});
