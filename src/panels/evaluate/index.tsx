/** The fourth place: the model against images that it never saw. Page side. */
import { useTranslation } from 'react-i18next';
import { PanelHead } from '../shared';
import { ClassCharts } from './ClassCharts';
import { Gallery } from './Gallery';
import { ResultCard } from './ResultCard';
import './evaluate.css';

export function EvaluatePanel() {
  const { t } = useTranslation('evaluate');
  return (
    <>
      <PanelHead title={t('title')} lead={t('lead')} />
      <ResultCard />
      <ClassCharts />
      <Gallery />
    </>
  );
}
