/**
 * Differences of experiments in words: `lr 1e-3 → 3e-4, + flip, − dropout`. Pure except for the
 * catalogues.
 */
import type { TFunction } from 'i18next';
import { configDiff, type Difference } from '../../../experiment/diff';
import { modelIds, normIds, optimizerIds, scheduleIds, type Experiment } from '../../../experiment/schema';
import { count, learningRate } from '../../../lib/units';

export type DiffWords = TFunction<['runs', 'train', 'help', 'lessons', 'common']>;

/** These are switched off at 0. */
const offAtZero = new Set<Difference['field']>(['shift', 'dropout', 'earlyStopping', 'reduceLr']);

type Value = NonNullable<Difference['from']>;

/** A value as the page shows it: names in its language, numbers in one format. */
function valueText({ field }: Difference, value: Value, t: DiffWords): string {
  const named = <T extends string>(ids: readonly T[]): T | undefined => ids.find((id) => id === value);
  const model = named(modelIds);
  const optimizer = named(optimizerIds);
  const schedule = named(scheduleIds);
  const norm = named(normIds);
  if (field === 'model' && model) return t(`common:models.${model}`);
  if (field === 'optimizer' && optimizer) return t(`train:optimizers.${optimizer}`);
  if (field === 'schedule' && schedule) return t(`train:schedules.${schedule}`);
  if (field === 'norm' && norm) return t(`lessons:norms.${norm}`);
  if (field === 'scale') return t(`train:scales.${value === 'standard' ? 'standard' : 'unit'}`);
  if (field === 'labels') return t(`train:labelings.${value === 'shuffled' ? 'shuffled' : 'true'}`);
  if (field === 'seed') return String(value);
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) ? count(value) : learningRate(value);
}

/** Whether the value is absent: without an effect, switched off, or none. */
const isOff = ({ field }: Difference, value: Difference['from']): boolean =>
  value === null ||
  value === false ||
  (field === 'norm' && value === 'none') ||
  (value === 0 && offAtZero.has(field));

/** One difference. What is added has a plus and its value, what is removed has a minus. */
export function differenceText(difference: Difference, t: DiffWords): string {
  const { field, from, to } = difference;
  const label = t(`help:fields.${field}.short`);
  const text = (value: Value): string => valueText(difference, value, t);
  if (isOff(difference, to) || to === null)
    return field === 'norm' && from !== null ? `− ${text(from)}` : `− ${label}`;
  if (to === true) return `+ ${label}`;
  if (isOff(difference, from) || from === null)
    return field === 'norm' ? `+ ${text(to)}` : `+ ${label} ${text(to)}`;
  return `${label} ${text(from)} → ${text(to)}`;
}

/** How `b` differs from `a`; empty if it does not. */
export const diffText = (a: Experiment, b: Experiment, t: DiffWords): string =>
  configDiff(a, b)
    .map((difference) => differenceText(difference, t))
    .join(', ');
