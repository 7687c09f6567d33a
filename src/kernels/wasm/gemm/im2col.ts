/**
 * The operands of a convolution as matrices that are never materialised: im2col, straight from the
 * image into packed panels. Emits code; `product.ts` follows one convolution through all of it,
 * `windows.ts` explains what a run is.
 */
import {
  locals,
  type Call,
  type Expression,
  type IntLocal,
  type ModuleBuilder,
  type Statement,
} from '../assembler';
import { doWhile, f32, forRange, i32, increase, when } from '../instructions';
import { scratch } from './blocks';
import { range } from './microKernel';
import { copySide, definePack, interleave } from './packing';
import { alongRuns, cornersOf, fillCorners, forWindows, isInside, pixelBytes, type Run } from './windows';

/** The edge is positions of the window, of which `side` make a panel. */
export const defineIm2col = (
  builder: ModuleBuilder,
  { side, backwards }: { readonly side: number; readonly backwards: boolean },
): Call =>
  definePack(builder, backwards ? 'dyUnderInput' : 'im2col', (block, field, declare) => [
    forWindows({ side, backwards }, block, field, declare, (_, eachRun) =>
      eachRun((from, length) => interleave(from, length, block.to, declare)),
    ),
  ]);

/** The input's gradient at any stride: dy counts where a window begins, every `stride` pixels. */
export function defineDyUnderInputStrided(builder: ModuleBuilder, side: number): Call {
  return definePack(builder, 'dyUnderInputStrided', (parameters, field, declare) => {
    const { edge, edges, to } = parameters;
    const [first, y, x, begins] = locals(declare, 'i32', 4);
    const { corners, start, find } = cornersOf({ side, backwards: true }, first, field, declare);
    const from = range(side).map(() => declare('i32'));
    const addressOf = (i: number, channel: IntLocal): Expression<'i32'> =>
      i32.add(
        i32.add(field.a, i32.shl(channel, 2)),
        pixelBytes(field, i32.add(corners.addresses[i] ?? 0, y), x),
      );
    const findAddress = (target: IntLocal, i: number, { ky, kx, channel }: Run): Statement[] => [
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
      ...start(edge),
      forRange(first, edge, i32.add(edge, edges), side, [
        ...find,
        ...alongRuns(parameters, field, declare, (run) => [
          ...from.flatMap((target, i) => findAddress(target, i, run)),
          ...interleave(from, run.length, to, declare),
        ]),
      ]),
    ];
  });
}

/**
 * For the filter's gradient: the edge is elements under the window, (ky, kx, channel), and K is
 * positions of the window. The corners of the positions are computed once for all panels, by
 * stepping from one position to the next.
 */
export function defineIm2colTransposed(builder: ModuleBuilder, side: number): Call {
  return definePack(builder, 'im2colTransposed', ({ edge, edges, k, ks, to, corners }, field, declare) => {
    const [first, left, corner, run, channel, from] = locals(declare, 'i32', 6);
    const offsets = range(side).map(() => declare('i32'));
    const rows = range(side).map(() => declare('i32'));
    const columns = range(side).map(() => declare('i32'));
    const locate = (element: Expression<'i32'>, i: number): Statement[] => {
      const offset = offsets[i] as IntLocal;
      const row = rows[i] as IntLocal;
      const column = columns[i] as IntLocal;
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
      doWhile(
        [...body, increase(corner, scratch.cornerBytes), increase(to, 4 * side), increase(left, -1)],
        i32.gtS(left, 0),
      ),
    ];
    const together = (find: Expression<'i32'>): Statement[] =>
      eachPosition([from.set(find), ...copySide(side, from, to)]);
    const oneByOne = (find: (i: number) => Expression<'i32'>): Statement[] =>
      eachPosition(range(side).map((i) => f32.store(to, f32.load(find(i)), 4 * i)));
    return [
      ...fillCorners(corners, { k, ks }, field, declare),
      forRange(first, edge, i32.add(edge, edges), side, [
        ...locate(first, 0),
        // A panel within one run is copied; one that crosses runs, or ends with the last one, is
        // gathered.
        when(
          i32.leS(i32.add(channel, side), field.runLength),
          [when(field.reachesOut, together(addressOrZeros(0)), together(address(0)))],
          [
            ...range(side).flatMap((i) => locate(i32.min(i32.add(first, i), i32.sub(field.m, 1)), i)),
            when(field.reachesOut, oneByOne(addressOrZeros), oneByOne(address)),
          ],
        ),
      ]),
    ];
  });
}

/**
 * B of the input's gradient, from the filter [taps, channels, filters]: the edge is channels, K is
 * (tap, filter).
 */
export function defineFilterTransposed(builder: ModuleBuilder, side: number): Call {
  return definePack(builder, 'filterTransposed', (parameters, field, declare) => {
    const { edge, edges, to } = parameters;
    const first = declare('i32');
    const from = range(side).map(() => declare('i32'));
    const channelAt = (i: number): Expression<'i32'> => i32.min(i32.add(first, i), i32.sub(field.n, 1));
    return [
      forRange(first, edge, i32.add(edge, edges), side, [
        ...alongRuns(parameters, field, declare, ({ index, channel: filter, length }) => [
          ...from.map((address, i) =>
            address.set(
              i32.add(
                i32.add(field.b, i32.shl(filter, 2)),
                i32.mul(i32.add(i32.mul(index, field.n), channelAt(i)), field.bStride),
              ),
            ),
          ),
          ...interleave(from, length, to, declare),
        ]),
      ]),
    ];
  });
}
