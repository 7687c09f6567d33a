/**
 * Turns a product into dispatches: tiles, parts of K, and windows of buffers above the binding
 * limit. Engine side.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, bindingLimit, dispatch, type Binding, type Gpu } from '../gpu';
import type { Product } from './geometry';
import { sumParts } from './reduce';
import { gemmProgram } from './template';
import type { Epilogue, Tile } from './terms';

/** How a product is cut. */
export interface Plan {
  /** An invocation's tile. */
  readonly tile: Tile;
  /** Parts of K that different workgroups compute. */
  readonly parts: number;
  /**
   * FLOP of the longest dispatch, two per multiply-accumulate: a larger product is computed in
   * pieces.
   */
  readonly maxFlops: number;
}

interface Operands {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  /** [n · groups]; needed where there is an epilogue. */
  readonly bias?: TensorInfo | undefined;
  readonly epilogue?: Epilogue;
}

/**
 * The rows, columns and parts of K that one dispatch computes, and the windows of B and C that it
 * binds, in elements.
 */
interface Block {
  readonly m: number;
  readonly n: number;
  readonly rowFrom: number;
  readonly colFrom: number;
  readonly part0: number;
  readonly parts: number;
  readonly bWindow: readonly [number, number] | null;
  readonly cWindow: readonly [number, number] | null;
}

const ceil = (a: number, b: number): number => Math.ceil(a / b);
/** Windows begin at multiples of 256 bytes. */
const alignment = 64;
const window = (tensor: TensorInfo, range: readonly [number, number] | null): Binding =>
  range ? { tensor, offset: 4 * range[0], bytes: 4 * (range[1] - range[0]) } : tensor;

const elements = (tensor: TensorInfo): number => tensor.shape.reduce((a, b) => a * b, 1);

/**
 * Cuts [0, total) into pieces that are multiples of `unit` items; at `length` elements per item,
 * each piece stays within `limit` elements.
 */
function cuts(total: number, unit: number, length: number, limit: number): [number, number][] {
  const maxItems = Math.floor(limit / (unit * length)) * unit;
  if (maxItems < 1 || (unit * length) % alignment !== 0) {
    throw new RangeError(
      `A row block of ${unit * length} elements does not fit a binding of ${limit} elements`,
    );
  }
  return Array.from({ length: ceil(total, maxItems) }, (_, i) => [
    i * maxItems,
    Math.min(total, (i + 1) * maxItems),
  ]);
}

/** The blocks of a product: one, unless B or C is above the binding limit. */
function blocksOf(
  product: Product,
  parts: number,
  perPart: number,
  b: TensorInfo,
  c: TensorInfo,
  limit: number,
): Block[] {
  const { m, n, inner } = product;
  const whole: Block = { m, n, rowFrom: 0, colFrom: 0, part0: 0, parts, bWindow: null, cWindow: null };
  const {
    cStride,
    params: { bStride = 0 },
  } = product;
  if (elements(c) > limit) {
    if (parts > 1) throw new RangeError(`C in ${parts} parts does not fit a binding of ${limit} elements`);
    return cuts(m, alignment, cStride, limit).map(([from, to]) => ({
      ...whole,
      rowFrom: from,
      m: to,
      cWindow: [from * cStride, to * cStride],
    }));
  }
  if (elements(b) <= limit) return [whole];
  if (product.b.along === 'k') {
    return cuts(n, alignment, bStride, limit).map(([from, to]) => ({
      ...whole,
      colFrom: from,
      n: to,
      bWindow: [from * bStride, to * bStride],
    }));
  }
  // Parts of K are blocks of B's rows; each window takes whole parts.
  return cuts(parts, 1, perPart * inner * bStride, limit).map(([from, to]) => ({
    ...whole,
    part0: from,
    parts: to - from,
    bWindow: [from * perPart * inner * bStride, Math.min(to * perPart * inner * bStride, elements(b))],
  }));
}

/** WebGPU's `maxComputeWorkgroupsPerDimension`, which every device has. */
const maxWorkgroups = 65_535;

/** Splits [from, to) into about `count` steps of whole `unit`s, at most `maxItems` units each. */
function steps(from: number, to: number, unit: number, count: number, maxItems: number): [number, number][] {
  const step = Math.min(ceil(ceil(to - from, count), unit), maxItems) * unit;
  return Array.from({ length: ceil(to - from, step) }, (_, i) => [
    from + i * step,
    Math.min(to, from + (i + 1) * step),
  ]);
}

/**
 * Cuts a block into pieces that one dispatch may have: no more workgroups than WebGPU allows, and
 * no more than `maxFlops`, as far as there are rows of workgroups and parts of K to cut. The pieces
 * keep the windows of the whole block.
 */
function pieces(block: Block, product: Product, perPart: number, { tile, maxFlops }: Plan): Block[] {
  const { m, n, rowFrom, colFrom, part0, parts } = block;
  const k = Math.min(product.k, parts * perPart * product.inner);
  const count = Math.max(1, ceil(2 * (m - rowFrom) * (n - colFrom) * k * product.groups, maxFlops));
  const across = n - colFrom > m - rowFrom;
  const rows = steps(rowFrom, m, tile.rows * tile.groupRows, across ? 1 : count, maxWorkgroups);
  const cols = steps(colFrom, n, tile.cols * tile.groupCols, across ? count : 1, maxWorkgroups);
  const ks = steps(part0, part0 + parts, 1, ceil(count, rows.length * cols.length), parts);
  return rows.flatMap(([rowStart, rowEnd]) =>
    cols.flatMap(([colStart, colEnd]) =>
      ks.map(([first, end]) => ({
        ...block,
        rowFrom: rowStart,
        m: rowEnd,
        colFrom: colStart,
        n: colEnd,
        part0: first,
        parts: end - first,
      })),
    ),
  );
}

/** Parts such that B can be bound part by part, ≥ 2 if it is above the limit; runs per part. */
function partsFor(product: Product, count: number, b: TensorInfo, limit: number): [number, number] {
  const maxItems = Math.max(1, Math.floor(limit / (product.cRows * product.cStride)));
  const windows = product.b.along === 'edge' && elements(b) > limit ? 2 * ceil(elements(b), limit) : 1;
  const parts = Math.max(1, Math.min(Math.max(Math.min(count, maxItems), windows), product.runs));
  const perPart = ceil(product.runs, parts);
  return [ceil(product.runs, perPart), perPart];
}

/**
 * Computes a product into a new tensor of `shape`. Takes 1 dispatch, and 1 more if K is split; more
 * if a buffer is above the device's binding limit or the product is above `maxFlops`. Throws a
 * RangeError if such a buffer cannot be cut.
 */
export function multiply(
  gpu: Gpu,
  product: Product,
  plan: Plan,
  shape: number[],
  operands: Operands,
): TensorInfo {
  const { a, b, bias, epilogue = 'none' } = operands;
  const limit = Math.floor(bindingLimit(gpu) / 4);
  const [parts, perPart] = partsFor(product, plan.parts, b, limit);
  const { tile } = plan;
  const split = parts > 1;
  const c = allocate(gpu, split ? [parts, product.cRows, product.cStride] : shape);
  const program = gemmProgram({ ...product, tile, epilogue: split ? 'none' : epilogue });
  const blocks = blocksOf(product, parts, perPart, b, c, limit);
  for (const block of blocks.flatMap((whole) => pieces(whole, product, perPart, plan))) {
    const { m, n, rowFrom, colFrom, part0, bWindow, cWindow } = block;
    dispatch(gpu, {
      program,
      bindings: [
        a,
        window(b, bWindow),
        ...(!split && epilogue !== 'none' && bias ? [bias] : []),
        window(c, cWindow),
      ],
      params: {
        ...product.params,
        m,
        n,
        rowFrom,
        colFrom,
        part0,
        cRows: product.cRows,
        cStride: product.cStride,
        cBatch: product.cBatch,
        k: product.k,
        runs: product.runs,
        inner: product.inner,
        split: perPart,
        aShift: 0,
        bShift: bWindow?.[0] ?? 0,
        cShift: cWindow?.[0] ?? 0,
      },
      workgroups: [
        ceil(ceil(n - colFrom, tile.cols), tile.groupCols),
        ceil(ceil(m - rowFrom, tile.rows), tile.groupRows),
        block.parts * product.groups,
      ],
    });
  }
  if (!split) return c;
  const sum = sumParts(gpu, c, parts, shape, { bias, epilogue });
  gpu.disposeData(c.dataId);
  return sum;
}
