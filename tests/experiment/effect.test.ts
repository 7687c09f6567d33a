/** Which fields of an experiment have an effect, and that the networks agree. */
import { assert, property } from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { effective, matters, normOf } from '../../src/experiment/effect';
import {
  defaultExperiment as lab,
  experimentKeys,
  experimentSchema,
  modelIds,
  normIds,
} from '../../src/experiment/schema';
import { networkFor } from '../../src/network';
import { experiments } from '../helpers/experiments';

/** What of a network decides its numbers. */
const layersOf = (experiment: Parameters<typeof networkFor>[0]): string => {
  const { input, layers } = networkFor(experiment);
  return JSON.stringify({ input, layers });
};

it('hides what has no effect', () => {
  expect(matters(lab, 'dropout')).toBe(true);
  expect(matters({ ...lab, model: 'lenet5' }, 'dropout')).toBe(false);
  expect(matters(lab, 'input')).toBe(false);
  expect(matters({ ...lab, model: 'alexnet-small' }, 'input')).toBe(true);
  expect(matters(lab, 'momentum')).toBe(false);
  expect(matters({ ...lab, optimizer: 'momentum' }, 'momentum')).toBe(true);
  expect(matters(lab, 'stepFactor')).toBe(false);
  expect(matters({ ...lab, schedule: 'step' }, 'stepFactor')).toBe(true);
  expect(matters(lab, 'seed')).toBe(true);
});

describe('what decides the network', () => {
  it.each(modelIds)('of %s is what is said to matter', (model) => {
    const own = { ...lab, model };
    const others = { input: 99, dropout: 0.25, norm: 'none', convs: 3 } as const;
    for (const key of ['input', 'dropout', 'norm', 'convs'] as const)
      expect([key, layersOf({ ...own, [key]: others[key] }) !== layersOf(own)]).toEqual([
        key,
        matters(own, key),
      ]);
  });

  it('is the same in both ways of writing it', () => {
    assert(
      property(experiments, (e) => {
        expect(layersOf(effective(e))).toBe(layersOf(e));
      }),
    );
  });

  it('names the normalisation that the layers have', () => {
    for (const model of modelIds)
      for (const norm of normIds) {
        const kinds = networkFor({ ...lab, model, norm }).layers.map(({ kind }) => kind);
        const found = kinds.includes('batch-norm') ? 'batch' : kinds.includes('lrn') ? 'lrn' : 'none';
        expect(normOf({ model, norm }), `${model} ${norm}`).toBe(found);
      }
  });
});

it('one way of writing it is enough: it is allowed, and is its own', () => {
  assert(
    property(experiments, (e) => {
      const once = effective(e);
      expect(experimentSchema.parse(once)).toEqual(once);
      expect(effective(once)).toEqual(once);
      for (const key of experimentKeys) expect(matters(once, key)).toBe(matters(e, key));
    }),
  );
});
