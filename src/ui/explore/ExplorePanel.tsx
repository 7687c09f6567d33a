/**
 * The last section, Explore: the network from inside, a person's own pictures, runs side by side,
 * and where the device's time goes.
 */
import { useTranslation } from 'react-i18next';
import { DistributionsCard } from './inspect/DistributionsCard';
import { InsideCard } from './inspect/InsideCard';
import { useShown } from '../classroom/locks';
import { UploadsCard } from './uploads/UploadsCard';
import { RaceCard } from './race/RaceCard';
import { RunsCard } from './runs/RunsCard';
import { useLab } from '../lab';
import { PanelHead, Views } from '../shared';
import { NoModel } from '../files/NoModel';
import { FiltersCard } from './FiltersCard';
import { SpeedCard } from './SpeedCard';
import './explore.css';

export function ExplorePanel() {
  const { t } = useTranslation('explore');
  const hasModel = useLab((state) => state.hasModel);
  const speed = useShown('speed');
  // Without a model they have nothing to show, but keep their state until there is one again.
  const layers = (
    <div className="view" hidden={!hasModel}>
      <InsideCard />
      <FiltersCard />
    </div>
  );
  const numbers = (
    <div className="view" hidden={!hasModel}>
      <DistributionsCard />
    </div>
  );
  return (
    <>
      <PanelHead title={t('title')} lead={t('lead')} />
      <NoModel origin="explore" />
      <Views
        section="explore"
        label={t('views.label')}
        views={[
          { id: 'own', title: t('views.own'), content: <UploadsCard /> },
          { id: 'layers', title: t('views.layers'), content: layers },
          { id: 'numbers', title: t('views.numbers'), content: numbers },
          { id: 'runs', title: t('views.runs'), content: <RunsCard /> },
          { id: 'race', title: t('views.race'), content: <RaceCard /> },
          ...(speed ? [{ id: 'speed', title: t('views.speed'), content: <SpeedCard /> } as const] : []),
        ]}
      />
    </>
  );
}
