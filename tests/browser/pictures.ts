/** Pictures that are given to the page, and what it shows of them. Node. */
import type { Locator, Page } from 'playwright-core';

/**
 * 64 × 64, a step of 4 from column to column and from row to row: two by two, its means are not its
 * pixels.
 */
export const slope = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => {
  const at = Math.floor(i / 3);
  return [at % 64, Math.floor(at / 64), 20][i % 3]! * 4;
});

export interface Picked {
  readonly name: string;
  readonly buffer: Buffer;
}
export const file = (name: string, bytes: Uint8Array): Picked => ({ name, buffer: Buffer.from(bytes) });

/** Bytes of a canvas as RGB. */
export const pixelsOf = (canvas: Locator): Promise<number[]> =>
  canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    return [...(data ?? [])].filter((_, i) => i % 4 < 3);
  });

/** Lengths of the bars: the probabilities in full, in per cent. */
export const shares = (of: Locator): Promise<number[]> =>
  of
    .locator('.bar-fill')
    .evaluateAll((bars) => bars.map((bar) => Number.parseFloat((bar as HTMLElement).style.inlineSize)));

/**
 * From now on, the page's tasks above 50 ms, in milliseconds; what it returns gives those until
 * then.
 */
export async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const times: number[] = [];
    const observer = new PerformanceObserver((list) =>
      times.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    Object.assign(window, { longTasks: times, observer });
  });
  return () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
}

/** In a worker: what is read from a canvas is not what is there. */
export const noisyCanvas = `{
  const { prototype } = OffscreenCanvasRenderingContext2D;
  const read = prototype.getImageData;
  prototype.getImageData = function (...area) {
    const image = read.apply(this, area);
    for (let i = 0; i < image.data.length; i += 4) image.data[i] ^= 16;
    return image;
  };
}`;
