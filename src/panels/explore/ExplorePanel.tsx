/** The last place: the first layer's filters, where the device's time goes, and a list of what is not here yet. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import type { Filters } from '../../protocol/events';
import { isBusy } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { RaceCard } from '../race';
import { RunsCard } from '../runs';
import { Action, Card, PanelHead, TileImage } from '../shared';
import { SpeedCard } from './SpeedCard';
import './explore.css';

const planned = ['maps', 'heat', 'own'] as const;

/** Bytes of one filter within the layer's: side² · 3, one after the other. */
export function filterPixels({ pixels, side }: Filters, index: number): Uint8Array {
  const size = side * side * 3;
  return pixels.subarray(index * size, (index + 1) * size);
}

function FilterTiles({ filters }: { readonly filters: Filters }) {
  const { t } = useTranslation('explore');
  return (
    <ul className="tiles filters">
      {Array.from({ length: filters.count }, (_, index) => (
        <li key={index}>
          <TileImage
            pixels={filterPixels(filters, index)}
            side={filters.side}
            alt={t('filters.alt', { index: count(index + 1) })}
          />
        </li>
      ))}
    </ul>
  );
}

function FiltersCard() {
  const { t } = useTranslation('explore');
  const { loadFilters } = useActions();
  const filters = useLab((state) => state.filters);
  const hasModel = useLab((state) => state.hasModel);
  const running = useLab((state) => isBusy(state) && state.status !== 'paused');
  const note = filters && {
    note: t('filters.note', { n: count(filters.count), side: count(filters.side), layer: filters.layer }),
  };
  return (
    <Card
      className="stack"
      title={t('filters.title')}
      {...note}
      actions={
        <Action isDisabled={!hasModel || running} onPress={loadFilters}>
          {t(filters ? 'filters.again' : 'filters.load')}
        </Action>
      }
    >
      <p className="note">{t('filters.explain')}</p>
      {!hasModel && <p>{t('filters.none')}</p>}
      {hasModel && running && <p>{t('filters.busy')}</p>}
      {filters && <FilterTiles filters={filters} />}
    </Card>
  );
}

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
      <FiltersCard />
      <SpeedCard />
      <RunsCard />
      <RaceCard />
      <LaterCard />
    </>
  );
}
