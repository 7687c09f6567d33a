/**
 * What was imported with a model from elsewhere; or, layer by layer, why it is none of the lab's.
 * Page side.
 */
import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../experiment/schema';
import { count } from '../../lib/units';
import type { ImportReport, ModelDifference } from '../../network';

/** A file of a thousand layers has a thousand differences: the first ones are enough. */
const maxShown = 12;

/** Placeholders; each sentence uses some of them. */
const blanks = {
  layer: '',
  type: '',
  setting: '',
  actual: '',
  expected: '',
  tensor: '',
  optimizer: '',
  schedule: '',
};

interface DifferencesProps {
  readonly differences: readonly ModelDifference[];
  readonly closest: ModelId | null;
}

export function Differences({ differences, closest }: DifferencesProps) {
  const { t } = useTranslation(['train', 'common']);
  if (differences.length === 0) return null;
  const more = differences.length - maxShown;
  return (
    <>
      {closest !== null && <p>{t('differences.closest', { model: t(`common:models.${closest}`) })}</p>}
      <ul className="differences" data-testid="differences">
        {differences.slice(0, maxShown).map((difference) => (
          <li key={JSON.stringify(difference)} data-kind={difference.kind}>
            {t(`differences.${difference.kind}`, { ...blanks, ...difference })}
          </li>
        ))}
      </ul>
      {more > 0 && <p>{t('differences.more', { n: count(more) })}</p>}
    </>
  );
}

export function Imported({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('train');
  const { slots, iterations, recorded, notes } = report;
  return (
    <>
      <p>
        {t('came.use')} {!recorded && t('came.form')}
      </p>
      <p>{slots ? t('came.state', { count: iterations, n: count(iterations) }) : t('came.fresh')}</p>
      {notes.length > 0 && (
        <ul className="differences">
          {notes.slice(0, maxShown).map((note) => (
            <li key={JSON.stringify(note)}>{t(`came.${note.kind}`, { ...blanks, ...note })}</li>
          ))}
        </ul>
      )}
    </>
  );
}
