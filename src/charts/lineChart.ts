/**
 * One or several series over a common, evenly spaced x. A thin layer over tfjs-vis. Page side;
 * knows no store, no React.
 */
import { fontSize, loadRender, measured, spacedTitle, type ChartSize } from './tfvis';

/** At most this many points per series: more take longer than 0.1 s to draw. */
export const pointLimit = 500;

export interface LineSeries {
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
  /** The value at x = index; null (or a number that is not finite) leaves a gap. */
  readonly values: readonly (number | null)[];
}

export interface LineChart {
  /** Names the drawing in the browser's timeline: `chart:<name>`. */
  readonly name: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** At least one; the longest sets the end of the x axis. */
  readonly series: readonly LineSeries[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * tfjs-vis types y as a number, but passes it on to Vega-Lite, where null means that there is no
 * point and the line is broken.
 */
const gap = null as unknown as number;

const isDefined = (y: number | null | undefined): y is number => typeof y === 'number' && Number.isFinite(y);

/**
 * The points of a series as tfjs-vis wants them: `length` of them, gaps for what is missing,
 * infinite or NaN. Throws RangeError above `pointLimit`.
 */
export function toPoints(values: LineSeries['values'], length: number): Point[] {
  if (length > pointLimit) throw new RangeError(`A line chart takes ${pointLimit} points, not ${length}`);
  return Array.from({ length }, (_, x) => {
    const y = values[x];
    return { x, y: isDefined(y) ? y : gap };
  });
}

/**
 * Whether no series has two values: a line through one point would be invisible, so it is drawn as
 * a point.
 */
export const isSinglePoint = (series: readonly LineSeries[]): boolean =>
  series.every(({ values }) => values.filter(isDefined).length < 2);

/**
 * The y range that shows every value, with a margin of 5 % so that no stroke is cut off; 0 … 1
 * without values.
 */
export function yDomain(series: readonly LineSeries[]): [number, number] {
  const drawn = series.flatMap(({ values }) => values.filter(isDefined));
  if (drawn.length === 0) return [0, 1];
  const low = Math.min(...drawn);
  const high = Math.max(...drawn);
  const margin = (high - low || Math.abs(high) || 1) * 0.05;
  return [low - margin, high + margin];
}

/**
 * Whether Vega would put ticks between whole numbers on 0 … `last`: it aims at one tick per 40 px
 * and takes the closest step of 1, 2 or 5 × 10ⁿ (d3-array's `tickIncrement`). An ordinal axis then
 * labels every whole number instead.
 */
export const wouldSplitTicks = (last: number, width: number): boolean =>
  last / Math.ceil(width / 40) < Math.SQRT1_2;

/**
 * The colours in the order in which Vega assigns them: by the series' names, whatever their order
 * in the data.
 */
export const coloursByName = (series: readonly Pick<LineSeries, 'name' | 'colour'>[]): string[] =>
  series.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ colour }) => colour);

/** Draws into `element` and replaces what was there. Resolves when the drawing is complete. */
export async function lineChart(element: HTMLElement, chart: LineChart, size: ChartSize): Promise<void> {
  const render = await loadRender();
  const { series } = chart;
  const length = Math.max(...series.map(({ values }) => values.length));
  const data = {
    values: series.map(({ values }) => toPoints(values, length)),
    series: series.map(({ name }) => name),
  };
  const options = {
    ...size,
    fontSize,
    xLabel: spacedTitle(chart.xLabel),
    yLabel: chart.yLabel,
    yAxisDomain: yDomain(series),
    seriesColors: coloursByName(series),
  };
  await measured(chart.name, async () => {
    if (isSinglePoint(series))
      await render.scatterplot(element, data, { ...options, xAxisDomain: [0, Math.max(length - 1, 1)] });
    else {
      const xType = wouldSplitTicks(length - 1, size.width) ? 'ordinal' : 'quantitative';
      await render.linechart(element, data, { ...options, xType });
    }
  });
}
