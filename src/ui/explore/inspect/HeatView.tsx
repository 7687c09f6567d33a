/**
 * Grad-CAM of an image: the chosen class, the heat map over the image, the prediction, and the
 * numbers. Page side; knows no store.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ToggleButton } from 'react-aria-components';
import { count, percent } from '../../../lib/units';
import type { Tile } from '../../../protocol/data';
import type { Heat } from '../../../protocol/inspection';
import { DataTable } from '../../shared/charts/DataTable';
import { Bars, useClassNames } from '../../shared';
import { HeatPicture } from './HeatPicture';

interface HeatViewProps {
  readonly tile: Tile;
  readonly heat: Heat;
}

function Table({ heat, label }: { readonly heat: Heat; readonly label: string }) {
  const { t } = useTranslation('inside');
  const { width, height, values } = heat;
  const columns = [t('columns.row'), ...Array.from({ length: width }, (_, i) => count(i + 1))];
  const rows = Array.from({ length: height }, (_, row) => [
    count(row + 1),
    ...[...values.subarray(row * width, (row + 1) * width)].map((value) => value.toFixed(2)),
  ]);
  return <DataTable label={label} data={{ columns, rows }} />;
}

function Probabilities({ tile, heat }: HeatViewProps) {
  const names = useClassNames();
  const { probabilities } = heat;
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  const rows = probabilities.map((probability, id) => ({
    id,
    label: names[id],
    fraction: probability,
    text: percent(probability, 1),
    tone: id !== predicted ? ('plain' as const) : id === tile.label ? ('ok' as const) : ('bad' as const),
  }));
  return <Bars rows={rows} />;
}

export function HeatView({ tile, heat }: HeatViewProps) {
  const { t } = useTranslation('inside');
  const names = useClassNames();
  const [asTable, setAsTable] = useState(false);
  const name = names[heat.classId] ?? '';
  const predicted = heat.probabilities.indexOf(Math.max(...heat.probabilities));
  const values = { name: names[predicted] ?? '', actual: names[tile.label] ?? '' };
  const label = t('heat.table', { name, layer: heat.layer });
  const silent = heat.values.every((value) => value === 0);
  return (
    <div className="stack" data-testid="grad-cam">
      <p>
        <span aria-hidden="true">{predicted === tile.label ? '✓' : '✕'}</span>{' '}
        {t(predicted === tile.label ? 'heat.right' : 'heat.wrong', values)}
      </p>
      {silent && <p className="note">{t('heat.silent', { name })}</p>}
      <div className="inside-pair">
        <HeatPicture tile={tile} heat={heat} name={name} />
        <Probabilities tile={tile} heat={heat} />
      </div>
      <div>
        <ToggleButton className="action action-quiet chart-tool" isSelected={asTable} onChange={setAsTable}>
          {t('asTable')}
        </ToggleButton>
      </div>
      {asTable && <Table heat={heat} label={label} />}
    </div>
  );
}
