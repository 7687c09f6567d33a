/**
 * Whether the network is right as often as its probabilities say: a reliability diagram and its
 * table. Page side.
 */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { reliabilityChart } from '../../charts/reliabilityChart';
import { seriesColours } from '../../charts/palette';
import { calibrationError } from '../../lib/classification';
import { count, percent } from '../../lib/units';
import type { CalibrationBin } from '../../protocol/evaluation';
import { ChartCard } from '../shared/charts/ChartCard';
import type { Draw } from '../shared/charts/useDrawing';
import { useOpenImages } from './images/OpenImages';
import { binName, calibrationCsv, calibrationTable } from './matrixData';

export function Calibration({ bins }: { readonly bins: readonly CalibrationBin[] }) {
  const { t } = useTranslation('evaluate');
  const openImages = useOpenImages();
  const error = calibrationError(bins);
  const ece = error === null ? t('none') : percent(error);
  const ideal = t('ideal');
  const model = t('model');
  const xLabel = t('meanConfidence');
  const yLabel = t('share');
  const draw: Draw = useCallback(
    (element, size) => {
      const points = bins.flatMap(({ confidence, accuracy }) =>
        confidence === null || accuracy === null ? [] : [{ x: confidence, y: accuracy }],
      );
      return reliabilityChart(element, { name: 'calibration', points, ideal, model, xLabel, yLabel }, size);
    },
    [bins, ideal, model, xLabel, yLabel],
  );
  const points = bins
    .filter(({ images }) => images > 0)
    .map(({ images, confidence, accuracy }) =>
      t('calibrationPoint', {
        confidence: percent(confidence ?? Number.NaN, 0),
        accuracy: percent(accuracy ?? Number.NaN, 0),
        images: count(images),
      }),
    );
  const words = { bin: t('bin'), images: t('count'), confidence: xLabel, accuracy: yLabel, none: t('none') };
  const hasBins = bins.length > 0;
  return (
    <ChartCard
      title={t('calibration')}
      {...(hasBins && { note: t('calibrationNote', { ece }), help: t('calibrationExplain') })}
      file="calibration"
      draw={draw}
      height={300}
      alt={t('calibrationAlt', { ece, points: points.join('; ') })}
      legend={[
        { name: model, colour: seriesColours.loss, value: '' },
        { name: ideal, colour: seriesColours.val, value: '' },
      ]}
      table={() => calibrationTable(bins, words)}
      rows={{
        open: (bin) => openImages({ confidence: [bin / bins.length, (bin + 1) / bins.length] }),
        label: (bin) =>
          (bins[bin]?.images ?? 0) > 0 ? t('openBin', { bin: binName(bin, bins.length) }) : null,
      }}
      csv={() => calibrationCsv(bins)}
      empty={hasBins ? undefined : t('noResult')}
    />
  );
}
