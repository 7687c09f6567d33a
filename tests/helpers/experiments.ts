/** Experiments of every kind, for property tests: from the schema, so that a new field is among them. */
import { z } from 'zod';
import {
  defaultExperiment,
  experimentFields,
  experimentKeys,
  minRate,
  type Experiment,
  type ExperimentKey,
} from '../../src/experiment/schema';
import * as fc from './properties';

const kindOf = (key: ExperimentKey) => experimentFields[key].unwrap();

/** Every value that a field may have, for itself. */
function valuesOf(key: ExperimentKey): fc.Arbitrary<Experiment[ExperimentKey]> {
  const kind = kindOf(key);
  if (kind instanceof z.ZodEnum) return fc.constantFrom(...kind.options);
  if (kind instanceof z.ZodBoolean) return fc.boolean();
  const min = kind.minValue ?? 0;
  const max = kind.maxValue ?? 1;
  if (kind.isInt) return fc.integer({ min, max });
  return fc.double({ min: key === 'lr' ? minRate : min, max, noNaN: true });
}

/** Every experiment that the schema allows. */
export const experiments: fc.Arbitrary<Experiment> = fc
  .record(
    Object.fromEntries(experimentKeys.map((key) => [key, valuesOf(key)])) as {
      readonly [K in ExperimentKey]: fc.Arbitrary<Experiment[K]>;
    },
  )
  .map((e) => ({ ...e, train: Math.min(e.train, 49_999) }))
  .map((e) => ({ ...e, val: Math.min(e.val, 50_000 - e.train), batch: Math.min(e.batch, e.train) }));

/** Every field has an effect on it. */
export const fullExperiment: Experiment = {
  ...defaultExperiment,
  model: 'alexnet-small',
  train: 32,
  val: 8,
  test: 8,
  batch: 8,
  epochs: 2,
  lr: 1e-3,
  optimizer: 'momentum',
  schedule: 'step',
};

/** Values that are allowed with the others of `fullExperiment`, where not any value is. */
const chosen: Partial<Experiment> = {
  model: 'lenet5',
  input: 75,
  train: 40,
  val: 16,
  test: 16,
  batch: 4,
  optimizer: 'adam',
  schedule: 'cosine',
  norm: 'lrn',
  seed: 8,
};

function otherValue(key: ExperimentKey): Experiment[ExperimentKey] {
  const kind = kindOf(key);
  const value = fullExperiment[key];
  if (kind instanceof z.ZodEnum) return kind.options.find((option) => option !== value) ?? value;
  if (kind instanceof z.ZodBoolean) return value !== true;
  // The next whole number, or half as much.
  if (kind.isInt) return Number(value) + (Number(value) === kind.maxValue ? -1 : 1);
  return Number(value) === 0 ? 0.1 : Number(value) / 2;
}

/** Another value of each of its fields, alone allowed with the others. */
export const otherValues = Object.fromEntries(
  experimentKeys.map((key) => [key, chosen[key] ?? otherValue(key)]),
) as { readonly [K in ExperimentKey]: Experiment[K] };
