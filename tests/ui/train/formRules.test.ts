/** What the experiment form accepts, and what it says when it does not. */
import { describe, expect, it } from 'vitest';
import { presetIds, presets } from '../../../src/experiment/presets';
import { defaultExperiment, experimentFields, type Experiment } from '../../../src/experiment/schema';
import { epochPlan, presetOf, rangeOf, readNumber, type NumberKey } from '../../../src/ui/train/formRules';

const lab = defaultExperiment;
const numbers = (Object.keys(experimentFields) as (keyof Experiment)[]).filter(
  (key): key is NumberKey => typeof lab[key] === 'number',
);

describe('readNumber', () => {
  it.each([
    ['lr', '1e-4', 1e-4],
    ['lr', ' .5 ', 0.5],
    ['train', '30 000', 30_000],
    ['epochs', '1e1', 10],
    ['train', '30,000', 30_000],
    ['lr', '0,001', 0.001],
  ] as const)('takes %s = "%s"', (key, text, value) => {
    expect(readNumber(lab, key, text)).toEqual({ ok: true, value });
  });

  it.each([
    ['batch', '0', '1 … 1024'],
    ['batch', '1025', '1 … 1024'],
    ['batch', '6.5', '1 … 1024'],
    ['epochs', '', '1 … 1000'],
    ['lr', '0', '1e-8 … 10'],
  ] as const)('refuses %s = "%s" with its range', (key, text, allowed) => {
    expect(readNumber(lab, key, text)).toEqual({ ok: false, error: { reason: 'range', allowed } });
  });

  it.each([
    ['epochs', 'ten', 't', '1 … 1000'],
    ['seed', '-1', '-', '0 … 4294967295'],
    ['lr', 'Infinity', 'I', '1e-8 … 10'],
    ['train', '40.000', '.', '1 … 50000'],
    ['batch', '0x10', 'x', '1 … 1024'],
  ] as const)('refuses %s = "%s" because of %s', (key, text, character, allowed) => {
    const error = { reason: 'character', character, allowed };
    expect(readNumber(lab, key, text)).toEqual({ ok: false, error });
  });

  it('knows that training and validation images share 50 000', () => {
    expect(readNumber(lab, 'train', '40001')).toEqual({
      ok: false,
      error: { reason: 'split', limit: 40_000 },
    });
    expect(readNumber(lab, 'val', '10001')).toEqual({ ok: false, error: { reason: 'split', limit: 10_000 } });
    expect(readNumber(lab, 'val', '10000').ok).toBe(true);
  });

  it('knows that a batch cannot exceed the training images, from both sides', () => {
    const few = { ...lab, train: 100 };
    expect(readNumber(few, 'batch', '128')).toEqual({
      ok: false,
      error: { reason: 'batchAboveTrain', limit: 100 },
    });
    expect(readNumber(few, 'train', '32')).toEqual({
      ok: false,
      error: { reason: 'trainBelowBatch', limit: 64 },
    });
  });

  it.each(numbers)('takes the default of %s, and names a range for it', (key) => {
    expect(readNumber(lab, key, String(lab[key]))).toEqual({ ok: true, value: lab[key] });
    expect(rangeOf(key)).toMatch(/^\S+ … \S+$/);
  });
});

describe('presetOf', () => {
  it.each(presetIds)('recognises %s, and not when one field differs', (id) => {
    expect(presetOf(presets[id])).toBe(id);
    expect(presetOf({ ...presets[id], seed: presets[id].seed + 1 })).toBeNull();
  });
});

describe('epochPlan', () => {
  it('counts whole batches and what is left over', () => {
    expect(epochPlan(lab)).toEqual({ steps: 625, leftOver: 0 });
    expect(epochPlan({ ...lab, train: 2_000 })).toEqual({ steps: 31, leftOver: 16 });
  });
});
