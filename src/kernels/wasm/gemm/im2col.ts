/**
 * The operands of a convolution as matrices that are never written down: im2col, straight from the image
 * into packed panels. Emits code; `product.ts` follows one convolution through all of it.
 *
 * K (or, in the filter's gradient, the edge) is counted in runs: `runLength` elements that are neighbours
 * in memory, the channels of one pixel under the window; `runsInRow` of them are a row of the window. Where
 * no window reaches beyond the image and all channels are seen, a whole row of the window is one run.
 * Beyond the image lie zeros: a run there is read from `zeros`.
 */
import {
  int,
  type Call,
  type Declare,
  type Expression,
  type IntLocal,
  type ModuleBuilder,
  type Statement,
} from '../assembler';
import { doWhile, f32, forRange, i32, increase, when } from '../instructions';
import { scratch } from './blocks';
import { range } from './microKernel';
import { copySide, definePack, interleave, type ProductField } from './packing';

/** Whether (y, x) is a pixel of the image; both may be negative. */
const isInside = (field: ProductField, y: Expression<'i32'>, x: Expression<'i32'>): Expression<'i32'> =>
  i32.and(i32.ltU(y, field.height), i32.ltU(x, field.width));

/** Bytes from the image's first pixel to pixel (y, x) of rows that are counted through all images. */
export const pixelBytes = (
  field: ProductField,
  y: Expression<'i32'>,
  x: Expression<'i32'>,
): Expression<'i32'> => i32.mul(i32.add(i32.mul(y, field.width), x), field.aStride);

/** Part of an operand: so many indices of the edge from one on, and of K from one on. */
interface Block {
  readonly edge: Expression<'i32'>;
  readonly edges: Expression<'i32'>;
  readonly k: Expression<'i32'>;
  readonly ks: Expression<'i32'>;
}

/** Walks along K from `k` on, run by run: `each` gets the run's number, the channel where it begins, and its elements. */
function alongRuns(
  { k, ks }: Pick<Block, 'k' | 'ks'>,
  field: ProductField,
  declare: Declare,
  each: (run: IntLocal, channel: IntLocal, length: IntLocal) => Statement[],
): Statement[] {
  const [at, end, run, channel, length] = [declare('i32'), declare('i32'), declare('i32'), declare('i32'), declare('i32')];
  return [
    at.set(k),
    end.set(i32.add(k, ks)),
    run.set(i32.divU(k, field.runLength)),
    channel.set(i32.remU(k, field.runLength)),
    doWhile(
      [
        length.set(i32.min(i32.sub(field.runLength, channel), i32.sub(end, at))),
        ...each(run, channel, length),
        increase(at, length),
        increase(run, 1),
        channel.set(int(0)),
      ],
      i32.ltS(at, end),
    ),
  ];
} // prettier-ignore

/** Of the positions of one panel: the row and column of the window's corner in the image, and its address. */
interface Corners {
  readonly tops: readonly IntLocal[];
  readonly lefts: readonly IntLocal[];
  readonly addresses: readonly IntLocal[];
}

/**
 * The corner of the window at position `index` of [batch, positionsHeight, positionsWidth]. `backwards`: what is packed is dy for the
 * input's gradient; a position is a pixel of x, and the windows over it begin at (y + padTop − ky, x + padLeft − kx).
 */
function cornerOf(index: IntLocal, field: ProductField, backwards: boolean, [top, left, address]: readonly [IntLocal, IntLocal, IntLocal]): Statement[] {
  const corner = (position: Expression<'i32'>, pad: Expression<'i32'>): Expression<'i32'> =>
    backwards ? i32.add(position, pad) : i32.sub(i32.mul(position, field.stride), pad);
  return [
    left.set(corner(i32.remU(index, field.positionsWidth), field.padLeft)),
    index.set(i32.divU(index, field.positionsWidth)),
    top.set(corner(i32.remU(index, field.positionsHeight), field.padTop)),
    // The images lie below each other, `height` rows each.
    address.set(i32.mul(i32.divU(index, field.positionsHeight), field.height)),
  ];
} // prettier-ignore

function cornersOf(side: number, first: IntLocal, field: ProductField, backwards: boolean, declare: Declare): { readonly corners: Corners; readonly find: Statement[] } {
  const corners = { tops: range(side).map(() => declare('i32')), lefts: range(side).map(() => declare('i32')), addresses: range(side).map(() => declare('i32')) };
  const index = declare('i32');
  const find = range(side).flatMap((i): Statement[] => {
    const [top, left, address] = [corners.tops[i], corners.lefts[i], corners.addresses[i]] as [IntLocal, IntLocal, IntLocal];
    return [
      index.set(i32.min(i32.add(first, i), i32.sub(field.m, 1))),
      ...cornerOf(index, field, backwards, [top, left, address]),
    ];
  });
  return { corners, find };
} // prettier-ignore

/** The corners' addresses, where until now the first row of their image stood. */
const toAddresses = ({ tops, lefts, addresses }: Corners, field: ProductField): Statement[] =>
  addresses.map((address, i) =>
    address.set(i32.add(field.a, pixelBytes(field, i32.add(address, tops[i] ?? 0), lefts[i] ?? int(0)))),
  );

/** Code for every run of K: `each` gets the address of its first element at each position, which it may change, and its elements. */
export type EachRun = (
  each: (from: readonly IntLocal[], length: IntLocal) => Statement[],
) => readonly Statement[];

/**
 * Walks over positions of the window, `side` at a time from `first` on; `body` may go along K with `eachRun`. Forward: K is what lies under
 * the window, and x is read from its corner on. `backwards`, for the input's gradient at stride 1: positions are pixels of x, and dy is read
 * from the corner back.
 */
export function forWindows(
  { side, backwards }: { readonly side: number; readonly backwards: boolean },
  block: Block,
  field: ProductField,
  declare: Declare,
  body: (first: IntLocal, eachRun: EachRun) => readonly Statement[],
): Statement {
  const local = (): IntLocal => declare('i32');
  const [first, ky, kx, offset] = [local(), local(), local(), local()];
  const step = backwards ? i32.sub : i32.add;
  const { corners, find } = cornersOf(side, first, field, backwards, declare);
  const from = range(side).map(local);
  const addressAt = (i: number): Expression<'i32'> => i32.add(corners.addresses[i] ?? 0, offset);
  const insideAt = (i: number): Expression<'i32'> =>
    isInside(field, step(corners.tops[i] ?? 0, ky), step(corners.lefts[i] ?? 0, kx));
  const runs = (addressOf: (i: number) => Expression<'i32'>): EachRun => (each) =>
    alongRuns(block, field, declare, (run, channel, length) => [
      ky.set(i32.divU(run, field.runsInRow)),
      kx.set(i32.remU(run, field.runsInRow)),
      offset.set(step(i32.shl(channel, 2), pixelBytes(field, ky, kx))),
      ...from.map((address, i) => address.set(addressOf(i))),
      ...each(from, length),
    ]);
  const withZeros = runs((i) => i32.select(insideAt(i), addressAt(i), field.zeros));
  const eachRun: EachRun = backwards
    ? withZeros
    : (each) => [when(field.reachesOut, [...withZeros(each)], [...runs(addressAt)(each)])];
  const { edge, edges } = block;
  return forRange(first, edge, i32.add(edge, edges), side, [
    ...find,
    ...toAddresses(corners, field),
    ...body(first, eachRun),
  ]);
} // prettier-ignore

/** The edge is positions of the window, `side` a panel. */
export const defineIm2col = (builder: ModuleBuilder, side: number, backwards: boolean): Call =>
  definePack(builder, backwards ? 'dyUnderInput' : 'im2col', (block, field, declare) => [
    forWindows({ side, backwards }, block, field, declare, (_, eachRun) =>
      eachRun((from, length) => interleave(from, length, block.to, declare)),
    ),
  ]);

/** The input's gradient at any stride: dy counts where a window begins, every `stride` pixels. */
export function defineDyUnderInputStrided(builder: ModuleBuilder, side: number): Call {
  return definePack(builder, 'dyUnderInputStrided', (parameters, field, declare) => {
    const { edge, edges, to } = parameters;
    const local = (): IntLocal => declare('i32');
    const [first, ky, kx, y, x, begins] = [local(), local(), local(), local(), local(), local()];
    const { corners, find } = cornersOf(side, first, field, true, declare);
    const from = range(side).map(local);
    const addressOf = (i: number, channel: IntLocal): Expression<'i32'> =>
      i32.add(i32.add(field.a, i32.shl(channel, 2)), pixelBytes(field, i32.add(corners.addresses[i] ?? 0, y), x));
    const findAddress = (target: IntLocal, i: number, channel: IntLocal): Statement[] => [
      y.set(i32.sub(corners.tops[i] ?? 0, ky)),
      x.set(i32.sub(corners.lefts[i] ?? 0, kx)),
      begins.set(i32.and(i32.geS(y, 0), i32.geS(x, 0))),
      begins.set(i32.and(begins, i32.eq(i32.or(i32.remU(y, field.stride), i32.remU(x, field.stride)), 0))),
      y.set(i32.divU(y, field.stride)),
      x.set(i32.divU(x, field.stride)),
      begins.set(i32.and(begins, isInside(field, y, x))),
      target.set(i32.select(begins, addressOf(i, channel), field.zeros)),
    ];
    return [
      forRange(first, edge, i32.add(edge, edges), side, [
        ...find,
        ...alongRuns(parameters, field, declare, (run, channel, length) => [
          ky.set(i32.divU(run, field.runsInRow)),
          kx.set(i32.remU(run, field.runsInRow)),
          ...from.flatMap((target, i) => findAddress(target, i, channel)),
          ...interleave(from, length, to, declare),
        ]),
      ]),
    ];
  });
} // prettier-ignore

/**
 * The filter's gradient: the edge is elements under the window, (ky, kx, channel), K positions of the window. The corners of the positions
 * are found once for all panels, stepping from one position to the next.
 */
export function defineIm2colTransposed(builder: ModuleBuilder, side: number): Call {
  return definePack(builder, 'im2colTransposed', ({ edge, edges, k, ks, to, corners }, field, declare) => {
    const local = (): IntLocal => declare('i32');
    const [first, left, corner, run, channel, from] = [local(), local(), local(), local(), local(), local()];
    const offsets = range(side).map(local);
    const rows = range(side).map(local);
    const columns = range(side).map(local);
    const locate = (element: Expression<'i32'>, i: number): Statement[] => {
      const [offset, row, column] = [offsets[i], rows[i], columns[i]] as [IntLocal, IntLocal, IntLocal];
      return [
        run.set(i32.divU(element, field.runLength)),
        channel.set(i32.remU(element, field.runLength)),
        row.set(i32.divU(run, field.runsInRow)),
        column.set(i32.remU(run, field.runsInRow)),
        offset.set(i32.add(pixelBytes(field, row, column), i32.shl(channel, 2))),
      ];
    };
    const insideAt = (i: number): Expression<'i32'> =>
      isInside(field, i32.add(i32.load(corner), rows[i] ?? 0), i32.add(i32.load(corner, 4), columns[i] ?? 0));
    const address = (i: number): Expression<'i32'> => i32.add(i32.load(corner, 8), offsets[i] ?? 0);
    const addressOrZeros = (i: number): Expression<'i32'> => i32.select(insideAt(i), address(i), field.zeros);
    /** All positions of one panel. */
    const eachPosition = (body: Statement[]): Statement[] => [
      corner.set(corners),
      left.set(ks),
      doWhile([...body, increase(corner, scratch.cornerBytes), increase(to, 4 * side), increase(left, -1)], i32.gtS(left, 0)),
    ];
    const together = (find: Expression<'i32'>): Statement[] => eachPosition([from.set(find), ...copySide(side, from, to)]);
    const oneByOne = (find: (i: number) => Expression<'i32'>): Statement[] =>
      eachPosition(range(side).map((i) => f32.store(to, f32.load(find(i)), 4 * i)));
    return [
      ...fillCorners(corners, { k, ks }, field, declare),
      forRange(first, edge, i32.add(edge, edges), side, [
        ...locate(first, 0),
        // A panel within one run is copied; one that crosses runs, or ends with the last one, is gathered.
        when(i32.leS(i32.add(channel, side), field.runLength), [
          when(field.reachesOut, together(addressOrZeros(0)), together(address(0))),
        ], [
          ...range(side).flatMap((i) => locate(i32.min(i32.add(first, i), i32.sub(field.m, 1)), i)),
          when(field.reachesOut, oneByOne(addressOrZeros), oneByOne(address)),
        ]),
      ]),
    ];
  });
} // prettier-ignore

/** Writes row, column and address of the window's corner at positions `k` … `k + ks − 1`. */
export function fillCorners(corners: IntLocal, { k, ks }: { readonly k: IntLocal; readonly ks: IntLocal }, field: ProductField, declare: Declare): Statement[] {
  const local = (): IntLocal => declare('i32');
  const [position, to, top, left, image] = [local(), local(), local(), local(), local()];
  const index = local();
  return [
    to.set(corners),
    forRange(position, k, i32.add(k, ks), 1, [
      index.set(position),
      ...cornerOf(index, field, false, [top, left, image]),
      i32.store(to, top),
      i32.store(to, left, 4),
      i32.store(to, i32.add(field.a, pixelBytes(field, i32.add(image, top), left)), 8),
      increase(to, scratch.cornerBytes),
    ]),
  ];
} // prettier-ignore

/** The input's gradient's B, from the filter [taps, channels, filters]: the edge is channels, K (tap, filter). */
export function defineFilterTransposed(builder: ModuleBuilder, side: number): Call {
  return definePack(builder, 'filterTransposed', (parameters, field, declare) => {
    const { edge, edges, to } = parameters;
    const first = declare('i32');
    const from = range(side).map(() => declare('i32'));
    const channelAt = (i: number): Expression<'i32'> => i32.min(i32.add(first, i), i32.sub(field.n, 1));
    return [
      forRange(first, edge, i32.add(edge, edges), side, [
        ...alongRuns(parameters, field, declare, (run, filter, length) => [
          ...from.map((address, i) =>
            address.set(
              i32.add(
                i32.add(field.b, i32.shl(filter, 2)),
                i32.mul(i32.add(i32.mul(run, field.n), channelAt(i)), field.bStride),
              ),
            ),
          ),
          ...interleave(from, length, to, declare),
        ]),
      ]),
    ];
  });
}
