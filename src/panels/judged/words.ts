/** A choice of images in words. Pure. */
import type { TFunction } from 'i18next';
import type { JudgedFilter } from '../../protocol/images';
import { percent } from '../../lib/units';

type T = TFunction<['judged', 'common']>;

/** Every image of the evaluation. */
export const everyImage: JudgedFilter = { actual: null, predicted: null, verdict: 'all', confidence: [0, 1] };

/** Whether the confidence is restricted. */
const isPart = ({ confidence: [above, upTo] }: JudgedFilter): boolean => above > 0 || upTo < 1;

/** `cat taken for dog`, `Wrong answers, probability 40 % to 50 %`, `All images`. */
export function titleOf(filter: JudgedFilter, names: readonly string[], t: T): string {
  const { actual, predicted, verdict, confidence } = filter;
  const [isActual, isPredicted] = [names[actual ?? -1] ?? '', names[predicted ?? -1] ?? ''];
  const parts: string[] = [];
  if (actual !== null && actual === predicted) parts.push(t('title.right', { actual: isActual }));
  else if (actual !== null && predicted !== null)
    parts.push(t('title.pair', { actual: isActual, predicted: isPredicted }));
  else if (actual !== null) parts.push(t('title.actual', { actual: isActual }));
  else if (predicted !== null) parts.push(t('title.predicted', { predicted: isPredicted }));
  if (verdict !== 'all') parts.push(t(`title.${verdict}Answers`));
  if (isPart(filter))
    parts.push(t('title.confidence', { from: percent(confidence[0], 0), to: percent(confidence[1], 0) }));
  return parts.length === 0 ? t('title.all') : parts.join(', ');
}
