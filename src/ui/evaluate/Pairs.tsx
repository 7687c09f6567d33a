/** The most frequent mistakes; each opens its images. Page side. */
import { useTranslation } from 'react-i18next';
import { confusedPairs, type Confusion } from '../../lib/classification';
import { count, percent } from '../../lib/units';
import { useOpenImages } from './images/OpenImages';
import { Action, Card, useClassNames } from '../shared';

/** Of ninety possible ones. */
const maxPairs = 10;

export function Pairs({ confusion }: { readonly confusion: Confusion }) {
  const { t } = useTranslation('evaluate');
  const names = useClassNames();
  const openImages = useOpenImages();
  const pairs = confusedPairs(confusion);
  const mistakes = pairs.reduce((sum, pair) => sum + pair.count, 0);
  const largest = pairs[0]?.count ?? 1;
  const hasMatrix = confusion.length > 0;
  return (
    <Card
      title={t('pairs')}
      note={hasMatrix ? t('pairsNote', { count: mistakes, n: count(mistakes) }) : undefined}
    >
      {!hasMatrix && <p className="note">{t('noResult')}</p>}
      {hasMatrix && pairs.length === 0 && <p className="note">{t('pairsNone')}</p>}
      {pairs.length > 0 && (
        <ol className="pairs">
          {pairs.slice(0, maxPairs).map(({ actual, predicted, count: times, fraction }) => (
            <li key={`${actual}/${predicted}`}>
              <Action variant="quiet" onPress={() => openImages({ actual, predicted })}>
                {t('pair', { actual: names[actual] ?? '', predicted: names[predicted] ?? '' })}
              </Action>
              <span className="bar" aria-hidden="true">
                <span className="bar-fill bar-bad" style={{ inlineSize: `${(times / largest) * 100}%` }} />
              </span>
              <b>{count(times)}</b>
              <span className="note">{t('ofActual', { share: percent(fraction, 1) })}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
