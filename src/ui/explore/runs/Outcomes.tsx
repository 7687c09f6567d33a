/**
 * The result of each run at its end, and at its best. Page side; knows React and the catalogues.
 */
import { useTranslation } from 'react-i18next';
import { count } from '../../../lib/units';
import { Scroll } from '../../shared';
import { diffText } from './diffWords';
import { figureName, outcomeOf, type Outcome, type ShownRun } from './overlayData';

export function Outcomes({ runs }: { readonly runs: readonly ShownRun[] }) {
  const { t, i18n } = useTranslation(['runs', 'train', 'help', 'lessons', 'common']);
  const [first] = runs;
  /** A continued run has the experiment of its last part. */
  const same = (from: string, to: string): string =>
    from === to ? t('same') : t('sameLonger', { from, to });
  const columns: readonly (readonly [keyof Outcome, string])[] = [
    ['epochs', t('columns.epochs')],
    ['loss', figureName('loss', 'train')],
    ['acc', figureName('acc', 'train')],
    ['valLoss', figureName('loss', 'val')],
    ['valAcc', figureName('acc', 'val')],
    ['bestValLoss', t('columns.bestValLoss')],
    ['bestValAcc', t('columns.bestValAcc')],
    ['bestEpoch', t('columns.bestEpoch')],
    ['time', t('columns.time')],
  ];
  return (
    <Scroll label={t('outcomes')}>
      <table className="table" data-testid="runs-outcomes">
        <caption className="hidden-text">{t('outcomes')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columns.run')}</th>
            <th scope="col">{t('columns.changes')}</th>
            {columns.map(([key, head]) => (
              <th key={key} scope="col" className="n">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const outcome = outcomeOf(run, i18n.language);
            return (
              <tr key={run.label}>
                <th scope="row">{run.label}</th>
                <td className="runs-changes">
                  {!first || run === first
                    ? t('first')
                    : diffText(first.experiment, run.experiment, t) ||
                      same(count(first.record.total), outcome.epochs)}
                </td>
                {columns.map(([key]) => (
                  <td key={key} className="n">
                    {outcome[key]}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
