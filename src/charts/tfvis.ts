/**
 * tfjs-vis, loaded when the first chart is drawn (half a megabyte compressed). Page side; knows the
 * DOM, no store, no React. Its renderers take any element and draw on a canvas with a white
 * background; x of a line chart is the index.
 */
import type * as tfvis from '@tensorflow/tfjs-vis';
import type embed from 'vega-embed';

let loading: Promise<typeof tfvis> | null = null;

/**
 * The library's renderers. Rejects if the browser could not load them; the next call tries again.
 */
export async function loadRender(): Promise<typeof tfvis.render> {
  loading ??= import('@tensorflow/tfjs-vis');
  try {
    return (await loading).render;
  } catch (reason) {
    loading = null;
    throw reason;
  }
}

/** Vega, which tfjs-vis brings along, for charts that its renderers cannot draw. */
export async function loadVega(): Promise<typeof embed> {
  await loadRender();
  const { default: draw } = await import('vega-embed');
  return draw;
}

/** The font size of all charts, in CSS pixels. */
export const fontSize = 11;

/** The box of a chart, in CSS pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/**
 * An axis title with an empty line between it and what follows. tfjs-vis allows no padding, so
 * without it the canvas cuts off the descenders, and a bar chart's title touches its numbers. It
 * types titles as strings but passes them on to Vega-Lite, which takes a list of lines.
 */
export const spacedTitle = (label: string): string => [label, ''] as unknown as string;

/** Runs `draw` and records its duration in the browser's timeline as the measure `chart:<name>`. */
export async function measured(name: string, draw: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await draw();
  performance.measure(`chart:${name}`, { start, end: performance.now() });
}

/**
 * Loads the library and draws a small invisible chart, so that the first real drawing, in the
 * middle of training, does not pay for evaluating and warming up half a megabyte of code (measured
 * on 2 cores: 0.3 s).
 */
export async function warmUp(): Promise<void> {
  const render = await loadRender();
  const values = [[0, 1].map((x) => ({ x, y: x }))];
  await render.linechart(
    document.createElement('div'),
    { values, series: ['warm-up'] },
    { width: 80, height: 40 },
  );
}
