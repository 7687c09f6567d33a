/** The last place: the network from inside, where the device's time goes, and a list of what is not here yet. */
import { useTranslation } from 'react-i18next';
import { DistributionsCard, InsideCard } from '../inside';
import { Part } from '../lesson';
import { OwnCard } from '../own';
import { Card, PanelHead } from '../shared';
import { FiltersCard } from './FiltersCard';
import { SpeedCard } from './SpeedCard';
import './explore.css';

const planned = ['compare', 'ablate'] as const;

function LaterCard() {
  const { t } = useTranslation('explore');
  return (
    <Card title={t('later.title')} className="stack later">
      <p className="note">{t('later.explain')}</p>
      <ul>
        {planned.map((id) => (
          <li key={id}>{t(`later.${id}`)}</li>
        ))}
      </ul>
    </Card>
  );
}

export function ExplorePanel() {
  const { t } = useTranslation('explore');
  return (
    <>
      <PanelHead title={t('title')} lead={t('lead')} />
      <OwnCard />
      <FiltersCard />
      <InsideCard />
      <DistributionsCard />
      <Part id="speed">
        <SpeedCard />
      </Part>
      <LaterCard />
    </>
  );
}
