/**
 * One layer's weights, outputs or gradients at one poll, as a histogram; and their course over the
 * run. Page side; knows no store.
 */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { histogram, middles } from '../../../charts/histogram';
import { toCsv } from '../../../lib/csv';
import type { Distribution } from '../../../lib/distribution';
import { count, tensorValue, percent } from '../../../lib/units';
import { ChartCard } from '../../shared/charts/ChartCard';
import type { Draw } from '../../shared/charts/useDrawing';
import { Choice, Segments } from '../../shared';
import {
  distributionOf,
  kinds,
  layersWith,
  type Kind,
  type DistributionSnapshot,
} from './distributionHistory';
import { OverTheRun } from './OverTheRun';

const latest = 'latest';
const height = 220;
/** Forty bins and their labels need this width; on a phone the chart scrolls. */
const minWidth = 560;

interface SpreadProps {
  readonly layer: string;
  readonly kind: Kind;
  readonly step: number;
  readonly of: Distribution;
}

function Spread({ layer, kind, step, of }: SpreadProps) {
  const { t } = useTranslation('inside');
  const { low, high, counts, looked, size } = of;
  const title = t('spread.of', { kind: t(`kinds.${kind}`), layer });
  const xLabel = t('spread.value');
  const yLabel = t('spread.values');
  const draw: Draw = useCallback(
    (element, box) => histogram(element, { name: 'distribution', low, high, counts, xLabel, yLabel }, box),
    [low, high, counts, xLabel, yLabel],
  );
  const figures = {
    mean: tensorValue(of.mean),
    deviation: tensorValue(of.deviation),
    low: tensorValue(low),
    high: tensorValue(high),
    zeros: percent(of.zeros, 1),
  };
  const note = `${t('spread.after', { step: count(step) })}; ${t(looked < size ? 'spread.part' : 'spread.whole', { looked: count(looked), size: count(size) })}`;
  const bins = middles(of);
  return (
    <>
      <ChartCard
        title={title}
        note={note}
        file={`${kind}-${layer}-${step}`}
        draw={draw}
        height={height}
        minWidth={minWidth}
        alt={t('spread.alt', { title, ...figures })}
        table={() => ({
          columns: [xLabel, yLabel],
          rows: bins.map((middle, bin) => [tensorValue(middle), count(counts[bin] ?? 0)]),
        })}
        csv={() =>
          toCsv(
            ['middle', 'values'],
            bins.map((middle, bin) => [middle, counts[bin] ?? 0]),
          )
        }
        empty={Number.isFinite(low) ? undefined : t('spread.notFinite')}
      />
      <p className="note">
        {t('spread.figures', figures)}{' '}
        {of.notFinite > 0 && t('spread.some', { count: of.notFinite, n: count(of.notFinite) })}
      </p>
    </>
  );
}

export function LayerSpread({ snapshots }: { readonly snapshots: readonly DistributionSnapshot[] }) {
  const { t } = useTranslation('inside');
  const [kind, setKind] = useState<Kind>('activations');
  const [chosen, setChosen] = useState('');
  const [moment, setMoment] = useState(latest);
  const snapshot = snapshots.find(({ steps }) => String(steps) === moment) ?? snapshots.at(-1);
  const layers = layersWith(snapshot, kind);
  const layer = layers.includes(chosen) ? chosen : (layers[0] ?? '');
  const of = distributionOf(snapshot, layer, kind);
  const moments = [
    { id: latest, label: t('spread.latest') },
    ...snapshots.map(({ steps, epochs }) => ({
      id: String(steps),
      label: t('spread.moment', { count: epochs, step: count(steps), epoch: count(epochs) }),
    })),
  ];
  return (
    <div className="stack">
      <Segments
        label={t('spread.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((id) => ({ id, label: t(`kinds.${id}`) }))}
      />
      <Choice
        label={t('layer')}
        value={layer}
        onChange={setChosen}
        options={layers.map((id) => ({ id, label: id }))}
      />
      <Choice
        label={t('spread.when')}
        value={moments.some(({ id }) => id === moment) ? moment : latest}
        onChange={setMoment}
        options={moments}
      />
      {snapshot && of && <Spread layer={layer} kind={kind} step={snapshot.steps} of={of} />}
      {snapshots.length > 1 && <OverTheRun snapshots={snapshots} layer={layer} kind={kind} />}
    </div>
  );
}
