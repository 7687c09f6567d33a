/**
 * Finds out whether a browser changes what a page reads from a canvas, as some do so that pages cannot
 * recognise it (Firefox's resistFingerprinting, Brave, Tor): bytes are put on one and read back. Pure.
 */

/** Pixels a side. */
export const patternSide = 16;

/** RGBA [16, 16, 4], opaque, of many colours: of a single one Firefox changes nothing. */
export const canvasPattern = (): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from({ length: patternSide ** 2 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256));

/** Whether these are its bytes. */
export const isCanvasPattern = (bytes: Uint8ClampedArray): boolean =>
  canvasPattern().every((byte, i) => byte === bytes[i]);
