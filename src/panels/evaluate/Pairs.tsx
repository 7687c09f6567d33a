/** The mistakes that were made most often; each opens its images. Page side. */
import { useTranslation } from 'react-i18next';
import { confusedPairs, type Confusion } from '../../lib/classification';
import { count, percent } from '../../lib/units';
import { useOpenImages } from '../judged';
import { Action, Card, useClassNames } from '../shared';

/** Of ninety that are possible. */
const mostPairs = 10;

export function Pairs({ confusion }: { readonly confusion: Confusion }) {
  const { t } = useTranslation('evaluate');
  const names = useClassNames();
  const openImages = useOpenImages();
  const pairs = confusedPairs(confusion);
  const mistakes = pairs.reduce((sum, pair) => sum + pair.count, 0);
  const most = pairs[0]?.count ?? 1;
  const there = confusion.length > 0;
  return (
    <Card title={t('pairs')} note={there ? t('pairsNote', { n: count(mistakes) }) : undefined}>
      {!there && <p className="note">{t('noResult')}</p>}
      {there && pairs.length === 0 && <p className="note">{t('pairsNone')}</p>}
      {pairs.length > 0 && (
        <ol className="pairs">
          {pairs.slice(0, mostPairs).map(({ actual, predicted, count: times, share }) => (
            <li key={`${actual}/${predicted}`}>
              <Action look="quiet" onPress={() => openImages({ actual, predicted })}>
                {t('pair', { actual: names[actual] ?? '', predicted: names[predicted] ?? '' })}
              </Action>
              <span className="bar" aria-hidden="true">
                <span className="bar-fill bar-bad" style={{ inlineSize: `${(times / most) * 100}%` }} />
              </span>
              <b>{count(times)}</b>
              <span className="note">{t('ofActual', { share: percent(share, 1) })}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
