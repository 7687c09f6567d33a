/**
 * The prediction for a picture: the two highest of its ten probabilities, how undecided it is, and
 * all of them. Page side.
 */
import { useTranslation } from 'react-i18next';
import { percent, pythonFixed } from '../../../lib/units';
import { Bars, useClassNames } from '../../shared';
import { ranking, undecidedAmong } from '../../../lib/classification';

export function Answer({ probabilities }: { readonly probabilities: readonly number[] }) {
  const { t } = useTranslation('uploads');
  const names = useClassNames();
  const [first = 0, second = 0] = ranking(probabilities);
  const values = (label: number) => ({
    name: names[label] ?? '',
    share: percent(probabilities[label] ?? 0, 0),
  });
  return (
    <div className="own-answer">
      <p>
        <b>{t('first', values(first))}</b> {t('second', values(second))}
      </p>
      <p className="note">{t('undecided', { n: pythonFixed(undecidedAmong(probabilities), 1) })}</p>
      <Bars
        rows={probabilities.map((probability, id) => ({
          id,
          label: names[id],
          fraction: probability,
          text: percent(probability, 0),
        }))}
      />
    </div>
  );
}
