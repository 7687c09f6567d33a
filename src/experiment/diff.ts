/** What two experiments differ in, as data. Pure; the page puts words to it. */
import { effective, matters } from './effect';
import { defaultExperiment, experimentKeys, type Experiment, type ExperimentKey } from './schema';

/** One field; null on the side where it has no effect. */
export interface Difference {
  readonly field: ExperimentKey;
  readonly from: Experiment[ExperimentKey] | null;
  readonly to: Experiment[ExperimentKey] | null;
}

/**
 * What `b` has otherwise than `a`, in the schema's order; empty just where both are the same run. A field that has an effect in one of them
 * alone follows from another one (momentum from the optimizer): it is told only where it is not what it always is.
 */
export function configDiff(a: Experiment, b: Experiment): Difference[] {
  const [from, to] = [effective(a), effective(b)];
  return experimentKeys.flatMap((field): Difference[] => {
    // Each network has a normalisation of its own.
    if (field === 'norm' && a.model !== b.model && a.norm === 'own' && b.norm === 'own') return [];
    if (from[field] === to[field]) return [];
    const [inA, inB] = [matters(a, field), matters(b, field)];
    if (inA !== inB && (inA ? a : b)[field] === defaultExperiment[field]) return [];
    return [{ field, from: inA ? from[field] : null, to: inB ? to[field] : null }];
  });
}
