/** The button that opens the comparison with Keras. Page side. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../../lib/lazyPart';
import { Action, Dialog } from '../../shared';

function Missing() {
  const { t } = useTranslation('shell');
  return <p className="note">{t('update.part')}</p>;
}

const comparisonPart = lazyPart(() => import('./Comparison'));
const Comparison = lazy(() => comparisonPart().catch(() => ({ default: Missing })));

export function Compare() {
  const { t } = useTranslation('compare');
  return (
    <Dialog trigger={<Action>{t('title')}</Action>} title={t('title')}>
      <Suspense fallback={<p className="note">{t('loading')}</p>}>
        <Comparison />
      </Suspense>
    </Dialog>
  );
}
