/**
 * Which values the experiment form accepts, and which preset it matches. Pure; the ranges are those
 * of the schema.
 */
import { trainImages } from '../../lib/cifar10';
import {
  experimentFields,
  experimentKeys,
  experimentSchema,
  stepsPerEpoch,
  type Experiment,
  type ExperimentKey,
} from '../../experiment/schema';
import { presetIds, presets, type PresetId } from '../../experiment/presets';
import { typedNumber } from '../../experiment/typedNumber';
import { allowedValues } from '../../experiment/url';
import { err, ok, type Result } from '../../lib/result';

/** Fields that hold a number. */
export type NumberKey = {
  [K in ExperimentKey]: Experiment[K] extends number ? K : never;
}[ExperimentKey];

/** Why a number was refused: unclear, outside of its range, or in conflict with another field. */
export type FieldProblem =
  | { readonly reason: 'character'; readonly character: string; readonly allowed: string }
  | { readonly reason: 'range'; readonly allowed: string }
  /** Training and validation images come from the same 50 000. */
  | { readonly reason: 'split'; readonly limit: number }
  | { readonly reason: 'batchAboveTrain'; readonly limit: number }
  | { readonly reason: 'trainBelowBatch'; readonly limit: number };

/** The range of a field as text: `1 … 1000`. */
export const rangeOf = (key: NumberKey): string => allowedValues(experimentFields[key]);

/** The number that was typed for `key`, if it is unambiguous and makes the experiment valid. */
export function readNumber(
  experiment: Experiment,
  key: NumberKey,
  text: string,
): Result<number, FieldProblem> {
  const allowed = rangeOf(key);
  const typed = typedNumber(text);
  if (!typed.ok && typed.error !== '') return err({ reason: 'character', character: typed.error, allowed });
  const field = experimentFields[key].safeParse(typed.ok ? typed.value : Number.NaN);
  if (!field.success) return err({ reason: 'range', allowed });
  const whole = experimentSchema.safeParse({ ...experiment, [key]: field.data });
  if (whole.success) return ok(field.data);
  if (whole.error.issues.some((issue) => issue.path[0] === 'val'))
    return err({
      reason: 'split',
      limit: trainImages - (key === 'train' ? experiment.val : experiment.train),
    });
  return err(
    key === 'batch'
      ? { reason: 'batchAboveTrain', limit: experiment.train }
      : { reason: 'trainBelowBatch', limit: experiment.batch },
  );
}

/** The preset that the experiment equals in every field; null if there is none. */
export const presetOf = (experiment: Experiment): PresetId | null =>
  presetIds.find((id) => experimentKeys.every((key) => presets[id][key] === experiment[key])) ?? null;

/** Steps per epoch, and how many images are left over. */
export function epochPlan(experiment: Experiment): { readonly steps: number; readonly leftOver: number } {
  const steps = stepsPerEpoch(experiment);
  return { steps, leftOver: experiment.train - steps * experiment.batch };
}
