/** Convolutions, their gradients and products of matrices as jobs of the product kernel. Pure. */
import type { ConvGeometry } from '../../gemm/geometry';
import { joined, zerosBytes, type Job } from '../kernel';
import { maxBFloats } from './blocks';
import { aKinds, bKinds } from './product';
import type { productFields } from './packing';

/** A product, except for how it is cut into tasks. */
export type Product = Omit<
  Job<typeof productFields>,
  | 'direct'
  | 'blockK'
  | 'blockRows'
  | 'taskRows'
  | 'taskColumns'
  | 'tasksAcross'
  | 'tasks'
  | 'partK'
  | 'cPart'
  | 'zeros'
>;

/** Byte addresses. */
export interface Addresses {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** 0: none. */
  readonly bias?: number;
  readonly relu?: boolean;
}

const noWindow = {
  height: 1,
  width: 1,
  positionsHeight: 1,
  positionsWidth: 1,
  runsInRow: 1,
  runLength: 1,
  stride: 1,
  padTop: 0,
  padLeft: 0,
  reachesOut: 0,
} as const;

/** A · B, [m, n]; A is stored as [k, m] if `transposeA`, B as [n, k] if `transposeB`. */
export function matMulProduct(
  [m, n, k]: readonly [number, number, number],
  { transposeA, transposeB }: { readonly transposeA: boolean; readonly transposeB: boolean },
  { a, b, c, bias = 0, relu = false }: Addresses,
): Product {
  return joined(noWindow, {
    m,
    n,
    k,
    c,
    cStride: 4 * n,
    bias,
    relu: Number(relu),
    a,
    aStride: 4 * (transposeA ? m : k),
    aKind: transposeA ? aKinds.alongEdge : aKinds.alongK,
    b,
    bStride: 4 * (transposeB ? k : n),
    bKind: transposeB ? bKinds.alongK : bKinds.alongEdge,
  });
}

/**
 * Channels and filters of a group, and how many bytes of a pixel's channels and filters come before
 * it.
 */
export function groupOf({ channels, filters, groups }: ConvGeometry, group: number) {
  const groupChannels = channels / groups;
  const groupFilters = filters / groups;
  return {
    groupChannels,
    groupFilters,
    channelsAt: 4 * groupChannels * group,
    filtersAt: 4 * groupFilters * group,
  };
}

/** Throws a RangeError if a run of this many floats is longer than the zeros that stand for it. */
function checkRun(length: number): void {
  if (4 * length > zerosBytes - 64)
    throw new RangeError(`convolution: ${length} channels; the CPU engine takes ${zerosBytes / 4 - 16}`);
}

/** Whether some window reaches beyond the image. */
const reachesOut = (g: ConvGeometry): boolean =>
  g.padTop > 0 ||
  g.padLeft > 0 ||
  (g.outHeight - 1) * g.stride + g.kernelHeight > g.height ||
  (g.outWidth - 1) * g.stride + g.kernelWidth > g.width;

/** The runs under the window: whole rows of it if no padding or groups interrupt them. */
function underWindow(g: ConvGeometry, groupChannels: number) {
  const out = reachesOut(g);
  const wholeRows = !out && g.groups === 1;
  return {
    height: g.height,
    width: g.width,
    positionsHeight: g.outHeight,
    positionsWidth: g.outWidth,
    runsInRow: wholeRows ? 1 : g.kernelWidth,
    runLength: wholeRows ? g.kernelWidth * groupChannels : groupChannels,
    stride: g.stride,
    padTop: g.padTop,
    padLeft: g.padLeft,
    reachesOut: Number(out),
  };
}

/**
 * y of one group: a is x, b the filter, c is y. Throws a RangeError for more than 16,368 channels.
 */
export function forwardProduct(
  g: ConvGeometry,
  group: number,
  { a, b, c, bias = 0, relu = false }: Addresses,
): Product {
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  checkRun(groupChannels);
  return joined(underWindow(g, groupChannels), {
    m: g.batch * g.outHeight * g.outWidth,
    n: groupFilters,
    k: g.kernelHeight * g.kernelWidth * groupChannels,
    a: a + channelsAt,
    aStride: 4 * g.channels,
    aKind: aKinds.im2col,
    b: b + filtersAt,
    bStride: 4 * g.filters,
    bKind: bKinds.alongEdge,
    c: c + filtersAt,
    cStride: 4 * g.filters,
    bias: bias === 0 ? 0 : bias + filtersAt,
    relu: Number(relu),
  });
}

/**
 * dL/dx of one group: a is dL/dy, b the filter, c is dL/dx. Throws a RangeError for more than
 * 16,368 filters.
 */
export function inputGradientProduct(g: ConvGeometry, group: number, { a, b, c }: Addresses): Product {
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  checkRun(groupFilters);
  return {
    m: g.batch * g.height * g.width,
    n: groupChannels,
    k: g.kernelHeight * g.kernelWidth * groupFilters,
    a: a + filtersAt,
    aStride: 4 * g.filters,
    aKind: g.stride === 1 ? aKinds.dyUnderInput : aKinds.dyUnderInputStrided,
    b: b + filtersAt,
    bStride: 4 * g.filters,
    bKind: bKinds.filterTransposed,
    c: c + channelsAt,
    cStride: 4 * g.channels,
    bias: 0,
    relu: 0,
    height: g.outHeight,
    width: g.outWidth,
    positionsHeight: g.height,
    positionsWidth: g.width,
    runsInRow: g.kernelWidth,
    runLength: groupFilters,
    stride: g.stride,
    padTop: g.padTop,
    padLeft: g.padLeft,
    reachesOut: 1,
  };
}

/**
 * dL/dfilter of one group: a is x, b is dL/dy, c is dL/dfilter. Throws a RangeError for more than
 * 16,368 channels.
 */
export function filterGradientProduct(g: ConvGeometry, group: number, { a, b, c }: Addresses): Product {
  const { groupChannels, groupFilters, channelsAt, filtersAt } = groupOf(g, group);
  checkRun(groupChannels);
  return joined(underWindow(g, groupChannels), {
    m: g.kernelHeight * g.kernelWidth * groupChannels,
    n: groupFilters,
    k: g.batch * g.outHeight * g.outWidth,
    a: a + channelsAt,
    aStride: 4 * g.channels,
    aKind: aKinds.im2colTransposed,
    b: b + filtersAt,
    bStride: 4 * g.filters,
    bKind: bKinds.alongEdge,
    c: c + filtersAt,
    cStride: 4 * g.filters,
    bias: 0,
    relu: 0,
  });
}

/** Up to this many filters A is read in place: only two panels of B read it. */
const maxDirectFilters = 16;

/**
 * Whether the product is computed without packing A (`direct.ts`). A function of the product alone.
 */
export function isDirect({ n, k, aKind, reachesOut }: Product): boolean {
  if (n > maxDirectFilters) return false;
  if (aKind === aKinds.im2colTransposed) return reachesOut === 0;
  return aKind === aKinds.im2col && maxDirectFilters * k <= maxBFloats;
}
