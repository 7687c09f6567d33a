/**
 * How a product is cut: parts of K, the default tile if nothing was measured, and the candidates
 * that `tune` measures. Every tile adds the same numbers in the same order, so the choice changes
 * the speed and no bit. Pure.
 */
import type { Product } from './geometry';
import type { Tile } from './terms';

/** Invocations that fill a device, at 64 outputs each: 64 workgroups of 64. */
const enough = 4096;
const outputsEach = 64;
/** The fewest elements of K per part, because each part adds to the cost of the second pass. */
const minK = 128;
const groupSize = 64;
/** The most tiles in a line whose operands fit the 16 KiB of workgroup memory of every device. */
const maxInLine = 32;

const nextPower = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(n, 1)));
const side = (n: number): 4 | 8 => (n <= 4 ? 4 : 8);

/**
 * Parts of K that different workgroups compute, enough to fill a device. Depends on the product
 * alone, so that every adapter adds in the same order.
 */
export function partsOf({ m, n, k, groups }: Product): number {
  const tiles = Math.ceil((m * n * groups) / outputsEach);
  return Math.min(Math.ceil(enough / tiles), Math.max(1, Math.floor(k / minK)));
}

/**
 * 8 × 8 outputs per invocation, 4 where C is narrower; the workgroup is as wide as C allows, at
 * most 8 tiles.
 */
function plainTile({ m, n }: Product): Tile {
  const rows = side(m);
  const cols = side(n);
  const down = Math.ceil(m / rows);
  const across = Math.ceil(n / cols);
  const wide = Math.min(8, nextPower(across));
  const groupRows = Math.min(groupSize / wide, nextPower(down));
  const groupCols = groupRows < groupSize / wide ? Math.min(groupSize / groupRows, nextPower(across)) : wide;
  return { rows, cols, groupRows, groupCols };
}

/**
 * A subgroup of `size` invocations along the longer edge of C; each takes `ownSide` of that edge
 * and `shared` of the other.
 */
function subgroupTile({ n }: Product, size: number, ownSide: number, shared: number): Tile {
  return n >= 3 * size
    ? { rows: shared, cols: ownSide, groupRows: 1, groupCols: size, shares: 'a' }
    : { rows: ownSide, cols: shared, groupRows: size, groupCols: 1, shares: 'b' };
}

/** A tile with the name by which it is remembered. */
export interface Candidate {
  readonly name: string;
  readonly tile: Tile;
}

/**
 * The tiles that may be best for a product. The first is the default if nothing was measured: with
 * subgroups, the one that was best on lavapipe and SwiftShader (20 GFLOP/s at 768³, against 10 for
 * the plain tile). `subgroup`: invocations per subgroup (`subgroupSize`), or 0.
 */
export function candidates(product: Product, subgroup: number): readonly [Candidate, ...Candidate[]] {
  const plain = plainTile(product);
  const memory: Tile = {
    ...plain,
    groupRows: Math.min(plain.groupRows, maxInLine),
    groupCols: Math.min(plain.groupCols, maxInLine),
    shares: 'memory',
  };
  const others = [
    { name: 'plain', tile: plain },
    { name: 'memory', tile: memory },
  ] as const;
  if (subgroup === 0) return others;
  const shared = (ownSide: number, taken: number): Candidate => ({
    name: `subgroup ${ownSide} x ${taken}`,
    tile: subgroupTile(product, subgroup, ownSide, taken),
  });
  const short = (product.n >= 3 * subgroup ? product.m : product.n) <= 8;
  return short ? [shared(8, 8), ...others] : [shared(4, 16), shared(8, 8), shared(4, 32), ...others];
}

/** Larger sizes make no difference to a tile. */
const maxSize = 4096;
const bucket = (n: number): number => Math.min(maxSize, nextPower(n));

/**
 * The class of products that the same tile suits: how the operands are read, and the sizes rounded
 * up to a power of two, at most 4096.
 */
export function shapeClass({ a, b, walk, m, n, k, groups, vector }: Product): string {
  const kinds = [a, b].map((operand) => `${operand.name}${operand.vector ? 4 : 1}`);
  return [...kinds, walk.name, vector ? 4 : 1, bucket(m), bucket(n), bucket(k), groups].join(' ');
}
