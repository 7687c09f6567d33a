/**
 * Convolutions with stride 1 and a filter of 3 × 3 or 5 × 5, by Winograd's method on the CPU
 * engine: in AlexNet 2.4 times fewer products (3 × 3) and 2.6 times (5 × 5), at 67 px 3.2 and 2.1
 * times.
 *
 * One convolution, step by step. AlexNet's fourth layer at batch 8: x [8, 13, 13, 384], filter [3,
 * 3, 384, 384], padding 1, y [8, 13, 13, 384]; a tile is 3 × 3 outputs, which see 5 × 5 inputs.
 *   1. `tiling.ts` lays 5 × 5 tiles over each image, 200 in all.
 *   2. `filter` transforms each [3, 3] of the filter to [5, 5] numbers: U, 25 matrices [384, 384].
 *   3. `input` reads the 5 × 5 pixels that each tile sees, zeros where they lie outside the image,
 *      and transforms them to as many numbers: V, 25 matrices [200, 384]. U and V are stored packed
 *      as the micro-kernel reads them.
 *   4. The products: M = V · U, 25 matrices [200, 384]. This takes most of the time.
 *   5. `output` transforms each tile's 25 numbers of M to 3 × 3 outputs, adds the bias and applies
 *      relu.
 * Steps 3 to 5 take some hundred tiles at a time, so that V and M stay in the cache.
 *
 * The input's gradient is a convolution of dy with the filter rotated by 180°. The filter's
 * gradient swaps filter and outputs: dy is transformed as a filter of the tile's size, the products
 * sum over tiles, and the sums are transformed to the 3 × 3 taps at the end. `transforms.ts` has
 * the loops, `matrices.ts` the mathematics.
 *
 * The rounding error is that of sums in another order with a few more terms: results are within
 * 1e-5 of the largest one, the bound for plain products too. Engine side.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../gemm/geometry';
import { groupOf, type Addresses } from '../gemm/jobs';
import { joined, type WasmKernel, type WasmRuntime } from '../kernel';
import { multiplyAtPoints, pointBytes, pointFloats, products } from './products';
import { backwards, type Sliding } from '../sliding';
import { chunkOf, gradientChunk, tilingOf, winogradSizeOf, type WinogradSize } from './tiling';
import { noTransform, type TransformJob, type TransformKernel } from './fields';
import { winogradTransforms, type WinogradTransforms } from './transforms';

export const winogradDefinitions: readonly WasmKernel[] = [
  products,
  ...[...winogradTransforms.values()].flatMap((of) => Object.values(of) as WasmKernel[]),
];

/** Units of a transform per task. */
const tilesEach = 6;

interface Pixels {
  readonly at: number;
  readonly pixelBytes: number;
}
interface Filter {
  readonly at: number;
  /** Bytes from channel to channel. */
  readonly channelBytes: number;
  /** For the input's gradient: rotated by 180°, with filters and channels swapped. */
  readonly rotated: boolean;
  readonly channels: number;
  readonly filters: number;
}

/**
 * One convolution, or one of its gradients, of one group. Addresses and names that end in `Bytes`
 * are in bytes.
 */
class Winograd {
  private readonly transforms: WinogradTransforms;
  private readonly points: number;
  private readonly temporaries: TensorInfo[] = [];

  constructor(
    private readonly runtime: WasmRuntime,
    private readonly size: WinogradSize,
    private readonly sliding: Sliding,
  ) {
    const transforms = winogradTransforms.get(size);
    if (!transforms) throw new Error(`Winograd: no kernels for ${size.taps} × ${size.taps}`);
    this.transforms = transforms;
    this.points = size.side ** 2;
  }

  /** y or dx: transforms `image` and the filter, multiplies them, and transforms back. */
  correlate(job: {
    /** Channels of the image and of the result. */
    readonly k: number;
    readonly n: number;
    readonly image: Pixels;
    readonly result: Pixels;
    /** Address; 0 is none. */
    readonly bias: number;
    readonly relu: boolean;
    readonly filter: Omit<Filter, 'channels' | 'filters'>;
  }): void {
    const { k, n, image, result, bias, relu, filter } = job;
    const { rows } = this.runtime.options.tile;
    const tiling = tilingOf(this.sliding, this.size);
    const max = this.padded(Math.min(tiling.tiles, chunkOf(this.size, k, n)));
    const b = this.take(k * n);
    const a = this.take(max * k);
    const c = this.take(max * n);
    const [channels, filters] = filter.rotated ? [n, k] : [k, n];
    this.transformFilter(joined(filter, { channels, filters }), b);
    for (let firstTile = 0; firstTile < tiling.tiles; firstTile += max) {
      const tiles = Math.min(max, tiling.tiles - firstTile);
      const m = this.padded(tiles);
      const chunk = joined(tiling, { firstTile, tiles });
      this.transform(
        this.transforms.input,
        m,
        tilesEach,
        joined(chunk, this.imageOf(image), {
          channels: k,
          to: a,
          toUnit: 4 * rows * k,
          toStep: pointBytes(m * k),
        }),
      );
      multiplyAtPoints(this.runtime, this.points, { a, b, c, m, n, k, add: false });
      this.transform(
        this.transforms.output,
        tiles,
        tilesEach,
        joined(chunk, {
          channels: n,
          from: c,
          fromUnit: 4 * n,
          fromStep: pointBytes(m * n),
          to: result.at,
          pixelBytes: result.pixelBytes,
          height: this.sliding.outHeight,
          width: this.sliding.outWidth,
          bias: bias === 0 ? this.runtime.zeros : bias,
          relu: Number(relu),
        }),
      );
    }
  }

  /** dL/dfilter: transforms x and dy, multiplies over all tiles, and transforms to the taps. */
  filterGradient(job: {
    readonly channels: number;
    readonly filters: number;
    readonly x: Pixels;
    readonly dy: Pixels;
    readonly result: { readonly at: number; readonly channelBytes: number };
  }): void {
    const { channels, filters, x, dy, result } = job;
    const { tile } = this.runtime.options;
    const tiling = tilingOf(this.sliding, this.size);
    // Rows beyond the channels are undefined, and so are their products: nothing reads them.
    const m = this.padded(channels);
    const max = Math.min(tiling.tiles, gradientChunk);
    const a = this.take(max * m);
    const b = this.take(max * filters);
    const c = this.take(m * filters);
    for (let firstTile = 0; firstTile < tiling.tiles; firstTile += max) {
      const tiles = Math.min(max, tiling.tiles - firstTile);
      const chunk = joined(tiling, { firstTile, tiles });
      this.transform(
        this.transforms.inputTransposed,
        tiles,
        tilesEach,
        joined(chunk, this.imageOf(x), {
          channels,
          to: a,
          toUnit: 4 * tile.rows,
          toStep: pointBytes(tiles * m),
          toPanel: 4 * tile.rows * tiles,
        }),
      );
      this.transform(
        this.transforms.outputGradient,
        tiles,
        tilesEach,
        joined(chunk, {
          channels: filters,
          from: dy.at,
          pixelBytes: dy.pixelBytes,
          height: this.sliding.outHeight,
          width: this.sliding.outWidth,
          zeros: this.runtime.zeros,
          to: b,
          toUnit: 4 * tile.columns,
          toStep: pointBytes(tiles * filters),
          toPanel: 4 * tile.columns * tiles,
        }),
      );
      multiplyAtPoints(this.runtime, this.points, { a, b, c, m, n: filters, k: tiles, add: firstTile > 0 });
    }
    this.transform(this.transforms.filterGradient, channels, 1, {
      channels: filters,
      from: c,
      fromUnit: 4 * filters,
      fromStep: pointBytes(m * filters),
      to: result.at,
      toUnit: result.channelBytes,
      toStep: channels * result.channelBytes,
    });
  }

  /** Transforms the filter to B of a convolution at `to`, [points][panel of columns][k][8]. */
  private transformFilter({ at, channelBytes, rotated, channels, filters }: Filter, to: number): void {
    const { columns } = this.runtime.options.tile;
    const tapBytes = channels * channelBytes;
    const lastTap = this.size.taps ** 2 - 1;
    const job = { channels: filters, fromUnit: channelBytes, to, toStep: pointBytes(channels * filters) };
    if (rotated)
      this.transform(
        this.transforms.filterRotated,
        channels,
        1,
        joined(job, {
          from: at + lastTap * tapBytes,
          fromStep: -tapBytes,
          toUnit: 4 * columns * filters,
        }),
      );
    else
      this.transform(
        this.transforms.filter,
        channels,
        1,
        joined(job, {
          from: at,
          fromStep: tapBytes,
          toUnit: 4 * columns,
          toPanel: 4 * columns * channels,
        }),
      );
  }

  private transform(
    kernel: TransformKernel,
    units: number,
    unitsEach: number,
    job: Partial<TransformJob>,
  ): void {
    this.runtime.run(kernel, joined(noTransform, job, { units, unitsEach }), Math.ceil(units / unitsEach));
  }

  private imageOf({ at, pixelBytes }: Pixels): Partial<TransformJob> {
    const { height, width, padTop, padLeft } = this.sliding;
    return { from: at, pixelBytes, height, width, padTop, padLeft, zeros: this.runtime.zeros };
  }

  /** Rounds up to whole panels of A. */
  private padded(count: number): number {
    const { rows } = this.runtime.options.tile;
    return rows * Math.ceil(count / rows);
  }

  /** Allocates a matrix of this many elements at each point. */
  private take(elements: number): number {
    const tensor = this.runtime.output([this.points, pointFloats(elements)]);
    this.temporaries.push(tensor);
    return this.runtime.address(tensor);
  }

  /** Frees that memory. */
  release(): void {
    for (const { dataId } of this.temporaries.splice(0)) this.runtime.disposeData(dataId);
  }
}

/** Computes one convolution; its memory is freed even if there was too little. */
function withWinograd(
  runtime: WasmRuntime,
  size: WinogradSize,
  sliding: Sliding,
  compute: (winograd: Winograd) => void,
): void {
  const winograd = new Winograd(runtime, size, sliding);
  try {
    compute(winograd);
  } finally {
    winograd.release();
  }
}

/**
 * y of one group: a is x, b the filter, c is y. Returns false, with nothing done, if it does not
 * pay.
 */
export function winogradForward(
  runtime: WasmRuntime,
  g: ConvGeometry,
  group: number,
  { a, b, c, bias = 0, relu = false }: Addresses,
): boolean {
  const size = winogradSizeOf(g, g);
  if (!size) return false;
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  withWinograd(runtime, size, g, (winograd) =>
    winograd.correlate({
      k: groupChannels,
      n: groupFilters,
      relu,
      image: { at: a + channelsAt, pixelBytes: 4 * g.channels },
      result: { at: c + filtersAt, pixelBytes: 4 * g.filters },
      bias: bias === 0 ? 0 : bias + filtersAt,
      filter: { at: b + filtersAt, channelBytes: 4 * g.filters, rotated: false },
    }),
  );
  return true;
}

/**
 * dL/dx of one group: a is dL/dy, b the filter, c is dL/dx. Returns false, with nothing done, if it
 * does not pay.
 */
export function winogradInputGradient(
  runtime: WasmRuntime,
  g: ConvGeometry,
  group: number,
  { a, b, c }: Addresses,
): boolean {
  const sliding = backwards(g);
  const size = winogradSizeOf(g, sliding);
  if (!size) return false;
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  withWinograd(runtime, size, sliding, (winograd) =>
    winograd.correlate({
      k: groupFilters,
      n: groupChannels,
      relu: false,
      bias: 0,
      image: { at: a + filtersAt, pixelBytes: 4 * g.filters },
      result: { at: c + channelsAt, pixelBytes: 4 * g.channels },
      filter: { at: b + filtersAt, channelBytes: 4 * g.filters, rotated: true },
    }),
  );
  return true;
}

/**
 * dL/dfilter of one group: a is x, b is dL/dy, c is dL/dfilter. Returns false, with nothing done,
 * if it does not pay.
 */
export function winogradFilterGradient(
  runtime: WasmRuntime,
  g: ConvGeometry,
  group: number,
  { a, b, c }: Addresses,
): boolean {
  const size = winogradSizeOf(g, g);
  if (!size) return false;
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  withWinograd(runtime, size, g, (winograd) =>
    winograd.filterGradient({
      channels: groupChannels,
      filters: groupFilters,
      x: { at: a + channelsAt, pixelBytes: 4 * g.channels },
      dy: { at: b + filtersAt, pixelBytes: 4 * g.filters },
      result: { at: c + filtersAt, channelBytes: 4 * g.filters },
    }),
  );
  return true;
}
