/** The first section, Data: loading the images, the split, and samples. */
import { useTranslation } from 'react-i18next';
import { PanelHead } from '../shared';
import { LoadCard } from './LoadCard';
import { SamplesCard } from './SamplesCard';
import { SplitCard } from './SplitCard';
import './data.css';

export function DataPanel() {
  const { t } = useTranslation(['data', 'common']);
  return (
    <>
      <PanelHead title={t('title')} lead={t('lead')} />
      <div className="data-cols">
        <LoadCard />
        <SplitCard />
      </div>
      <SamplesCard />
      <p className="note">
        {t('common:citation')}: <cite>{t('citation')}</cite> {t('licence')}
      </p>
    </>
  );
}
