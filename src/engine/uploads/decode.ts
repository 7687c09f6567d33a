/**
 * Decodes a picture file to pixels with the browser's own decoders, off this thread, and reads it
 * in bands. Some browsers change what a page reads from a canvas, to prevent fingerprinting
 * (Firefox's resistFingerprinting, Brave, Tor): there it is read through a video frame. Runs in the
 * worker.
 */
import { canvasPattern, isCanvasPattern, patternSide } from '../../lib/pictures';
import { type Decoded, decodeWithoutCanvas } from './withoutCanvas';
import type { Head } from './head';

/** `head`: what the file's header says. Rejects if the browser cannot decode it. */
export type Decode = (file: Blob, head: Head) => Promise<Decoded>;

/** Whether this browser can decode pictures in a worker at all. */
export const canDecode = (): boolean =>
  typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';

/** Throws if the browser provides no canvas. */
function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // Not on the GPU: pixels would have to be read back from there, band by band.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('The browser gives no canvas');
  return context;
}

/**
 * Reads the RGBA pixels [height, width, 4] of an opaque canvas. Rejects if the browser does not
 * provide them.
 */
type Read = (canvas: OffscreenCanvas) => Promise<Uint8ClampedArray>;

const fromCanvas: Read = async (canvas) =>
  contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height).data;

/** Reads through WebCodecs. Throws if the browser has no video frames. */
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

/** Whether pixels drawn on a canvas are read back unchanged. */
async function isExact(read: Read): Promise<boolean> {
  const canvas = new OffscreenCanvas(patternSide, patternSide);
  contextOf(canvas).putImageData(new ImageData(canvasPattern(), patternSide, patternSide), 0, 0);
  try {
    return isCanvasPattern(await read(canvas));
  } catch {
    return false;
  }
}

/** Checked for each picture: the user may allow canvas access in the meantime. */
async function exactRead(): Promise<Read | null> {
  if (await isExact(fromCanvas)) return fromCanvas;
  return (await isExact(fromFrame)) ? fromFrame : null;
}

/**
 * Decodes the whole picture off this thread and rotates it according to its EXIF data. Copies one
 * band at a time.
 */
async function decodeByCanvas(file: Blob, read: Read, { exact }: { exact: boolean }): Promise<Decoded> {
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

/**
 * Decodes with the browser; if the browser changes the pixels that a page reads, decodes PNG and
 * JPEG without it.
 */
export const browserDecode: Decode = async (file, head) => {
  const read = await exactRead();
  if (read) return decodeByCanvas(file, read, { exact: true });
  return (await decodeWithoutCanvas(file, head)) ?? decodeByCanvas(file, fromCanvas, { exact: false });
};
