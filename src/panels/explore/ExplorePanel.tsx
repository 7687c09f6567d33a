/** The last place: the network from inside, a person's own pictures, runs beside each other, and where the device's time goes. */
import { useTranslation } from 'react-i18next';
import { DistributionsCard, InsideCard } from '../inside';
import { Part } from '../lesson';
import { OwnCard } from '../own';
import { RaceCard } from '../race';
import { RunsCard } from '../runs';
import { PanelHead } from '../shared';
import { NoModel } from '../trained/NoModel';
import { FiltersCard } from './FiltersCard';
import { SpeedCard } from './SpeedCard';
import './explore.css';

export function ExplorePanel() {
  const { t } = useTranslation('explore');
  return (
    <>
      <PanelHead title={t('title')} lead={t('lead')} />
      <NoModel place="explore" />
      <OwnCard />
      <FiltersCard />
      <InsideCard />
      <DistributionsCard />
      <RunsCard />
      <RaceCard />
      <Part id="speed">
        <SpeedCard />
      </Part>
    </>
  );
}
