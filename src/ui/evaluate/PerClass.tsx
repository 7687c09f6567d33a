/**
 * Recall of each class as bars; precision, recall, F1 and support as a table whose rows open
 * images. Page side.
 */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { classChart } from '../../charts/matrixChart';
import { averages, classFigures, type Confusion } from '../../lib/classification';
import { percent } from '../../lib/units';
import { ChartCard } from '../shared/charts/ChartCard';
import type { Draw } from '../shared/charts/useDrawing';
import { useOpenImages } from './images/OpenImages';
import { useClassNames } from '../shared';
import { classCsv, classTable } from './matrixData';

export function PerClass({ confusion }: { readonly confusion: Confusion }) {
  const { t } = useTranslation('evaluate');
  const names = useClassNames();
  const openImages = useOpenImages();
  const classes = useMemo(() => classFigures(confusion), [confusion]);
  const xLabel = t('class');
  const yLabel = t('share');
  const draw: Draw = useCallback(
    (element, size) => {
      const fractions = classes.map(({ recall }) => recall);
      return classChart(element, { name: 'per-class', labels: names, fractions, xLabel, yLabel }, size);
    },
    [classes, names, xLabel, yLabel],
  );
  const ranked = classes
    .map(({ recall }, i) => ({ name: names[i] ?? '', recall: recall ?? Number.NaN }))
    .toSorted((a, b) => b.recall - a.recall);
  const best = ranked[0];
  const worst = ranked.at(-1);
  const alt = t('perClassAlt', {
    best: best?.name ?? '',
    bestValue: percent(best?.recall ?? Number.NaN),
    worst: worst?.name ?? '',
    worstValue: percent(worst?.recall ?? Number.NaN),
  });
  const words = {
    class: xLabel,
    precision: t('precision'),
    recall: t('recall'),
    f1: t('f1'),
    support: t('support'),
    takenFor: t('takenFor'),
    macro: t('macro'),
    weighted: t('weighted'),
    none: t('none'),
  };
  return (
    <ChartCard
      title={t('perClass')}
      note={t('classNote')}
      file="accuracy-per-class"
      draw={draw}
      height={380}
      alt={alt}
      table={() => classTable(classes, averages(classes), names, words)}
      rows={{
        open: (actual) => openImages({ actual }),
        label: (actual) => (actual < classes.length ? t('openClass', { name: names[actual] ?? '' }) : null),
      }}
      csv={() => classCsv(classes, names)}
      empty={confusion.length === 0 ? t('noResult') : undefined}
    />
  );
}
