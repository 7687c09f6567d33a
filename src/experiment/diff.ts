/** What two experiments differ in, as data. Pure; the page puts it into words. */
import { effective, matters } from './effect';
import { defaultExperiment, experimentKeys, type Experiment, type ExperimentKey } from './schema';

/** One field; null on the side where it has no effect. */
export interface Difference {
  readonly field: ExperimentKey;
  readonly from: Experiment[ExperimentKey] | null;
  readonly to: Experiment[ExperimentKey] | null;
}

/**
 * What differs in `b` from `a`, in the schema's order; empty only if both are the same run. A field
 * that has an effect in only one of them follows from another field (momentum from the optimizer),
 * and is reported only if it is not at its default.
 */
export function configDiff(a: Experiment, b: Experiment): Difference[] {
  const from = effective(a);
  const to = effective(b);
  return experimentKeys.flatMap((field): Difference[] => {
    // Each network has its own normalisation.
    if (field === 'norm' && a.model !== b.model && a.norm === 'own' && b.norm === 'own') return [];
    if (from[field] === to[field]) return [];
    const inA = matters(a, field);
    const inB = matters(b, field);
    if (inA !== inB && (inA ? a : b)[field] === defaultExperiment[field]) return [];
    return [{ field, from: inA ? from[field] : null, to: inB ? to[field] : null }];
  });
}
