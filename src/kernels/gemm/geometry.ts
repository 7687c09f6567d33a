/** The sizes of a convolution, and its three matrix products. Pure. */
import { slideWindow } from '../../lib/convolution';
import type { Params } from '../wgsl';
import {
  alongEdge,
  alongK,
  filterTransposed,
  pieces,
  pixels,
  taps,
  windowRows,
  windows,
  dyUnderInput,
  im2colTransposed,
} from './operands';
import type { Operand, Walk } from './terms';

export interface ConvOptions {
  /** Pixels, the same in y and x. */
  readonly stride: number;
  readonly padding: 'same' | 'valid';
  /** Towers of filters, each of which sees only its own channels. */
  readonly groups: number;
}

/**
 * x [batch, height, width, channels], filter [kernelHeight, kernelWidth, channels / groups,
 * filters], y [batch, outHeight, outWidth, filters].
 */
export interface ConvGeometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly filters: number;
  readonly groups: number;
  readonly stride: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** A product for the template: its operands and its sizes. */
export interface Product {
  readonly a: Operand;
  readonly b: Operand;
  readonly walk: Walk;
  /** Sizes of one group. */
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly groups: number;
  readonly runs: number;
  readonly inner: number;
  /** C's rows in total, and its strides from row to row and from group to group. */
  readonly cRows: number;
  readonly cStride: number;
  readonly cBatch: number;
  /** C can be written as vec4. */
  readonly vector: boolean;
  readonly params: Params;
}

/** Geometry of a convolution. Throws a RangeError if the shapes do not match. */
export function convGeometry(
  x: readonly number[],
  filter: readonly number[],
  options: ConvOptions,
): ConvGeometry {
  const [batch = 0, height = 0, width = 0, channels = 0] = x;
  const [kernelHeight = 0, kernelWidth = 0, groupChannels = 0, filters = 0] = filter;
  const { stride, padding, groups } = options;
  if (
    x.length !== 4 ||
    filter.length !== 4 ||
    groupChannels * groups !== channels ||
    filters % groups !== 0
  ) {
    throw new RangeError(
      `convolution: x [${x.join()}] and filter [${filter.join()}] do not fit in ${groups} groups`,
    );
  }
  const vertical = slideWindow({ input: height, filter: kernelHeight, stride, padding });
  const horizontal = slideWindow({ input: width, filter: kernelWidth, stride, padding });
  return {
    batch,
    height,
    width,
    channels,
    kernelHeight,
    kernelWidth,
    filters,
    groups,
    stride,
    padTop: vertical.before,
    padLeft: horizontal.before,
    outHeight: vertical.output,
    outWidth: horizontal.output,
  };
}

/** The params that operands and walks of a convolution read. */
const convParams = (g: ConvGeometry): Params => ({
  height: g.height,
  width: g.width,
  channels: g.channels,
  outHeight: g.outHeight,
  outWidth: g.outWidth,
  filters: g.filters,
  kernelWidth: g.kernelWidth,
  stride: g.stride,
  padTop: g.padTop,
  padLeft: g.padLeft,
  groups: g.groups,
  groupChannels: g.channels / g.groups,
  groupFilters: g.filters / g.groups,
  aStride: 0,
  aBatch: 0,
  bStride: g.filters,
  bBatch: g.filters / g.groups,
});

const by4 = (...sizes: number[]): boolean => sizes.every((size) => size % 4 === 0);

/** Whether some window reaches beyond the image. */
const reachesOut = (g: ConvGeometry): boolean =>
  g.padTop > 0 ||
  g.padLeft > 0 ||
  (g.outHeight - 1) * g.stride + g.kernelHeight > g.height ||
  (g.outWidth - 1) * g.stride + g.kernelWidth > g.width;

/** y = x ∗ filter, [batch · outHeight · outWidth, filters]. */
export function forwardProduct(g: ConvGeometry): Product {
  const groupChannels = g.channels / g.groups;
  const groupFilters = g.filters / g.groups;
  const holes = reachesOut(g);
  // Without holes and groups a whole row of the window is one run: more than 3 channels at a time
  // for a colour image.
  const rows = !holes && g.groups === 1;
  const inner = rows ? g.kernelWidth * g.channels : groupChannels;
  const m = g.batch * g.outHeight * g.outWidth;
  return {
    a: windows(by4(g.channels, groupChannels), holes),
    b: alongEdge(by4(g.filters, groupFilters)),
    walk: rows ? windowRows : taps,
    m,
    n: groupFilters,
    k: g.kernelHeight * g.kernelWidth * groupChannels,
    groups: g.groups,
    runs: rows ? g.kernelHeight : g.kernelHeight * g.kernelWidth,
    inner,
    cRows: m,
    cStride: g.filters,
    cBatch: groupFilters,
    vector: by4(groupFilters),
    params: convParams(g),
  };
}

/** dL/dx from dy and the filter, [batch · height · width, channels]. */
export function inputGradientProduct(g: ConvGeometry): Product {
  const groupChannels = g.channels / g.groups;
  const groupFilters = g.filters / g.groups;
  const m = g.batch * g.height * g.width;
  const taps2d = g.kernelHeight * g.kernelWidth;
  const vector = by4(groupFilters);
  return {
    a: dyUnderInput(vector),
    b: filterTransposed(vector),
    walk: taps,
    m,
    n: groupChannels,
    k: taps2d * groupFilters,
    groups: g.groups,
    runs: taps2d,
    inner: groupFilters,
    cRows: m,
    cStride: g.channels,
    cBatch: groupChannels,
    vector: by4(groupChannels),
    params: convParams(g),
  };
}

/** dL/dfilter from x and dy, [kernelHeight · kernelWidth · channels / groups, filters]. */
export function filterGradientProduct(g: ConvGeometry): Product {
  const groupChannels = g.channels / g.groups;
  const groupFilters = g.filters / g.groups;
  const m = g.kernelHeight * g.kernelWidth * groupChannels;
  const k = g.batch * g.outHeight * g.outWidth;
  return {
    a: im2colTransposed(by4(g.channels, groupChannels), reachesOut(g)),
    b: alongEdge(by4(g.filters, groupFilters)),
    walk: pixels,
    m,
    n: groupFilters,
    k,
    groups: g.groups,
    runs: k,
    inner: 1,
    cRows: m,
    cStride: g.filters,
    cBatch: groupFilters,
    vector: by4(groupFilters),
    params: convParams(g),
  };
}

const noConvolution: Params = {
  height: 0,
  width: 0,
  channels: 0,
  outHeight: 0,
  outWidth: 0,
  filters: 0,
  kernelWidth: 0,
  stride: 0,
  padTop: 0,
  padLeft: 0,
  groups: 1,
  groupChannels: 0,
  groupFilters: 0,
  aBatch: 0,
  bBatch: 0,
};

/** Elements of K per run of a matMul; the parts of a split K are whole runs. */
const pieceLength = 128;

/** A · B, [m, n]; A is stored as [k, m] if `transposeA`, B as [n, k] if `transposeB`. */
export function matMulProduct(
  m: number,
  n: number,
  k: number,
  transposeA: boolean,
  transposeB: boolean,
): Product {
  return {
    a: transposeA ? alongEdge(by4(m)) : alongK(by4(k)),
    b: transposeB ? alongK(by4(k)) : alongEdge(by4(n)),
    walk: pieces,
    m,
    n,
    k,
    groups: 1,
    runs: Math.ceil(k / pieceLength),
    inner: pieceLength,
    cRows: m,
    cStride: n,
    cBatch: 0,
    vector: by4(n),
    params: { ...noConvolution, aStride: transposeA ? m : k, bStride: transposeB ? k : n },
  };
}
