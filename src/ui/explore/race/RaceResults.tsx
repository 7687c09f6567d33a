/** The result of a race: each figure as bars, and all of them as a table. Page side. */
import { useTranslation } from 'react-i18next';
import type { Race } from '../../../store/race';
import { Bars, Scroll } from '../../shared';
import { raceRows, type MeasureRow } from './raceData';

function MeasureBars({ row }: { readonly row: MeasureRow }) {
  const { t } = useTranslation('race');
  return (
    <div>
      <h4>{t(`measures.${row.measure}`)}</h4>
      <Bars rows={row.cells.map(({ name, text, fraction }) => ({ id: name, label: name, fraction, text }))} />
    </div>
  );
}

export function RaceResults({ race }: { readonly race: Race }) {
  const { t, i18n } = useTranslation(['race', 'common']);
  const rows = raceRows(race, t, i18n.language);
  return (
    <div className="stack" data-testid="race-results">
      <div className="race-bars">
        {rows.map((row) => (
          <MeasureBars key={row.measure} row={row} />
        ))}
      </div>
      <Scroll label={t('table')}>
        <table className="table">
          <caption className="hidden-text">{t('table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('measure')}</th>
              {race.entries.map(({ experiment }) => (
                <th key={experiment.model} scope="col" className="n">
                  {t(`common:models.${experiment.model}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ measure, cells }) => (
              <tr key={measure} data-measure={measure}>
                <th scope="row">{t(`measures.${measure}`)}</th>
                {cells.map(({ name, text }) => (
                  <td key={name} className="n">
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="note">{t('how')}</p>
    </div>
  );
}
