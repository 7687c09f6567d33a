/**
 * Convolutions with stride 1 and a filter of 3 × 3 or 5 × 5, by Winograd's method on the CPU engine: products are
 * fewer by 2.4 (3 × 3) or 2.8 (5 × 5), and by more where maps are small, since no product meets the padding.
 *
 * One convolution, followed. AlexNet's fourth layer at batch 8: x [8, 13, 13, 384], filter [3, 3, 384, 384],
 * padding 1, y [8, 13, 13, 384]; a tile is 3 × 3 outputs, which see 5 × 5 inputs.
 *   1. `tiling.ts` lays 5 × 5 tiles over each image, 200 in all.
 *   2. `filter` transforms each [3, 3] of the filter to [5, 5] numbers: U, 25 matrices [384, 384].
 *   3. `input` reads the 5 × 5 pixels that each tile sees, zeros where they lie beside the image, and transforms
 *      them to as many numbers: V, 25 matrices [200, 384]. U and V are stored packed as the micro-kernel reads them.
 *   4. The products: M = V · U, 25 matrices [200, 384]. Here the time goes.
 *   5. `output` transforms each tile's 25 numbers of M to 3 × 3 outputs, adds the bias, applies relu.
 * Steps 3 to 5 take some hundred tiles at a time, so that V and M stay in the cache.
 *
 * The input's gradient is a convolution of dy with the filter turned. The filter's gradient exchanges filter
 * and outputs: dy is transformed as a filter of the tile's size, the products sum over tiles, and the sums are
 * transformed to the 3 × 3 taps at the end. `transforms.ts` has the loops, `matrices.ts` the mathematics.
 *
 * Rounding: a result is off by some 3e-6 of the largest one at most, where a plain sum is by 3e-7; the mean
 * error is the same. Engine side.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../gemm/geometry';
import { type IntLocal } from '../assembler';
import { blockKernelOf } from '../gemm/microKernel';
import { groupOf, type Addresses } from '../gemm/jobs';
import { i32 } from '../instructions';
import { defineKernel, joined, type Job, type WasmKernel, type WasmRuntime } from '../kernel';
import {
  backwards,
  chunkOf,
  gradientChunk,
  tilingOf,
  winogradSizeOf,
  type Sliding,
  type WinogradSize,
} from './tiling';
import {
  type transformFields,
  winogradTransforms,
  type TransformKernel,
  type WinogradTransforms,
} from './transforms';

const productFields = {
  a: 'i32', b: 'i32', c: 'i32', aPoint: 'i32', bPoint: 'i32', cPoint: 'i32', m: 'i32', n: 'i32', k: 'i32',
  taskRows: 'i32', taskColumns: 'i32', across: 'i32', tasks: 'i32', add: 'i32',
} as const; // prettier-ignore

/**
 * At each point of the transform C [m, n] = (or, where `add`, +=) A [m, k] · B [k, n], both packed; m and n are whole tiles of the
 * micro-kernel. A task: rows and columns of C at one point.
 */
const products = defineKernel('winogradProducts', productFields, ({ builder, options, declare, field, task, scratch }) => {
  const block = blockKernelOf(builder, options);
  const local = (): IntLocal => declare('i32');
  const [point, row, column, a, b, c, rowBytes] = [local(), local(), local(), local(), local(), local(), local()];
  return [
    point.set(i32.divU(task, field.tasks)),
    column.set(i32.remU(task, field.tasks)),
    row.set(i32.mul(i32.divU(column, field.across), field.taskRows)),
    column.set(i32.mul(i32.remU(column, field.across), field.taskColumns)),
    rowBytes.set(i32.shl(field.n, 2)),
    a.set(i32.add(i32.add(field.a, i32.mul(point, field.aPoint)), i32.shl(i32.mul(row, field.k), 2))),
    b.set(i32.add(i32.add(field.b, i32.mul(point, field.bPoint)), i32.shl(i32.mul(column, field.k), 2))),
    c.set(i32.add(i32.add(field.c, i32.mul(point, field.cPoint)), i32.add(i32.mul(row, rowBytes), i32.shl(column, 2)))),
    block(
      a, b, c, rowBytes, i32.min(i32.sub(field.m, row), field.taskRows), i32.min(i32.sub(field.n, column), field.taskColumns),
      field.k, field.add, scratch,
    ),
  ];
}); // prettier-ignore

export const winogradDefinitions: readonly WasmKernel[] = [
  products,
  ...[...winogradTransforms.values()].flatMap((of) => Object.values(of) as WasmKernel[]),
];

/** Rows and columns of C of a task: A's part fills half of a 512 KiB L2 cache at most. */
const taskFloats = 65_536;
const maxTaskRows = 192;
const taskColumns = 128;
/** Units of a transform that a task takes. */
const tilesEach = 6;

/**
 * Floats from one point's matrix to the next one's, for matrices of so many: 64 bytes more than whole pages of 4 KiB. A transform writes
 * to all points at once, and lines of a cache that are whole pages apart would push each other out.
 */
const pointFloats = (elements: number): number => 1024 * Math.ceil(elements / 1024) + 16;
const pointBytes = (elements: number): number => 4 * pointFloats(elements);

type TransformJob = Job<typeof transformFields>;
const noTransform: TransformJob = {
  units: 0, unitsEach: 1, channels: 0, from: 0, fromUnit: 0, fromStep: 0, to: 0, toUnit: 0, toStep: 0, toPanel: 0,
  firstTile: 0, tiles: 1, down: 1, across: 1, height: 0, width: 0, pixelBytes: 0, padTop: 0, padLeft: 0, zeros: 0, bias: 0, relu: 0,
}; // prettier-ignore

/** One convolution, or one of its gradients, of one group. */
class Winograd {
  private readonly transforms: WinogradTransforms;
  private readonly points: number;
  private readonly held: TensorInfo[] = [];

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

  /** y or dx: what is seen of `image` and B transformed, multiplied, and transformed back. */
  correlate(job: {
    /** Channels of the image and of the result. */
    readonly k: number;
    readonly n: number;
    readonly image: { readonly at: number; readonly pixelBytes: number };
    readonly result: { readonly at: number; readonly pixelBytes: number };
    /** Addresses; 0 is none. */
    readonly bias: number;
    readonly relu: boolean;
    /** Writes B, [points][panel of n][k][8]. */
    readonly filter: (to: number, toStep: number) => void;
  }): void {
    const { k, n, image, result, bias, relu } = job;
    const { rows } = this.runtime.options.tile;
    const tiling = tilingOf(this.sliding, this.size);
    const most = this.padded(Math.min(tiling.tiles, chunkOf(this.size, k, n)));
    const [b, a, c] = [this.take(k * n), this.take(most * k), this.take(most * n)];
    job.filter(b, pointBytes(k * n));
    for (let firstTile = 0; firstTile < tiling.tiles; firstTile += most) {
      const tiles = Math.min(most, tiling.tiles - firstTile);
      const m = this.padded(tiles);
      const place = joined(tiling, { firstTile, tiles });
      this.transform(this.transforms.input, m, tilesEach, joined(place, this.imageOf(image), {
        channels: k, to: a, toUnit: 4 * rows * k, toStep: pointBytes(m * k),
      }));
      this.multiply(a, b, c, { m, n, k, add: 0 });
      this.transform(this.transforms.output, tiles, tilesEach, joined(place, {
        channels: n, from: c, fromUnit: 4 * n, fromStep: pointBytes(m * n),
        to: result.at, pixelBytes: result.pixelBytes, height: this.sliding.outHeight, width: this.sliding.outWidth,
        bias: bias === 0 ? this.runtime.zeros : bias, relu: Number(relu),
      }));
    }
    this.release();
  } // prettier-ignore

  /** dL/dfilter: x and dy transformed, multiplied over all tiles, and transformed to the taps. */
  filterGradient(job: {
    readonly channels: number;
    readonly filters: number;
    readonly x: { readonly at: number; readonly pixelBytes: number };
    readonly dy: { readonly at: number; readonly pixelBytes: number };
    readonly result: { readonly at: number; readonly channelBytes: number };
  }): void {
    const { channels, filters, x, dy, result } = job;
    const { tile } = this.runtime.options;
    const tiling = tilingOf(this.sliding, this.size);
    const m = this.padded(channels);
    const most = Math.min(tiling.tiles, gradientChunk);
    const [a, b, c] = [this.take(most * m), this.take(most * filters), this.take(m * filters)];
    for (let firstTile = 0; firstTile < tiling.tiles; firstTile += most) {
      const tiles = Math.min(most, tiling.tiles - firstTile);
      const place = joined(tiling, { firstTile, tiles });
      this.transform(this.transforms.inputTurned, tiles, tilesEach, joined(place, this.imageOf(x), {
        channels,
        to: a, toUnit: 4 * tile.rows, toStep: pointBytes(tiles * m), toPanel: 4 * tile.rows * tiles,
      }));
      this.transform(this.transforms.outputGradient, tiles, tilesEach, joined(place, {
        channels: filters, from: dy.at, pixelBytes: dy.pixelBytes, height: this.sliding.outHeight, width: this.sliding.outWidth,
        zeros: this.runtime.zeros, to: b, toUnit: 4 * tile.columns, toStep: pointBytes(tiles * filters), toPanel: 4 * tile.columns * tiles,
      }));
      this.multiply(a, b, c, { m, n: filters, k: tiles, add: Number(firstTile > 0) });
    }
    this.transform(this.transforms.filterGradient, channels, 1, {
      channels: filters, from: c, fromUnit: 4 * filters, fromStep: pointBytes(m * filters),
      to: result.at, toUnit: result.channelBytes, toStep: channels * result.channelBytes,
    });
    this.release();
  } // prettier-ignore

  /** B from the filter [taps, taps, C, F] at an address, `channelBytes` from channel to channel. */
  filter(turned: boolean, at: number, channelBytes: number, channels: number, filters: number, to: number, toStep: number): void {
    const tapBytes = channels * channelBytes;
    const columns = this.runtime.options.tile.columns;
    if (turned)
      this.transform(this.transforms.filterTurned, channels, 1, {
        channels: filters, from: at + (this.size.taps ** 2 - 1) * tapBytes, fromUnit: channelBytes, fromStep: -tapBytes,
        to, toStep, toUnit: 4 * columns * filters,
      });
    else
      this.transform(this.transforms.filter, channels, 1, {
        channels: filters, from: at, fromUnit: channelBytes, fromStep: tapBytes,
        to, toStep, toUnit: 4 * columns, toPanel: 4 * columns * channels,
      });
  } // prettier-ignore

  private multiply(a: number, b: number, c: number, { m, n, k, add }: { readonly m: number; readonly n: number; readonly k: number; readonly add: number }): void {
    const { rows } = this.runtime.options.tile;
    const taskRows = Math.min(m, maxTaskRows, Math.max(rows, Math.floor(taskFloats / k / rows) * rows));
    const [down, across] = [Math.ceil(m / taskRows), Math.ceil(n / taskColumns)];
    const tasks = down * across;
    const points = { aPoint: pointBytes(m * k), bPoint: pointBytes(k * n), cPoint: pointBytes(m * n) };
    const job = joined(points, { a, b, c, m, n, k, add, taskRows, taskColumns, across, tasks });
    this.runtime.run(products, job, this.points * tasks);
  } // prettier-ignore

  private transform(
    kernel: TransformKernel,
    units: number,
    unitsEach: number,
    job: Partial<TransformJob>,
  ): void {
    this.runtime.run(kernel, joined(noTransform, job, { units, unitsEach }), Math.ceil(units / unitsEach));
  }

  private imageOf({
    at,
    pixelBytes,
  }: {
    readonly at: number;
    readonly pixelBytes: number;
  }): Partial<TransformJob> {
    const { height, width, padTop, padLeft } = this.sliding;
    return { from: at, pixelBytes, height, width, padTop, padLeft, zeros: this.runtime.zeros };
  }

  /** Whole panels of A. */
  private readonly padded = (count: number): number => {
    const { rows } = this.runtime.options.tile;
    return rows * Math.ceil(count / rows);
  };

  /** Memory for a matrix of so many elements at each point. */
  private take(elements: number): number {
    const tensor = this.runtime.output([this.points, pointFloats(elements)]);
    this.held.push(tensor);
    return this.runtime.address(tensor);
  }

  private release(): void {
    for (const { dataId } of this.held.splice(0)) this.runtime.disposeData(dataId);
  }
}

/** y of one group: a is x, b the filter, c is y. False where it is not worth it: then nothing was done. */
export function winogradForward(runtime: WasmRuntime, g: ConvGeometry, group: number, { a, b, c, bias = 0, relu = false }: Addresses): boolean {
  const size = winogradSizeOf(g, g);
  if (!size) return false;
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  const winograd = new Winograd(runtime, size, g);
  winograd.correlate({
    k: groupChannels, n: groupFilters, relu,
    image: { at: a + channelsAt, pixelBytes: 4 * g.channels },
    result: { at: c + filtersAt, pixelBytes: 4 * g.filters },
    bias: bias === 0 ? 0 : bias + filtersAt,
    filter: (to, toStep) => winograd.filter(false, b + filtersAt, 4 * g.filters, groupChannels, groupFilters, to, toStep),
  });
  return true;
} // prettier-ignore

/** dL/dx of one group: a is dL/dy, b the filter, c is dL/dx. False where it is not worth it: then nothing was done. */
export function winogradInputGradient(runtime: WasmRuntime, g: ConvGeometry, group: number, { a, b, c }: Addresses): boolean {
  const sliding = backwards(g);
  const size = winogradSizeOf(g, sliding);
  if (!size) return false;
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  const winograd = new Winograd(runtime, size, sliding);
  winograd.correlate({
    k: groupFilters, n: groupChannels, relu: false, bias: 0,
    image: { at: a + filtersAt, pixelBytes: 4 * g.filters },
    result: { at: c + channelsAt, pixelBytes: 4 * g.channels },
    filter: (to, toStep) => winograd.filter(true, b + filtersAt, 4 * g.filters, groupChannels, groupFilters, to, toStep),
  });
  return true;
} // prettier-ignore

/** dL/dfilter of one group: a is x, b is dL/dy, c is dL/dfilter. False where it is not worth it: then nothing was done. */
export function winogradFilterGradient(runtime: WasmRuntime, g: ConvGeometry, group: number, { a, b, c }: Addresses): boolean {
  const size = winogradSizeOf(g, g);
  if (!size) return false;
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  new Winograd(runtime, size, g).filterGradient({
    channels: groupChannels, filters: groupFilters,
    x: { at: a + channelsAt, pixelBytes: 4 * g.channels },
    dy: { at: b + filtersAt, pixelBytes: 4 * g.filters },
    result: { at: c + filtersAt, channelBytes: 4 * g.filters },
  });
  return true;
} // prettier-ignore
