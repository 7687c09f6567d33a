/**
 * tfjs-vis, loaded when the first chart is drawn (half a megabyte compressed). Page side; knows the DOM, no store, no React.
 * Its renderers take any element and draw on a canvas with a white ground; x of a line chart is the index.
 */
import type * as tfvis from '@tensorflow/tfjs-vis';

let loading: Promise<typeof tfvis> | null = null;

/** The library's renderers. Rejects if the browser could not fetch them; the next call tries again. */
export async function loadRender(): Promise<typeof tfvis.render> {
  loading ??= import('@tensorflow/tfjs-vis');
  try {
    return (await loading).render;
  } catch (reason) {
    loading = null;
    throw reason;
  }
}

/** The font size of all charts, in CSS pixels. */
export const fontSize = 11;

/** The box of a chart, in CSS pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Runs `draw` and leaves its time in the browser's timeline as the measure `chart:<name>`. */
export async function measured(name: string, draw: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await draw();
  performance.measure(`chart:${name}`, { start, end: performance.now() });
}
