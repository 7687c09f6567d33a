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

/** Whether the page prevents what the browser would do with this when it is dropped on `target`. */
export const preventsDrop = (
  page: Page,
  kind: 'file' | 'text/uri-list' | 'text/plain',
  target = 'body',
): Promise<boolean> =>
  page.evaluate(
    ([what, where]) => {
      const dataTransfer = new DataTransfer();
      if (what === 'file') dataTransfer.items.add(new File(['x'], 'stray.png'));
      else dataTransfer.setData(what, 'https://example.com/');
      const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      return !document.querySelector(where)!.dispatchEvent(event);
    },
    [kind, target] as const,
  );

/** Pastes `pasted.gif` with these bytes while `target` has the focus. */
export const paste = (page: Page, gif: Uint8Array, target: string): Promise<void> =>
  page.evaluate(
    ([bytes, where]) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([Uint8Array.from(bytes)], 'pasted.gif', { type: 'image/gif' }));
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector(where)?.dispatchEvent(event);
    },
    [[...gif], target] as const,
  );
