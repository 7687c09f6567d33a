/**
 * The last section, Explore: the network from inside, a person's own pictures, runs side by side,
 * and where the device's time goes.
 */
import { useTranslation } from 'react-i18next';
import { DistributionsCard } from './inspect/DistributionsCard';
import { InsideCard } from './inspect/InsideCard';
import { Part } from '../classroom/locks';
import { UploadsCard } from './uploads/UploadsCard';
import { RaceCard } from './race/RaceCard';
import { RunsCard } from './runs/RunsCard';
import { PanelHead } from '../shared';
import { NoModel } from '../files/NoModel';
import { FiltersCard } from './FiltersCard';
import { SpeedCard } from './SpeedCard';
import './explore.css';

export function ExplorePanel() {
  const { t } = useTranslation('explore');
  return (
    <>
      <PanelHead title={t('title')} lead={t('lead')} />
      <NoModel origin="explore" />
      <UploadsCard />
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
