/**
 * The user's pictures: how large they may be, and whether the browser changes pixels that a page
 * reads from a canvas. Some do so to prevent fingerprinting (Firefox's resistFingerprinting, Brave,
 * Tor); known bytes are drawn and read back to detect it. Pure.
 */

/** Pixels a side. */
export const patternSide = 16;

/**
 * RGBA [16, 16, 4], opaque, with many colours: Firefox does not change pixels of a single colour.
 */
export const canvasPattern = (): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from({ length: patternSide ** 2 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256));

/** Whether these bytes are the pattern's. */
export const isCanvasPattern = (bytes: Uint8ClampedArray): boolean =>
  canvasPattern().every((byte, i) => byte === bytes[i]);

/** Maximum size of a picture's file in bytes. */
export const maxPictureBytes = 100_000_000;

/**
 * Maximum number of pixels in a picture. Each takes four bytes when decoded: 256 MiB. Phone
 * photographs with usual settings have 12 to 64 million.
 */
export const maxPicturePixels = 2 ** 26;
