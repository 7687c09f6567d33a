/**
 * Windows over an image: the positions of a convolution's window, and the runs of elements under
 * it. Emits code for what reads them (`im2col.ts`, `direct.ts`).
 *
 * K (or, in the filter's gradient, the edge) is counted in runs: `runLength` elements that are
 * neighbours in memory, the channels of one pixel under the window; `runsInRow` of them are a row
 * of the window. Where no window reaches beyond the image and all channels are seen, a whole row of
 * the window is one run. Beyond the image lie zeros: a run there is read from `zeros`.
 */
import {
  int,
  sequence,
  locals,
  type Declare,
  type Expression,
  type IntLocal,
  type Statement,
} from '../assembler';
import { doWhile, forRange, i32, increase, when } from '../instructions';
import { scratch } from './blocks';
import { range } from './microKernel';
import type { ProductField } from './packing';

/** Whether (y, x) is a pixel of the image; both may be negative. */
export const isInside = (
  field: ProductField,
  y: Expression<'i32'>,
  x: Expression<'i32'>,
): Expression<'i32'> => i32.and(i32.ltU(y, field.height), i32.ltU(x, field.width));

/** Bytes from the image's first pixel to pixel (y, x) with rows counted across all images. */
export const pixelBytes = (
  field: ProductField,
  y: Expression<'i32'>,
  x: Expression<'i32'>,
): Expression<'i32'> => i32.mul(i32.add(i32.mul(y, field.width), x), field.aStride);

/** Part of an operand: `edges` indices of the edge from `edge` on, and `ks` of K from `k` on. */
export interface Block {
  readonly edge: Expression<'i32'>;
  readonly edges: Expression<'i32'>;
  readonly k: Expression<'i32'>;
  readonly ks: Expression<'i32'>;
}

/**
 * A run: its index, the pixel (ky, kx) of the window where it begins, the first element to read,
 * and how many there are.
 */
export interface Run {
  readonly index: IntLocal;
  readonly ky: IntLocal;
  readonly kx: IntLocal;
  readonly channel: IntLocal;
  readonly length: IntLocal;
}

/** Walks along a block of K, run by run. */
export function alongRuns(
  { k, ks }: Pick<Block, 'k' | 'ks'>,
  field: ProductField,
  declare: Declare,
  each: (run: Run) => Statement[],
): Statement[] {
  const local = (): IntLocal => declare('i32');
  const run = { index: local(), ky: local(), kx: local(), channel: local(), length: local() };
  const { index, ky, kx, channel, length } = run;
  const [at, end, wraps] = locals(declare, 'i32', 3);
  return [
    at.set(k),
    end.set(i32.add(k, ks)),
    index.set(i32.divU(k, field.runLength)),
    channel.set(i32.remU(k, field.runLength)),
    ky.set(i32.divU(index, field.runsInRow)),
    kx.set(i32.remU(index, field.runsInRow)),
    doWhile(
      [
        length.set(i32.min(i32.sub(field.runLength, channel), i32.sub(end, at))),
        ...each(run),
        increase(at, length),
        increase(index, 1),
        increase(kx, 1),
        wraps.set(i32.eq(kx, field.runsInRow)),
        kx.set(i32.select(wraps, 0, kx)),
        increase(ky, wraps),
        channel.set(int(0)),
      ],
      i32.ltS(at, end),
    ),
  ];
}

/**
 * For the positions of one panel: the row and column of the window's corner in the image, and its
 * address.
 */
interface Corners {
  readonly tops: readonly IntLocal[];
  readonly lefts: readonly IntLocal[];
  readonly addresses: readonly IntLocal[];
}

/**
 * A position of the window in [batch, positionsHeight, positionsWidth], advanced step by step,
 * because a division takes as long as a dozen additions.
 */
interface Position {
  /** Moves it to this index. */
  readonly seek: (index: Expression<'i32'>) => Statement[];
  /** Moves it by `steps`, 0 or 1. */
  readonly advance: (steps: Expression<'i32'>) => Statement[];
  /**
   * Row and column of the window's corner, and the first row of its image: the images lie below
   * each other, `height` rows each. `backwards`: what is read is dy for the input's gradient; a
   * position is a pixel of x, and the windows over it begin at (y + padTop − ky, x + padLeft − kx).
   */
  readonly corner: (options: { readonly backwards: boolean }) => {
    readonly top: Expression<'i32'>;
    readonly left: Expression<'i32'>;
    readonly imageRow: IntLocal;
  };
}

function declarePosition(field: ProductField, declare: Declare): Position {
  const [y, x, imageRow, wraps] = locals(declare, 'i32', 4);
  const along = (position: IntLocal, pad: Expression<'i32'>, backwards: boolean): Expression<'i32'> =>
    backwards ? i32.add(position, pad) : i32.sub(i32.mul(position, field.stride), pad);
  return {
    seek: (index) => [
      x.set(i32.remU(index, field.positionsWidth)),
      wraps.set(i32.divU(index, field.positionsWidth)),
      y.set(i32.remU(wraps, field.positionsHeight)),
      imageRow.set(i32.mul(i32.divU(wraps, field.positionsHeight), field.height)),
    ],
    advance: (steps) => [
      increase(x, steps),
      wraps.set(i32.eq(x, field.positionsWidth)),
      x.set(i32.select(wraps, 0, x)),
      increase(y, wraps),
      wraps.set(i32.eq(y, field.positionsHeight)),
      y.set(i32.select(wraps, 0, y)),
      imageRow.set(i32.select(wraps, i32.add(imageRow, field.height), imageRow)),
    ],
    corner: ({ backwards }) => ({
      top: along(y, field.padTop, backwards),
      left: along(x, field.padLeft, backwards),
      imageRow,
    }),
  };
}

/**
 * The corners of `side` positions, from the index `first` of `m` on; those beyond the last one
 * repeat it. `start` moves to an index; then each `find` takes the next `side`. Until
 * `toAddresses`, the first row of the image stands in place of each address.
 */
export function cornersOf(
  { side, backwards }: { readonly side: number; readonly backwards: boolean },
  first: IntLocal,
  field: ProductField,
  declare: Declare,
): {
  readonly corners: Corners;
  readonly start: (index: Expression<'i32'>) => Statement[];
  readonly find: Statement[];
} {
  const corners = {
    tops: range(side).map(() => declare('i32')),
    lefts: range(side).map(() => declare('i32')),
    addresses: range(side).map(() => declare('i32')),
  };
  const position = declarePosition(field, declare);
  const { top, left, imageRow } = position.corner({ backwards });
  const find = range(side).flatMap((i): Statement[] => {
    const row = corners.tops[i] as IntLocal;
    const column = corners.lefts[i] as IntLocal;
    const address = corners.addresses[i] as IntLocal;
    return [
      row.set(top),
      column.set(left),
      address.set(imageRow),
      ...position.advance(i32.ltS(i32.add(first, i + 1), field.m)),
    ];
  });
  return { corners, start: position.seek, find };
}

/** Replaces the first row of the image by the corner's address, in each corner. */
const toAddresses = ({ tops, lefts, addresses }: Corners, field: ProductField): Statement[] =>
  addresses.map((address, i) =>
    address.set(i32.add(field.a, pixelBytes(field, i32.add(address, tops[i] ?? 0), lefts[i] ?? int(0)))),
  );

/**
 * Code for every run of K: `each` gets the address of its first element at each position, which it
 * may change, and its length.
 */
export type EachRun = (
  each: (from: readonly IntLocal[], length: IntLocal) => Statement[],
) => readonly Statement[];

/**
 * Walks over positions of the window, `side` at a time, of which `first` is the first; `body` may
 * walk along K with `eachRun`. Forward, K is what lies under the window, and x is read from its
 * corner on. With `backwards`, for the input's gradient at stride 1, positions are pixels of x, and
 * dy is read backwards from the corner.
 */
export function forWindows(
  { side, backwards }: { readonly side: number; readonly backwards: boolean },
  block: Block,
  field: ProductField,
  declare: Declare,
  body: (first: IntLocal, eachRun: EachRun) => readonly Statement[],
): Statement {
  const [first, offset] = locals(declare, 'i32', 2);
  const step = backwards ? i32.sub : i32.add;
  const { corners, start, find } = cornersOf({ side, backwards }, first, field, declare);
  const from = range(side).map(() => declare('i32'));
  const addressAt = (i: number): Expression<'i32'> => i32.add(corners.addresses[i] ?? 0, offset);
  const insideAt = (i: number, { ky, kx }: Run): Expression<'i32'> =>
    isInside(field, step(corners.tops[i] ?? 0, ky), step(corners.lefts[i] ?? 0, kx));
  const runs =
    (addressOf: (i: number, run: Run) => Expression<'i32'>): EachRun =>
    (each) =>
      alongRuns(block, field, declare, (run) => [
        offset.set(step(i32.shl(run.channel, 2), pixelBytes(field, run.ky, run.kx))),
        ...from.map((address, i) => address.set(addressOf(i, run))),
        ...each(from, run.length),
      ]);
  const withZeros = runs((i, run) => i32.select(insideAt(i, run), addressAt(i), field.zeros));
  const eachRun: EachRun = backwards
    ? withZeros
    : (each) => [when(field.reachesOut, [...withZeros(each)], [...runs(addressAt)(each)])];
  const { edge, edges } = block;
  return sequence([
    ...start(edge),
    forRange(first, edge, i32.add(edge, edges), side, [
      ...find,
      ...toAddresses(corners, field),
      ...body(first, eachRun),
    ]),
  ]);
}

/** Writes row, column and address of the window's corner at positions `k` … `k + ks − 1`. */
export function fillCorners(
  corners: IntLocal,
  { k, ks }: { readonly k: IntLocal; readonly ks: IntLocal },
  field: ProductField,
  declare: Declare,
): Statement[] {
  const [index, to] = locals(declare, 'i32', 2);
  const position = declarePosition(field, declare);
  const { top, left, imageRow } = position.corner({ backwards: false });
  return [
    ...position.seek(k),
    to.set(corners),
    forRange(index, k, i32.add(k, ks), 1, [
      i32.store(to, top),
      i32.store(to, left, 4),
      i32.store(to, i32.add(field.a, pixelBytes(field, i32.add(imageRow, top), left)), 8),
      ...position.advance(int(1)),
      increase(to, scratch.cornerBytes),
    ]),
  ];
}
