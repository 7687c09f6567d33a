/**
 * A picture's file becomes pixels by the browser's own decoders, off this thread, and is read in bands.
 * Some browsers change what a page reads from a canvas, against fingerprinting (Firefox's
 * resistFingerprinting, Brave, Tor): there it is read by a video frame. Worker.
 */
import { canvasPattern, isCanvasPattern, patternSide } from '../../lib/canvasPattern';
import type { Decoded } from './decoded';
import type { Head } from './head';
import { decodePng, mostPngPixels } from './png';

/** `head`: what the file tells of itself. Rejects where the browser cannot decode it. */
export type Decode = (file: Blob, head: Head) => Promise<Decoded>;

/** Whether this browser can do it at all. */
export const canDecode = (): boolean =>
  typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';

/** Throws where the browser gives no canvas. */
function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // Without the GPU: it would have to be read back from there, band by band.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('The browser gives no canvas');
  return context;
}

/** RGBA [height, width, 4] of an opaque canvas. Rejects where the browser does not give them. */
type Read = (canvas: OffscreenCanvas) => Promise<Uint8ClampedArray>;

const fromCanvas: Read = async (canvas) =>
  contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height).data;

/** WebCodecs. Throws where the browser has no video frames. */
const fromFrame: Read = async (canvas) => {
  const frame = new VideoFrame(canvas, { timestamp: 0 });
  try {
    const pixels = new Uint8ClampedArray(canvas.width * canvas.height * 4);
    await frame.copyTo(pixels, { format: 'RGBA' });
    return pixels;
  } finally {
    frame.close();
  }
};

/** Whether what is put on a canvas is read back as it is. */
async function isExact(read: Read): Promise<boolean> {
  const canvas = new OffscreenCanvas(patternSide, patternSide);
  contextOf(canvas).putImageData(new ImageData(canvasPattern(), patternSide, patternSide), 0, 0);
  try {
    return isCanvasPattern(await read(canvas));
  } catch {
    return false;
  }
}

/** Asked for each picture: a person may allow the canvas meanwhile. */
async function exactRead(): Promise<Read | null> {
  if (await isExact(fromCanvas)) return fromCanvas;
  return (await isExact(fromFrame)) ? fromFrame : null;
}

/** Decodes in full, outside of this thread, and turns it as its EXIF says. One band of it at a time is copied. */
async function decodeByCanvas(file: Blob, read: Read, exact: boolean): Promise<Decoded> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(1, 1);
  return {
    width,
    height,
    exact,
    rows(left, top, side, count) {
      canvas.width = side;
      canvas.height = count;
      const context = contextOf(canvas);
      context.fillStyle = 'white';
      context.fillRect(0, 0, side, count);
      context.imageSmoothingEnabled = false;
      context.drawImage(bitmap, left, top, side, count, 0, 0, side, count);
      return read(canvas);
    },
    close: () => bitmap.close(),
  };
}

/** By the browser; where that changes the pixels that a page reads, a PNG without it. */
export const browserDecode: Decode = async (file, head) => {
  const read = await exactRead();
  if (read) return decodeByCanvas(file, read, true);
  const png =
    head.format === 'png' && head.width * head.height <= mostPngPixels
      ? await decodePng(file).catch(() => null)
      : null;
  return png ?? decodeByCanvas(file, fromCanvas, false);
};
