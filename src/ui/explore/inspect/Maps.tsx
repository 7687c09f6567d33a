/**
 * A readable sample of a layer's channels, side by side if there are two towers; and the same as a
 * table. Page side; knows no store.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ToggleButton } from 'react-aria-components';
import { count, tensorValue } from '../../../lib/units';
import type { FeatureMap, FeatureMaps } from '../../../protocol/inspection';
import { DataTable } from '../../shared/charts/DataTable';
import { Segments } from '../../shared';
import { MapTile } from './MapTile';
import type { Range } from './pixels';

/** The range of all shown maps, extended to include 0: after relu, black is 0. */
const commonRange = (maps: readonly FeatureMap[]): Range => ({
  low: Math.min(0, ...maps.map(({ low }) => low)),
  high: Math.max(0, ...maps.map(({ high }) => high)),
});

interface MapsProps {
  readonly shown: FeatureMaps;
  readonly towers: 1 | 2;
}

/** The maps of each tower: the first half of the channels and the second. */
const byTower = ({ maps, channels }: FeatureMaps, towers: 1 | 2) =>
  Array.from({ length: towers }, (_, tower) => {
    const first = (tower * channels) / towers;
    const end = ((tower + 1) * channels) / towers;
    return {
      tower,
      first,
      last: end - 1,
      maps: maps.filter(({ channel }) => channel >= first && channel < end),
    };
  });

function Tiles({ shown, towers, range }: MapsProps & { readonly range: Range | null }) {
  const { t } = useTranslation('inside');
  return (
    <div className={towers === 2 ? 'towers' : undefined}>
      {byTower(shown, towers).map(({ tower, first, last, maps }) => (
        <div key={tower} className="stack">
          {towers === 2 && (
            <h4>{t('towers.name', { n: count(tower + 1), first: count(first), last: count(last) })}</h4>
          )}
          <ul className="tiles inside-maps">
            {maps.map((map) => (
              <MapTile key={map.channel} map={map} width={shown.width} height={shown.height} range={range} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Table({ shown, towers }: MapsProps) {
  const { t } = useTranslation('inside');
  const columns = [t('columns.channel'), t('columns.low'), t('columns.high')];
  const rows = byTower(shown, towers).flatMap(({ tower, maps }) =>
    maps.map(({ channel, low, high }) => [
      count(channel),
      tensorValue(low),
      tensorValue(high),
      ...(towers === 2 ? [count(tower + 1)] : []),
    ]),
  );
  const data = { columns: towers === 2 ? [...columns, t('columns.tower')] : columns, rows };
  return <DataTable label={t('maps.table', { layer: shown.layer })} data={data} />;
}

export function Maps({ shown, towers }: MapsProps) {
  const { t } = useTranslation('inside');
  const [scale, setScale] = useState<'own' | 'common'>('own');
  const [asTable, setAsTable] = useState(false);
  const options = (['own', 'common'] as const).map((id) => ({ id, label: t(`maps.scales.${id}`) }));
  const sampled = { shown: count(shown.maps.length), channels: count(shown.channels) };
  return (
    <div className="stack" data-testid="feature-maps">
      <div className="inside-row">
        <Segments label={t('maps.scale')} value={scale} onChange={setScale} options={options} />
        <ToggleButton className="action action-quiet chart-tool" isSelected={asTable} onChange={setAsTable}>
          {t('asTable')}
        </ToggleButton>
      </div>
      <p className="note">
        {t(shown.maps.length < shown.channels ? 'maps.some' : 'maps.all', sampled)}{' '}
        {towers === 2 && t('towers.explain')}
      </p>
      {asTable ? (
        <Table shown={shown} towers={towers} />
      ) : (
        <Tiles shown={shown} towers={towers} range={scale === 'own' ? null : commonRange(shown.maps)} />
      )}
    </div>
  );
}
