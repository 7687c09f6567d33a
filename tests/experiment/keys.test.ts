/** Which fields decide what: each key changes with its own fields, and with no other. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  epochKey,
  networkKey,
  optimizerKey,
  programsKey,
  splitKey,
  stepTimeKey,
} from '../../src/experiment/keys';
import { experimentKeys, type Decides, type Experiment } from '../../src/experiment/schema';
import { fullExperiment as before, otherValues } from '../helpers/experiments';
import { rowsUnder } from '../helpers/markdownTable';

/** What each field decides, as the README tells it: written apart from the code. */
const documented = rowsUnder(
  readFileSync(new URL('../../src/experiment/README.md', import.meta.url), 'utf8'),
  'Parameter',
).map(([field = '', , , decides = '']) => ({ field, decides }));
const thatDecide = (...kinds: readonly Decides[]): string[] =>
  documented.filter(({ decides }) => kinds.some((kind) => kind === decides)).map(({ field }) => field);

const network = thatDecide('weights', 'layers');

describe('a key', () => {
  it.each<[string, (experiment: Experiment) => string, readonly string[]]>([
    ['a network', networkKey, network],
    ['a split', splitKey, thatDecide('split')],
    ["an epoch's batches", epochKey, thatDecide('split', 'labels', 'batches')],
    ["an optimizer's slots", optimizerKey, thatDecide('optimizer')],
    ["a step's time", stepTimeKey, [...thatDecide('weights'), 'batch', 'optimizer']],
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
