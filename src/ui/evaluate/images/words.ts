/** A choice of images, in words. Pure. */
import type { TFunction } from 'i18next';
import type { ImageFilter } from '../../../protocol/evaluation';
import { percent } from '../../../lib/units';

type T = TFunction<['images', 'common']>;

/** The filter that matches every image of the evaluation. */
export const everyImage: ImageFilter = { actual: null, predicted: null, outcome: 'all', confidence: [0, 1] };

/** Whether the confidence is restricted. */
const isPart = ({ confidence: [above, upTo] }: ImageFilter): boolean => above > 0 || upTo < 1;

/** `cat predicted as dog`, `wrong predictions, confidence 40 % to 50 %`, `All images`. */
export function titleOf(filter: ImageFilter, names: readonly string[], t: T): string {
  const { actual, predicted, outcome, confidence } = filter;
  const isActual = names[actual ?? -1] ?? '';
  const isPredicted = names[predicted ?? -1] ?? '';
  const parts: string[] = [];
  if (actual !== null && actual === predicted) parts.push(t('title.right', { actual: isActual }));
  else if (actual !== null && predicted !== null)
    parts.push(t('title.pair', { actual: isActual, predicted: isPredicted }));
  else if (actual !== null) parts.push(t('title.actual', { actual: isActual }));
  else if (predicted !== null) parts.push(t('title.predicted', { predicted: isPredicted }));
  if (outcome !== 'all') parts.push(t(`title.${outcome}Answers`));
  if (isPart(filter))
    parts.push(t('title.confidence', { from: percent(confidence[0], 0), to: percent(confidence[1], 0) }));
  return parts.length === 0 ? t('title.all') : parts.join(', ');
}
