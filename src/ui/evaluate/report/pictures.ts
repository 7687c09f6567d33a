/**
 * The pictures of a report as data URLs: curves drawn by tfjs-vis, and images. Page side; knows the
 * DOM.
 */
import { imageSide } from '../../../lib/cifar10';
import { lineChart } from '../../../charts/lineChart';
import { reliabilityChart } from '../../../charts/reliabilityChart';
import { chartPicture } from '../../../charts/save';
import type { ChartSize } from '../../../charts/tfvis';
import { percent } from '../../../lib/units';
import type { LabState } from '../../../store/state';
import { topPrediction } from '../../shared/predictions/topPrediction';
import { toRgba } from '../../shared/TileImage';
import { epochCurves, type Quantity } from '../../train/curveData';
import type { ReportPictures } from './content';
import type { ReportT, Sample } from './document';

/** CSS pixels; sharp at the width of an A4 page. */
const size: ChartSize = { width: 640, height: 260 };

function dataUrl(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('loadend', () => {
      if (typeof reader.result === 'string') resolve(reader.result);
      else reject(reader.error ?? new Error('The picture could not be read'));
    });
    reader.readAsDataURL(picture);
  });
}

async function drawn(draw: (element: HTMLElement, size: ChartSize) => Promise<void>): Promise<string> {
  const element = document.createElement('div');
  await draw(element, size);
  return dataUrl(await chartPicture(element));
}

function curves(quantity: Quantity, { run }: LabState, t: ReportT): Promise<string> | null {
  if (!run || run.epochs.length === 0) return null;
  const { series } = epochCurves(quantity, run.epochs, run.epochs.length);
  const xLabel = t('report:epoch');
  return drawn((element, box) =>
    lineChart(element, { name: `report-${quantity}`, xLabel, yLabel: t(`report:${quantity}`), series }, box),
  );
}

function calibration({ evaluation }: LabState, t: ReportT): Promise<string> | null {
  if (!evaluation) return null;
  const points = evaluation.calibration.flatMap(({ confidence: x, accuracy: y }) =>
    x === null || y === null ? [] : [{ x, y }],
  );
  const labels = { xLabel: t('evaluate:meanConfidence'), yLabel: t('evaluate:share') };
  const names = { ideal: t('evaluate:ideal'), model: t('evaluate:model') };
  return drawn((element, box) =>
    reliabilityChart(element, { name: 'report-calibration', points, ...names, ...labels }, box),
  );
}

/** 32 × 32 RGB as a PNG. */
function tile(pixels: Uint8Array): string {
  const canvas = document.createElement('canvas');
  canvas.width = imageSide;
  canvas.height = imageSide;
  canvas.getContext('2d')?.putImageData(new ImageData(toRgba(pixels, imageSide), imageSide, imageSide), 0, 0);
  return canvas.toDataURL('image/png');
}

function samplesOf({ gallery }: LabState, names: readonly string[], t: ReportT): Sample[] {
  return (gallery?.predictions ?? []).map((prediction) => {
    const { predicted, probability, right } = topPrediction(prediction);
    const values = {
      predicted: names[predicted] ?? '',
      actual: names[prediction.label] ?? '',
      share: percent(probability, 0),
    };
    return {
      src: tile(prediction.pixels),
      alt: values.actual,
      caption: t(right ? 'report:sampleRight' : 'report:sampleWrong', values),
      right,
    };
  });
}

/** Draws all of them. Rejects if a chart cannot be drawn. */
export async function reportPictures(
  state: LabState,
  names: readonly string[],
  t: ReportT,
): Promise<ReportPictures> {
  // One after the other, because each is a long task.
  const loss = await curves('loss', state, t);
  const acc = await curves('acc', state, t);
  return { loss, acc, calibration: await calibration(state, t), samples: samplesOf(state, names, t) };
}
