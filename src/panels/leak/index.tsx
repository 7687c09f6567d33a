/** The warning that stands at every figure of a run that was trained on validation images. Page side. */
import { useTranslation } from 'react-i18next';
import { leakedImages } from '../../experiment/schema';
import { count } from '../../lib/units';
import { useLab } from '../lab';
import { Notice } from '../shared';

/** Nothing where the run at hand has no leak, or where there is none. */
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
