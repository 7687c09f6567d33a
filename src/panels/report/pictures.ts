/** The pictures of a report as data URLs: curves by tfjs-vis, images as they are. Page side; knows the DOM. */
import { lineChart } from '../../charts/lineChart';
import { reliabilityChart } from '../../charts/reliabilityChart';
import { chartPicture } from '../../charts/save';
import type { ChartSize } from '../../charts/tfvis';
import { percent } from '../../lib/units';
import type { LabState } from '../../store/state';
import { verdict } from '../predictions/verdict';
import { toRgba } from '../shared/TileImage';
import { epochCurves, type Quantity } from '../train/curveData';
import type { ReportPictures } from './content';
import type { ReportT, Sample } from './document';

/** CSS pixels; as wide as a page of A4 shows sharply. */
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
  canvas.width = 32;
  canvas.height = 32;
  canvas.getContext('2d')?.putImageData(new ImageData(toRgba(pixels, 32), 32, 32), 0, 0);
  return canvas.toDataURL('image/png');
}

function samplesOf({ gallery }: LabState, names: readonly string[], t: ReportT): Sample[] {
  return (gallery?.predictions ?? []).map((prediction) => {
    const { predicted, probability, right } = verdict(prediction);
    const said = { predicted: names[predicted] ?? '', actual: names[prediction.label] ?? '', share: percent(probability, 0) };
    return {
      src: tile(prediction.pixels),
      alt: said.actual,
      caption: t(right ? 'report:sampleRight' : 'report:sampleWrong', said),
      right,
    };
  }); // prettier-ignore
}

/** Draws all of them. Rejects where a chart cannot be drawn. */
export async function reportPictures(
  state: LabState,
  names: readonly string[],
  t: ReportT,
): Promise<ReportPictures> {
  // One after the other: each is a long task.
  const loss = await curves('loss', state, t);
  const acc = await curves('acc', state, t);
  return { loss, acc, calibration: await calibration(state, t), samples: samplesOf(state, names, t) };
}
