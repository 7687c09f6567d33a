/** What the network makes of a picture: the first two of its ten probabilities, how undecided it is, and all of them. Page side. */
import { useTranslation } from 'react-i18next';
import { percent, pythonFixed } from '../../lib/units';
import { Bars, useClassNames } from '../shared';
import { ranking, undecidedAmong } from './figures';

export function Answer({ probabilities }: { readonly probabilities: readonly number[] }) {
  const { t } = useTranslation('own');
  const names = useClassNames();
  const [first = 0, second = 0] = ranking(probabilities);
  const said = (label: number) => ({
    name: names[label] ?? '',
    share: percent(probabilities[label] ?? 0, 0),
  });
  return (
    <div className="own-answer">
      <p>
        <b>{t('first', said(first))}</b> {t('second', said(second))}
      </p>
      <p className="note">{t('undecided', { n: pythonFixed(undecidedAmong(probabilities), 1) })}</p>
      <Bars
        rows={probabilities.map((share, id) => ({
          id,
          label: names[id],
          share,
          text: percent(share, 0),
        }))}
      />
    </div>
  );
}
