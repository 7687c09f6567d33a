/**
 * A reliability diagram: points against the diagonal. A thin layer over tfjs-vis. Page side; knows
 * no store, no React.
 */
import { coloursByName } from './lineChart';
import { seriesColours } from './palette';
import { fontSize, loadRender, measured, spacedTitle, type ChartSize } from './tfvis';

export interface ReliabilityChart {
  readonly name: string;
  /** x: mean confidence, y: accuracy; both 0–1. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Names of the diagonal and of the points, for the legend. */
  readonly ideal: string;
  readonly model: string;
  readonly xLabel: string;
  readonly yLabel: string;
}

/** Points along the diagonal: tfjs-vis's scatter plot draws no lines. */
const diagonal = Array.from({ length: 51 }, (_, i) => ({ x: i / 50, y: i / 50 }));

/** Draws into `element` and replaces what was there. */
export async function reliabilityChart(
  element: HTMLElement,
  { name, points, ideal, model, xLabel, yLabel }: ReliabilityChart,
  size: ChartSize,
): Promise<void> {
  const render = await loadRender();
  const data = { values: [[...points], diagonal], series: [model, ideal] };
  const seriesColors = coloursByName([
    { name: model, colour: seriesColours.loss },
    { name: ideal, colour: seriesColours.val },
  ]);
  await measured(name, () =>
    render.scatterplot(element, data, {
      ...size,
      fontSize,
      xLabel: spacedTitle(xLabel),
      yLabel,
      xAxisDomain: [0, 1],
      yAxisDomain: [0, 1],
      seriesColors,
    }),
  );
}
