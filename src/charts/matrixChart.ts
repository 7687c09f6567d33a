/**
 * A confusion matrix, and a bar chart with one bar per class. Thin layers over tfjs-vis. Page side;
 * know no store, no React.
 */
import { heatColours, seriesColours } from './palette';
import { fontSize, loadRender, measured, spacedTitle, type ChartSize } from './tfvis';

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

/** Draws one bar per class into `element`. tfjs-vis sorts the bars by name. */
export async function classChart(element: HTMLElement, chart: ClassChart, size: ChartSize): Promise<void> {
  const render = await loadRender();
  const bars = chart.labels.flatMap((index, i) => {
    const value = chart.fractions[i];
    return typeof value === 'number' ? [{ index, value }] : [];
  });
  const { xLabel } = chart;
  const yLabel = spacedTitle(chart.yLabel);
  await measured(chart.name, () =>
    // tfjs-vis types the index of a bar as a number, but documents and accepts names.
    render.barchart(element, bars as unknown as { index: number; value: number }[], {
      ...size,
      fontSize,
      xLabel,
      yLabel,
      color: seriesColours.acc,
    }),
  );
}
