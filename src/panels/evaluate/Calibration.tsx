/** Whether the network is as often right as it says: a reliability diagram and its table. Page side. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { reliabilityChart } from '../../charts/reliabilityChart';
import { seriesColours } from '../../charts/palette';
import { calibrationError } from '../../lib/classification';
import { count, percent } from '../../lib/units';
import type { CalibrationBin } from '../../training/logs';
import { ChartCard } from '../charts/ChartCard';
import type { Draw } from '../charts/useDrawing';
import { useOpenImages } from '../judged';
import { binName, calibrationCsv, calibrationTable } from './matrixData';

export function Calibration({ bins }: { readonly bins: readonly CalibrationBin[] }) {
  const { t } = useTranslation('evaluate');
  const openImages = useOpenImages();
  const error = calibrationError(bins);
  const ece = error === null ? t('none') : percent(error);
  const [ideal, model, xLabel, yLabel] = [t('ideal'), t('model'), t('meanConfidence'), t('share')];
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
  const there = bins.length > 0;
  return (
    <ChartCard
      title={t('calibration')}
      {...(there && { note: t('calibrationNote', { ece }), help: t('calibrationExplain') })}
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
      empty={there ? undefined : t('noResult')}
    />
  );
}
