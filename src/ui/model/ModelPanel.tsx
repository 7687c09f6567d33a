/**
 * The second section, Model: choose a network, see it drawn to scale, and see how each number is
 * computed.
 */
import { useTranslation } from 'react-i18next';
import { DownloadCard } from '../files/Download';
import { Part } from '../classroom/locks';
import { Card, PanelHead } from '../shared';
import { ChooseCard } from './ChooseCard';
import { NetworkPicture } from './NetworkPicture';
import { SummaryCard } from './SummaryCard';
import { useHighlight } from './useHighlight';
import { useSummary } from '../shared/useNetwork';
import './model.css';

export function ModelPanel() {
  const { t } = useTranslation('model');
  const summary = useSummary();
  const highlight = useHighlight();
  return (
    <>
      <PanelHead title={t('title')} lead={t('lead')} />
      <ChooseCard citation={summary.network.citation} />
      <Card title={t('picture.title')} note={t('picture.note')}>
        <NetworkPicture summary={summary} highlight={highlight} />
      </Card>
      <SummaryCard summary={summary} highlight={highlight} />
      <Part id="download">
        <DownloadCard />
      </Part>
    </>
  );
}
