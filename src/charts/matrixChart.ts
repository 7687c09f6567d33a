/**
 * A confusion matrix, and a bar chart with one bar per class. Thin layers over tfjs-vis and its Vega. Page side;
 * know no store, no React.
 */
import type { VisualizationSpec } from 'vega-embed';
import { heatColours, seriesColours } from './palette';
import { fontSize, loadRender, loadVega, measured, type ChartSize } from './tfvis';

export interface ConfusionChart {
  readonly name: string;
  /** Row: actual class, column: predicted class; counts. */
  readonly counts: readonly (readonly number[])[];
  readonly labels: readonly string[];
  readonly xLabel: string;
  readonly yLabel: string;
}

/**
 * Draws the matrix into `element` and replaces what was there; the diagonal holds the correct
 * answers.
 */
export async function confusionChart(
  element: HTMLElement,
  chart: ConfusionChart,
  size: ChartSize,
): Promise<void> {
  const render = await loadRender();
  const data = { values: chart.counts.map((row) => [...row]), tickLabels: [...chart.labels] };
  const { xLabel, yLabel } = chart;
  await measured(chart.name, () =>
    render.confusionMatrix(element, data, { ...size, fontSize, xLabel, yLabel, colorMap: [...heatColours] }),
  );
}

export interface ClassChart {
  readonly name: string;
  readonly labels: readonly string[];
  /** A fraction per label, 0–1; null: no bar. */
  readonly fractions: readonly (number | null)[];
  readonly xLabel: string;
  readonly yLabel: string;
}

/** The Vega-Lite specification of the bars, in the order of the labels. */
export const classSpec = (chart: ClassChart, { width, height }: ChartSize): VisualizationSpec => ({
  width,
  height,
  padding: 0,
  autosize: { type: 'fit', contains: 'padding' },
  config: { axis: { labelFontSize: fontSize, titleFontSize: fontSize } },
  data: {
    values: chart.labels.flatMap((label, i) => {
      const value = chart.fractions[i];
      return typeof value === 'number' ? [{ label, value }] : [];
    }),
  },
  mark: { type: 'bar', tooltip: true },
  encoding: {
    x: {
      field: 'label',
      type: 'ordinal',
      // Else they are in alphabetical order, which is another in each language.
      sort: null,
      scale: { domain: [...chart.labels] },
      axis: { title: chart.xLabel },
    },
    y: { field: 'value', type: 'quantitative', axis: { title: [chart.yLabel, ''] } },
    color: { value: seriesColours.acc },
  },
});

/**
 * Draws one bar per class into `element`, and replaces what was there. tfjs-vis's bar chart would
 * sort the bars by name, so its Vega draws them.
 */
export async function classChart(element: HTMLElement, chart: ClassChart, size: ChartSize): Promise<void> {
  const embed = await loadVega();
  const options = { actions: false, mode: 'vega-lite', defaultStyle: false } as const;
  await measured(chart.name, async () => {
    await embed(element, classSpec(chart, size), options);
  });
}
