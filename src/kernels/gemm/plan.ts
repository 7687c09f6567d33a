/**
 * How a product is cut: parts of K, the tile where nothing was measured, and the tiles among which `tune` measures. Every tile adds
 * the same numbers in the same order, so the choice changes speed and no bit. Pure.
 */
import type { Product } from './geometry';
import type { Tile } from './terms';

/** Invocations that a device should have, of 64 outputs each: 64 workgroups of 64. */
const enough = 4096;
const outputsEach = 64;
/** Elements of K that a part has at least: the second pass costs a part's share of them. */
const leastK = 128;
const groupSize = 64;
/** Tiles in a line whose operands fit the 16 KiB of workgroup memory that every device has. */
const mostInLine = 32;

const nextPower = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(n, 1)));
const side = (n: number): 4 | 8 => (n <= 4 ? 4 : 8);

/** Parts of K that different workgroups compute, enough to fill a device. Of the product alone: no adapter adds in another order. */
export function partsOf({ m, n, k, groups }: Product): number {
  const tiles = Math.ceil((m * n * groups) / outputsEach);
  return Math.min(Math.ceil(enough / tiles), Math.max(1, Math.floor(k / leastK)));
}

/** 8 × 8 outputs an invocation, 4 where C is narrower; a workgroup as wide as C allows, at most 8 tiles. */
function plainTile({ m, n }: Product): Tile {
  const [rows, cols] = [side(m), side(n)];
  const [down, across] = [Math.ceil(m / rows), Math.ceil(n / cols)];
  const wide = Math.min(8, nextPower(across));
  const groupRows = Math.min(groupSize / wide, nextPower(down));
  const groupCols = groupRows < groupSize / wide ? Math.min(groupSize / groupRows, nextPower(across)) : wide;
  return { rows, cols, groupRows, groupCols };
}

/** A subgroup of `size` along the longer edge of C, each invocation `own` of it and `shared` of the other. */
function subgroupTile({ n }: Product, size: number, own: number, shared: number): Tile {
  return n >= 3 * size
    ? { rows: shared, cols: own, groupRows: 1, groupCols: size, shares: 'a' }
    : { rows: own, cols: shared, groupRows: size, groupCols: 1, shares: 'b' };
}

/** A tile with the name by which it is remembered. */
export interface Candidate {
  readonly name: string;
  readonly tile: Tile;
}

/**
 * The tiles that may be best for a product, the first of them where nothing was measured: with subgroups the one that was best on
 * lavapipe and SwiftShader (20 GFLOP/s at 768³ against 10 of the plain tile). `subgroup`: invocations of one (`subgroupSize`), or 0.
 */
export function candidates(product: Product, subgroup: number): readonly [Candidate, ...Candidate[]] {
  const plain = plainTile(product);
  const memory: Tile = {
    ...plain,
    groupRows: Math.min(plain.groupRows, mostInLine),
    groupCols: Math.min(plain.groupCols, mostInLine),
    shares: 'memory',
  };
  const others = [
    { name: 'plain', tile: plain },
    { name: 'memory', tile: memory },
  ] as const;
  if (subgroup === 0) return others;
  const shared = (own: number, taken: number): Candidate => ({
    name: `subgroup ${own} x ${taken}`,
    tile: subgroupTile(product, subgroup, own, taken),
  });
  const short = (product.n >= 3 * subgroup ? product.m : product.n) <= 8;
  return short ? [shared(8, 8), ...others] : [shared(4, 16), shared(8, 8), shared(4, 32), ...others];
}

/** Sizes beyond are alike to a tile. */
const mostSize = 4096;
const bucket = (n: number): number => Math.min(mostSize, nextPower(n));

/** Products that a tile suits alike: what is read how, and the sizes to the next power of two, 4096 at most. */
export function shapeClass({ a, b, walk, m, n, k, groups, vector }: Product): string {
  const kinds = [a, b].map((operand) => `${operand.name}${operand.vector ? 4 : 1}`);
  return [...kinds, walk.name, vector ? 4 : 1, bucket(m), bucket(n), bucket(k), groups].join(' ');
}
