/** Loss and accuracy of the run, by epoch or by step. Page side; reads the run from the store. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lineChart } from '../../charts/lineChart';
import { warmUp } from '../../charts/tfvis';
import { bestEpoch } from '../../lib/epochs';
import { emptySeries } from '../../lib/series';
import { count, metric } from '../../lib/units';
import type { RunView } from '../../store/slices/run';
import { ChartCard } from '../shared/charts/ChartCard';
import type { Draw } from '../shared/charts/useDrawing';
import { useLab } from '../lab';
import { Segments } from '../shared';
import {
  epochCsv,
  epochCurves,
  epochTable,
  stepCsv,
  stepCurve,
  stepTable,
  type Curves as CurveData,
  type Quantity,
} from './curveData';

const noEpochs: RunView['epochs'] = [];
const height = 220;
const quantities = ['loss', 'acc'] as const;

/** Loads the charts before they are needed: once the images are loaded and a run may begin. */
function useWarmCharts(): void {
  const ready = useLab((state) => state.split !== null);
  useEffect(() => {
    if (!ready) return undefined;
    // If it fails, the chart shows the error when it is drawn.
    const warm = () => void warmUp().catch(() => undefined);
    const timer = setTimeout(warm, 500);
    return () => clearTimeout(timer);
  }, [ready]);
}

export function Curves() {
  const { t } = useTranslation('charts');
  useWarmCharts();
  const [by, setBy] = useState<'epoch' | 'step'>('epoch');
  const options = [
    { id: 'epoch' as const, label: t('perEpoch') },
    { id: 'step' as const, label: t('perStep') },
  ];
  const Chart = by === 'epoch' ? EpochChart : StepChart;
  return (
    <div className="curves">
      <Segments label={t('scale')} value={by} onChange={setBy} options={options} />
      <div className="curves-pair">
        {quantities.map((quantity) => (
          <Chart key={quantity} quantity={quantity} />
        ))}
      </div>
    </div>
  );
}

interface ChartProps {
  readonly quantity: Quantity;
}

const titleOf = (quantity: Quantity) => (quantity === 'loss' ? 'loss' : 'accuracy');

/** A function that draws curves; a new one whenever they change. */
function useLines(name: string, quantity: Quantity, curves: CurveData, unit: 'epoch' | 'step'): Draw {
  const { t } = useTranslation('charts');
  const stride = count(curves.stride);
  const xLabel = curves.stride === 1 ? t(unit) : t(`${unit}s`, { stride });
  const yLabel = t(quantity === 'loss' ? 'nats' : 'share');
  const { series } = curves;
  return useCallback(
    (element, size) => lineChart(element, { name, xLabel, yLabel, series }, size),
    [name, xLabel, yLabel, series],
  );
}

/** The last value that is not null. */
const latest = (values: readonly (number | null)[]): number =>
  values.findLast((y) => y !== null) ?? Number.NaN;

function EpochChart({ quantity }: ChartProps) {
  const { t } = useTranslation('charts');
  const epochs = useLab((state) => state.run?.epochs ?? noEpochs);
  const lastEpoch = useLab((state) => state.run?.lastEpoch ?? 0);
  const curves = useMemo(() => epochCurves(quantity, epochs, lastEpoch), [quantity, epochs, lastEpoch]);
  const draw = useLines(`${quantity}-by-epoch`, quantity, curves, 'epoch');
  const title = t(titleOf(quantity));
  const best = bestEpoch(epochs);
  const legend = curves.series.map(({ name, colour, values }) => ({
    name,
    colour,
    value: metric(latest(values)),
  }));
  const legendText = legend.map(({ name, value }) => `${name} ${value}`).join(', ');
  const alt = t('epochAlt', { title, epoch: count(epochs.at(-1)?.epoch ?? 0), values: legendText });
  return (
    <ChartCard
      title={title}
      note={t('perEpoch')}
      file={`${quantity}-by-epoch`}
      draw={draw}
      height={height}
      alt={best ? `${alt} ${t('bestAlt', { epoch: count(best.epoch), value: metric(best.val_loss) })}` : alt}
      legend={legend}
      table={() => epochTable(epochs)}
      csv={() => epochCsv(epochs)}
      empty={epochs.length === 0 ? t('noEpochs') : undefined}
    />
  );
}

function StepChart({ quantity }: ChartProps) {
  const { t } = useTranslation('charts');
  const loss = useLab((state) => state.run?.loss ?? emptySeries);
  const acc = useLab((state) => state.run?.acc ?? emptySeries);
  const steps = quantity === 'loss' ? loss : acc;
  const curves = useMemo(() => stepCurve(quantity, steps), [quantity, steps]);
  const draw = useLines(`${quantity}-by-step`, quantity, curves, 'step');
  const title = t(titleOf(quantity));
  const legend = curves.series.map(({ name, colour, values }) => ({
    name,
    colour,
    value: metric(latest(values)),
  }));
  return (
    <ChartCard
      title={title}
      note={t('perStep')}
      file={`${quantity}-by-step`}
      draw={draw}
      height={height}
      alt={t('stepAlt', { title, steps: count(steps.length), value: legend[0]?.value ?? '' })}
      legend={legend}
      table={() => stepTable(loss, acc)}
      csv={() => stepCsv(loss, acc)}
      empty={steps.length === 0 ? t('noSteps') : undefined}
    />
  );
}
