/** The warning beside every figure of a run that was trained on validation images. Page side. */
import { useTranslation } from 'react-i18next';
import { leakedImages } from '../../experiment/schema';
import { count } from '../../lib/units';
import { useLab } from '../lab';
import { Notice } from './Notice';

/** Renders nothing if the loaded run has no leak, or if there is no run. */
export function LeakNotice() {
  const { t } = useTranslation('leak');
  const experiment = useLab((state) => state.run?.experiment);
  if (!experiment?.leak) return null;
  return (
    <Notice tone="warn" title={t('title')}>
      <p>{t('text', { n: count(leakedImages(experiment)), val: count(experiment.val) })}</p>
    </Notice>
  );
}
