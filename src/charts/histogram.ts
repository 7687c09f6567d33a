/**
 * A histogram with equally wide bins. A thin layer over tfjs-vis. Page side; knows no store, no
 * React.
 */
import { seriesColours } from './palette';
import { fontSize, loadRender, measured, spacedTitle, type ChartSize } from './tfvis';

export interface Histogram {
  readonly name: string;
  /** Lower edge of the first bin and upper edge of the last. */
  readonly low: number;
  readonly high: number;
  /** Values in each bin. */
  readonly counts: readonly number[];
  readonly xLabel: string;
  readonly yLabel: string;
}

/** The middle of each bin. */
export const middles = ({ low, high, counts }: Pick<Histogram, 'low' | 'high' | 'counts'>): number[] =>
  counts.map((_, bin) => low + ((bin + 0.5) * (high - low)) / counts.length);

/**
 * Draws into `element` and replaces what was there. Uses tfjs-vis's bar chart: its `histogram`
 * takes single values, of which thousands would have to be kept for each layer and epoch, and its
 * axis titles are in English.
 */
export async function histogram(element: HTMLElement, chart: Histogram, size: ChartSize): Promise<void> {
  const render = await loadRender();
  const bars = middles(chart).map((middle, bin) => ({
    // The bars are in the order of these numbers, which label them: three digits tell the bins
    // apart.
    index: Number(middle.toPrecision(3)),
    value: chart.counts[bin] ?? 0,
  }));
  const { xLabel, yLabel } = chart;
  await measured(chart.name, () =>
    render.barchart(element, bars, {
      ...size,
      fontSize,
      xLabel: spacedTitle(xLabel),
      yLabel: spacedTitle(yLabel),
      color: seriesColours.loss,
    }),
  );
}
