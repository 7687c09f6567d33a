/**
 * The content of the dialog: a picture and a table for each experiment. A separate chunk, loaded
 * when the dialog is opened. Page side.
 */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Scroll } from '../../shared';
import comparison from './comparison.json';
import {
  experimentLine,
  isEngine,
  isPage,
  nameOf,
  pictureText,
  rowsOf,
  slower,
  titleOf,
  type CaseFigures,
} from './figures';
import './compare.css';

const cases: readonly CaseFigures[] = comparison.cases;

/** Whether Keras was faster everywhere; the page says so only then. */
const kerasFastest = cases.every((figures) =>
  figures.runs.filter(isPage).every((run) => slower(figures, run) > 1),
);

/** The page explains the CPU engine only if it is one of the columns. */
const hasEngine = cases.some(({ runs }) => runs.some(isEngine));

/**
 * Light and dark versions: the page's theme may differ from the system's, which is all that
 * `<picture>` knows. The hidden one is not loaded.
 */
function Curves({ figures }: { readonly figures: CaseFigures }) {
  const { t } = useTranslation(['compare', 'common']);
  return (['light', 'dark'] as const).map((theme) => (
    <img
      key={theme}
      className={`compare-picture compare-${theme}`}
      src={`./compared-${figures.id}-${theme}.svg`}
      alt={pictureText(figures, t)}
      width={520}
      height={420}
      loading="lazy"
    />
  ));
}

function CaseTable({ figures, labelledBy }: { readonly figures: CaseFigures; readonly labelledBy: string }) {
  const { t } = useTranslation(['compare', 'common']);
  return (
    <table className="table compare-table" aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{t('rows.head')}</th>
          {figures.runs.map((run) => (
            <th key={nameOf(run, t)} scope="col">
              {nameOf(run, t)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(figures, t).map(({ head, cells }) => (
          <tr key={head}>
            <th scope="row">{head}</th>
            {cells.map((cell, i) => (
              <td key={nameOf(figures.runs[i]!, t)}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Case({ figures }: { readonly figures: CaseFigures }) {
  const { t } = useTranslation(['compare', 'common']);
  const heading = useId();
  return (
    <section className="compare-case" aria-labelledby={heading}>
      <h3 id={heading}>{titleOf(figures, t)}</h3>
      <p className="note">
        {experimentLine(figures, t)} {t('measured', { day: figures.measured })}
      </p>
      <p>
        <a className="compare-address" href={`./${figures.query}`} target="_blank" rel="noreferrer">
          {t('try')}
        </a>
      </p>
      <Curves figures={figures} />
      <Scroll label={t('tableOf', { title: titleOf(figures, t) })}>
        <CaseTable figures={figures} labelledBy={heading} />
      </Scroll>
    </section>
  );
}

/** `lazy` needs a default export. */
export default function Comparison() {
  const { t } = useTranslation(['compare', 'common']);
  return (
    <div className="compare">
      <p>{t('what')}</p>
      <p>{t('apart')}</p>
      <p>
        {hasEngine && t('engine')} <b>{t('cpu')}</b> {kerasFastest && t('faster')}
      </p>
      {cases.map((figures) => (
        <Case key={figures.id} figures={figures} />
      ))}
    </div>
  );
}
