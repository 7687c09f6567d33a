/**
 * Mean and deviation of one layer's weights, outputs or gradients at each poll. Page side; knows no
 * store.
 */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { lineChart } from '../../../charts/lineChart';
import { seriesColours } from '../../../charts/palette';
import { toCsv } from '../../../lib/csv';
import { count, tensorValue, percent } from '../../../lib/units';
import { ChartCard } from '../../shared/charts/ChartCard';
import type { Draw } from '../../shared/charts/useDrawing';
import { distributionOf, type Kind, type DistributionSnapshot } from './distributionHistory';

interface OverTheRunProps {
  /** At least two. */
  readonly snapshots: readonly DistributionSnapshot[];
  readonly layer: string;
  readonly kind: Kind;
}

export function OverTheRun({ snapshots, layer, kind }: OverTheRunProps) {
  const { t } = useTranslation('inside');
  const seen = useMemo(
    () => snapshots.map((snapshot) => ({ steps: snapshot.steps, of: distributionOf(snapshot, layer, kind) })),
    [snapshots, layer, kind],
  );
  const meanName = t('columns.mean');
  const deviationName = t('columns.deviation');
  const series = useMemo(
    () => [
      { name: meanName, colour: seriesColours.loss, values: seen.map(({ of }) => of?.mean ?? null) },
      { name: deviationName, colour: seriesColours.val, values: seen.map(({ of }) => of?.deviation ?? null) },
    ],
    [seen, meanName, deviationName],
  );
  const xLabel = t('spread.snapshots');
  const yLabel = t('spread.value');
  const draw: Draw = useCallback(
    (element, size) => lineChart(element, { name: 'distribution-over-run', xLabel, yLabel, series }, size),
    [xLabel, yLabel, series],
  );
  const title = t('spread.over', { kind: t(`kinds.${kind}`), layer });
  const legend = series.map(({ name, colour, values }) => ({
    name,
    colour,
    value: tensorValue(values.at(-1) ?? Number.NaN),
  }));
  const columns = [t('columns.step'), meanName, deviationName, t('columns.zeros')];
  const figures = seen.flatMap(({ steps, of }) => (of ? [{ steps, of }] : []));
  return (
    <ChartCard
      title={title}
      file={`${kind}-${layer}-run`}
      draw={draw}
      height={200}
      alt={t('spread.overAlt', {
        title,
        n: count(snapshots.length),
        step: count(snapshots.at(-1)?.steps ?? 0),
      })}
      legend={legend}
      table={() => ({
        columns,
        rows: figures.map(({ steps, of }) => [
          count(steps),
          tensorValue(of.mean),
          tensorValue(of.deviation),
          percent(of.zeros, 1),
        ]),
      })}
      csv={() =>
        toCsv(
          ['step', 'mean', 'deviation', 'zeros'],
          figures.map(({ steps, of }) => [steps, of.mean, of.deviation, of.zeros]),
        )
      }
    />
  );
}
