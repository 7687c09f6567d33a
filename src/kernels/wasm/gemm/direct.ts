/**
 * Convolutions with few filters, such as LeNet-5's second layer: only one or two panels of B would
 * read a packed block of A, and packing it would take longer than the products. So A is read in
 * place, from the image: the micro-kernel gets an address for each row of the tile instead of a
 * panel. Emits code. (With six filters: `../planar/convolution.ts`.)
 */
import { locals, type Call, type IntLocal, type ModuleBuilder, type Statement } from '../assembler';
import { doWhile, forRange, i32, increase, v128 } from '../instructions';
import { readFields, type ModuleOptions } from '../kernel';
import { scratch } from './blocks';
import { fillCorners, forWindows, pixelBytes } from './windows';
import { declareTile, unroll } from './microKernel';
import { productFields } from './packing';

const signature = { job: 'i32', row: 'i32', rows: 'i32', b: 'i32', spare: 'i32' } as const;

/**
 * direct(job, row, rows, b, spare): computes `rows` rows of C from `row` on, all columns and all of
 * K. A is x under the window; `b`: all of B, packed. `spare`: memory for a tile.
 */
export function defineDirect(builder: ModuleBuilder, options: ModuleOptions, storeEdge: Call): Call {
  const { rows: tileRows, columns: tileColumns } = options.tile;
  return builder.define('direct', signature, ({ job, row, rows, b, spare }, declare) => {
    const field = readFields(job, productFields);
    const [column, panel, to, end] = locals(declare, 'i32', 4);
    const tile = declareTile(options, declare);
    const multiplyRun = (from: readonly IntLocal[], length: IntLocal): Statement[] =>
      unroll(
        length,
        (at) => tile.step((i) => v128.loadSplat(from[i] ?? 0, 4 * at), panel, 4 * at * tileColumns),
        (steps) => [
          ...from.map((address) => increase(address, 4 * steps)),
          increase(panel, 4 * steps * tileColumns),
        ],
        declare,
      );
    const block = { edge: row, edges: rows, k: i32.and(row, 0), ks: field.k };
    return [
      end.set(i32.add(row, rows)),
      forWindows({ side: tileRows, backwards: false }, block, field, declare, (first, eachRun) => [
        panel.set(b),
        forRange(column, 0, field.n, tileColumns, [
          ...tile.clear,
          ...eachRun(multiplyRun),
          to.set(spare),
          ...tile.store(to, 4 * tileColumns, 'replace'),
          storeEdge(
            spare,
            i32.add(i32.add(field.c, i32.mul(first, field.cStride)), i32.shl(column, 2)),
            field.cStride,
            i32.min(i32.sub(end, first), tileRows),
            i32.min(i32.sub(field.n, column), tileColumns),
            0,
          ),
        ]),
      ]),
    ];
  });
}

const gradientSignature = {
  job: 'i32',
  c: 'i32',
  k: 'i32',
  ks: 'i32',
  add: 'i32',
  corners: 'i32',
  spare: 'i32',
} as const;

/**
 * directGradient(job, c, k, ks, add, corners, spare): the filter's gradient. It sets all of C to
 * (or adds) its sum over positions `k` … `k + ks − 1` of the window, none of which reaches beyond
 * the image. A row of C is an element under the window; a tile takes neighbours of one run, so a
 * position has one address for all of them. B is dy as it is stored: what a vector reads beyond its
 * row goes into columns that are not stored.
 */
export function defineDirectGradient(builder: ModuleBuilder, options: ModuleOptions, storeEdge: Call): Call {
  const { rows: tileRows, columns: tileColumns } = options.tile;
  return builder.define(
    'directGradient',
    gradientSignature,
    ({ job, c, k, ks, add, corners, spare }, declare) => {
      const field = readFields(job, productFields);
      const local = (): IntLocal => declare('i32');
      const [run, channel, column, left, dy, corner, x, to, rows] = locals(declare, 'i32', 9);
      const offset = local();
      const tile = declareTile(options, declare);
      const runs = i32.divU(field.m, field.runLength);
      const positions: Statement[] = [
        x.set(i32.add(i32.load(corner, 8), offset)),
        ...tile.step((i) => v128.loadSplat(x, 4 * i), dy, 0),
        increase(corner, scratch.cornerBytes),
        increase(dy, field.bStride),
        increase(left, -1),
      ];
      return [
        ...fillCorners(corners, { k, ks }, field, declare),
        forRange(run, 0, runs, 1, [
          forRange(channel, 0, field.runLength, tileRows, [
            rows.set(i32.min(i32.sub(field.runLength, channel), tileRows)),
            offset.set(
              i32.add(
                pixelBytes(field, i32.divU(run, field.runsInRow), i32.remU(run, field.runsInRow)),
                i32.shl(channel, 2),
              ),
            ),
            forRange(column, 0, field.n, tileColumns, [
              ...tile.clear,
              corner.set(corners),
              left.set(ks),
              dy.set(i32.add(i32.add(field.b, i32.mul(k, field.bStride)), i32.shl(column, 2))),
              doWhile(positions, i32.gtS(left, 0)),
              to.set(spare),
              ...tile.store(to, 4 * tileColumns, 'replace'),
              storeEdge(
                spare,
                i32.add(
                  i32.add(c, i32.mul(i32.add(i32.mul(run, field.runLength), channel), field.cStride)),
                  i32.shl(column, 2),
                ),
                field.cStride,
                rows,
                i32.min(i32.sub(field.n, column), tileColumns),
                add,
              ),
            ]),
          ]),
        ]),
      ];
    },
  );
}
