/**
 * Which fields of an experiment decide what: two experiments with the same key agree in it. Fields
 * without an effect do not count (`effective`). Pure; page and engine both use these keys, so that
 * they agree.
 */
import { effective } from './effect';
import { decides, experimentKeys, type Decides, type Experiment, type ExperimentKey } from './schema';

const fieldsOf = (...kinds: readonly Decides[]): readonly ExperimentKey[] =>
  experimentKeys.filter((key) => kinds.includes(decides[key]));

function keyOf(fields: readonly ExperimentKey[]): (experiment: Experiment) => string {
  return (experiment) => {
    const values = effective(experiment);
    return JSON.stringify(fields.map((field) => values[field]));
  };
}

/** Key of the network: its list of layers. */
export const networkKey = keyOf(fieldsOf('weights', 'layers'));

/** Key of the split: the images of its three parts. */
export const splitKey = keyOf(fieldsOf('split'));

/** Key of an epoch's batches: only with the same ones can a half-finished epoch be continued. */
export const epochKey = keyOf(fieldsOf('split', 'labels', 'batches'));

/** Key of what the optimizer's slots mean. */
export const optimizerKey = keyOf(fieldsOf('optimizer'));

/** Key of how long a training step takes on a device. */
export const stepTimeKey = keyOf([...fieldsOf('weights'), 'batch', 'optimizer']);

/** Key of the programs that have to be compiled on a device. */
export const programsKey = keyOf([...fieldsOf('weights', 'layers'), 'batch', 'optimizer']);

const modelKey = keyOf(fieldsOf('weights', 'pixels', 'split', 'labels'));

/**
 * Whether a model trained as `before` can be trained further as `next`: its weights have the same
 * shapes, expect the same pixel scale, and have not learnt from images that `next` validates or
 * tests on.
 */
export const canContinueAs = (before: Experiment, next: Experiment): boolean =>
  modelKey(before) === modelKey(next);
