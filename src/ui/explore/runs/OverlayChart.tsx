/** One figure of several runs, by epoch. Page side; knows React and the catalogues. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { lineChart } from '../../../charts/lineChart';
import { count, metric } from '../../../lib/units';
import { ChartCard } from '../../shared/charts/ChartCard';
import type { Draw } from '../../shared/charts/useDrawing';
import {
  figureName,
  overlayCsv,
  overlayCurves,
  overlayTable,
  type Part,
  type Quantity,
  type ShownRun,
} from './overlayData';

interface OverlayChartProps {
  readonly quantity: Quantity;
  readonly part: Part;
  readonly runs: readonly ShownRun[];
}

const height = 220;

/** The last value that is not null. */
const latest = (values: readonly (number | null)[]): number =>
  values.findLast((y) => y !== null) ?? Number.NaN;

export function OverlayChart({ quantity, part, runs }: OverlayChartProps) {
  const { t } = useTranslation(['runs', 'charts']);
  const { stride, series } = useMemo(() => overlayCurves(quantity, part, runs), [quantity, part, runs]);
  const name = figureName(quantity, part);
  const xLabel = stride === 1 ? t('charts:epoch') : t('charts:epochs', { stride: count(stride) });
  const yLabel = t(quantity === 'loss' ? 'charts:nats' : 'charts:share');
  const draw = useCallback<Draw>(
    (element, size) => lineChart(element, { name: `runs-${name}`, xLabel, yLabel, series }, size),
    [name, xLabel, yLabel, series],
  );
  const legend = runs.map(({ label, colour }, i) => ({
    name: label,
    colour,
    value: metric(latest(series[i]?.values ?? [])),
  }));
  const values = legend.map((entry) => `${entry.name}: ${entry.value}`).join('; ');
  return (
    <ChartCard
      title={name}
      note={t('perEpoch')}
      file={`runs-${name}`}
      draw={draw}
      height={height}
      alt={t('alt', { figure: name, values })}
      legend={legend}
      table={() => overlayTable(quantity, part, runs)}
      csv={() => overlayCsv(runs)}
      empty={runs.every(({ record }) => record.total === 0) ? t('noEpochs') : undefined}
    />
  );
}
