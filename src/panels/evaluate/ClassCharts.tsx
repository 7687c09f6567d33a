/** Accuracy per class and the confusion matrix of the last evaluation. Page side. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { classChart, confusionChart } from '../../charts/matrixChart';
import { count, percent } from '../../lib/units';
import { classAccuracies } from '../../store/selectors';
import { ChartCard } from '../charts/ChartCard';
import type { Draw } from '../charts/useDrawing';
import { useLab } from '../lab';
import { useClassNames } from '../shared';
import {
  classCsv,
  classTable,
  commonestMistake,
  confusionCsv,
  confusionTable,
  correctOf,
  type Confusion,
} from './matrixData';

const nothing: Confusion = [];
const height = 380;

/** The class names as a value that changes with the language only. */
function useStableNames(): readonly string[] {
  const joined = useClassNames().join('\n');
  return useMemo(() => joined.split('\n'), [joined]);
}

export function ClassCharts() {
  const confusion = useLab((state) => state.evaluation?.confusion ?? nothing);
  return (
    <div className="class-charts">
      <PerClass confusion={confusion} />
      <Matrix confusion={confusion} />
    </div>
  );
}

interface ChartProps {
  readonly confusion: Confusion;
}

function PerClass({ confusion }: ChartProps) {
  const { t } = useTranslation('evaluate');
  const names = useStableNames();
  const classes = useMemo(() => classAccuracies(confusion), [confusion]);
  const [xLabel, yLabel] = [t('class'), t('share')];
  const draw: Draw = useCallback(
    (element, size) => {
      const shares = classes.map(({ accuracy }) => accuracy);
      return classChart(element, { name: 'per-class', labels: names, shares, xLabel, yLabel }, size);
    },
    [classes, names, xLabel, yLabel],
  );
  const ranked = classes
    .map(({ accuracy }, i) => ({ name: names[i] ?? '', accuracy: accuracy ?? Number.NaN }))
    .toSorted((a, b) => b.accuracy - a.accuracy);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  const alt = t('perClassAlt', {
    best: best?.name ?? '',
    bestValue: percent(best?.accuracy ?? Number.NaN),
    worst: worst?.name ?? '',
    worstValue: percent(worst?.accuracy ?? Number.NaN),
  });
  const words = {
    class: xLabel, accuracy: yLabel, right: t('right'), images: t('count'), takenFor: t('takenFor'), none: t('none'),
  }; // prettier-ignore
  return (
    <ChartCard
      title={t('perClass')}
      file="accuracy-per-class"
      draw={draw}
      height={height}
      alt={alt}
      table={() => classTable(classes, names, words)}
      csv={() => classCsv(classes, names)}
      empty={confusion.length === 0 ? t('noResult') : undefined}
    />
  );
}

function useMatrixAlt(confusion: Confusion, names: readonly string[]): string {
  const { t } = useTranslation('evaluate');
  const images = count(confusion.flat().reduce((sum, n) => sum + n, 0));
  const mistake = commonestMistake(confusion);
  if (!mistake) return t('confusionAltPerfect', { images });
  return t('confusionAlt', {
    images,
    correct: count(correctOf(confusion)),
    actual: names[mistake.actual] ?? '',
    predicted: names[mistake.predicted] ?? '',
    times: count(mistake.count),
  });
}

function Matrix({ confusion }: ChartProps) {
  const { t } = useTranslation('evaluate');
  const names = useStableNames();
  const alt = useMatrixAlt(confusion, names);
  const [xLabel, yLabel] = [t('predicted'), t('actual')];
  const draw: Draw = useCallback(
    (element, size) =>
      confusionChart(element, { name: 'confusion', counts: confusion, labels: names, xLabel, yLabel }, size),
    [confusion, names, xLabel, yLabel],
  );
  return (
    <ChartCard
      title={t('confusion')}
      note={t('confusionNote')}
      file="confusion-matrix"
      draw={draw}
      height={height}
      minWidth={440}
      alt={alt}
      table={() => confusionTable(confusion, names, yLabel)}
      csv={() => confusionCsv(confusion, names, 'actual')}
      empty={confusion.length === 0 ? t('noResult') : undefined}
    />
  );
}
