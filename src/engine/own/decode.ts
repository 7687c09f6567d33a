/** A picture's file becomes pixels by the browser's own decoders, off this thread, and is read in bands. Worker. */

/** A decoded picture, upright. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** RGBA [count, side, 4] of the rows from `top` on, from column `left` on; what is transparent lies over white. */
  rows(left: number, top: number, side: number, count: number): Uint8ClampedArray;
  /** Frees it. */
  close(): void;
}

/** Rejects where the browser cannot decode the file. */
export type Decode = (file: Blob) => Promise<Decoded>;

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

/** Decodes in full, outside of this thread, and turns it as its EXIF says. One band of it at a time is copied. */
export const browserDecode: Decode = async (file) => {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(1, 1);
  return {
    width,
    height,
    rows(left, top, side, count) {
      canvas.width = side;
      canvas.height = count;
      const context = contextOf(canvas);
      context.fillStyle = 'white';
      context.fillRect(0, 0, side, count);
      context.imageSmoothingEnabled = false;
      context.drawImage(bitmap, left, top, side, count, 0, 0, side, count);
      return context.getImageData(0, 0, side, count).data;
    },
    close: () => bitmap.close(),
  };
};
