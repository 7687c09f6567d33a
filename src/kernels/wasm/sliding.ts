/** A window of stride 1 that slides over images: forward, and for the input's gradient. Pure. */
import type { ConvGeometry } from '../gemm/geometry';

/**
 * Images [batch, height, width, ..], with `padTop` rows of zeros above and `padLeft` columns to the
 * left; results [batch, outHeight, outWidth, ..].
 */
export interface Sliding {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/**
 * The input's gradient is itself a convolution: of dy, with the filter rotated by 180°, over all of
 * its overlaps.
 */
export const backwards = (g: ConvGeometry): Sliding => ({
  batch: g.batch,
  height: g.outHeight,
  width: g.outWidth,
  padTop: g.kernelHeight - 1 - g.padTop,
  padLeft: g.kernelWidth - 1 - g.padLeft,
  outHeight: g.height,
  outWidth: g.width,
});
