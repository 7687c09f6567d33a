/**
 * Which convolutions are computed by Winograd's method on the CPU engine, and in which tiles. Pure.
 */
import type { ConvGeometry } from '../../gemm/geometry';
import type { Sliding } from '../sliding';

/**
 * Square tiles of `outputs` × `outputs` outputs of a `taps` × `taps` filter; each sees `side` ×
 * `side` inputs.
 */
export interface WinogradSize {
  readonly outputs: number;
  readonly taps: number;
  readonly side: number;
}

const sizeOf = (outputs: number, taps: number): WinogradSize => ({ outputs, taps, side: outputs + taps - 1 });

/**
 * One per filter side. AlexNet's last feature maps at 67 px have 3 × 3 outputs: one tile. Larger
 * tiles would cost more digits.
 */
export const winogradSizes = [sizeOf(3, 3), sizeOf(2, 5)] as const;

export interface Tiling {
  /** Tiles down and across an image, and in total. */
  readonly down: number;
  readonly across: number;
  readonly tiles: number;
}

export function tilingOf({ batch, outHeight, outWidth }: Sliding, { outputs }: WinogradSize): Tiling {
  const down = Math.ceil(outHeight / outputs);
  const across = Math.ceil(outWidth / outputs);
  return { down, across, tiles: batch * down * across };
}

/**
 * Channels and filters of a group: panels of B are 8 wide; with fewer than 32 the transforms cost
 * what the products save.
 */
const panel = 8;
const min = 32;
const max = 512;
const suits = (count: number): boolean => count % panel === 0 && count >= min && count <= max;

/**
 * Transforming the filter takes as long as the products of this many tiles: 10 to 20 on one thread
 * of a Zen 3.
 */
const transformCost = 16;
/** The products saved must pay for transforming what goes in and comes out. */
const minGain = 1.25;

/**
 * The tile size if `sliding`, the convolution or its input's gradient, is faster by Winograd's
 * method; else null. A function of the shapes alone.
 */
export function winogradSizeOf(g: ConvGeometry, sliding: Sliding): WinogradSize | null {
  const size = winogradSizes.find(({ taps }) => taps === g.kernelHeight && taps === g.kernelWidth);
  if (!size || g.stride !== 1 || !suits(g.channels / g.groups) || !suits(g.filters / g.groups)) return null;
  const { batch, outHeight, outWidth } = sliding;
  const plain = size.taps ** 2 * batch * outHeight * outWidth;
  const ours = size.side ** 2 * (minGain * tilingOf(sliding, size).tiles + transformCost);
  return plain >= ours ? size : null;
}

/**
 * Floats of transformed inputs and of their products that are kept at a time: they stay in most L3
 * caches.
 */
const chunkFloats = 4 * 1024 * 1024;
/** The fewest tiles per chunk: the transformed filter is read once for each chunk. */
const fewestTiles = 96;

/** Tiles that are computed together. A function of the shapes alone. */
export const chunkOf = ({ side }: WinogradSize, channels: number, filters: number): number =>
  Math.max(fewestTiles, Math.floor(chunkFloats / (side * side * (channels + filters))));

/**
 * The filter's gradient sums over tiles: a chunk is a block of its sum. Its panels of 8 columns fit
 * half of a 32 KiB L1 cache.
 */
export const gradientChunk = 384;
