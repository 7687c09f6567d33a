/**
 * Packing: copies a block of A or B into panels, in the order in which the micro-kernel reads it.
 * Emits code. An operand has an edge (A's rows, B's columns) and K; a panel holds `side` indices of
 * the edge, stored [k][side]. Indices beyond the last one repeat it: their results are never
 * stored.
 */
import {
  int,
  locals,
  type Call,
  type Declare,
  type Expression,
  type IntLocal,
  type ModuleBuilder,
  type Statement,
} from '../assembler';
import { doWhile, f32, f32x4, forRange, i32, increase, v128, when } from '../instructions';
import { readFields } from '../kernel';
import { range } from './microKernel';

/** A product, in words of the job; `product.ts` explains each. */
export const productFields = {
  m: 'i32',
  n: 'i32',
  k: 'i32',
  blockK: 'i32',
  blockRows: 'i32',
  taskRows: 'i32',
  taskColumns: 'i32',
  tasksAcross: 'i32',
  tasks: 'i32',
  partK: 'i32',
  a: 'i32',
  aStride: 'i32',
  aKind: 'i32',
  direct: 'i32',
  b: 'i32',
  bStride: 'i32',
  bKind: 'i32',
  c: 'i32',
  cStride: 'i32',
  cPart: 'i32',
  bias: 'i32',
  relu: 'i32',
  height: 'i32',
  width: 'i32',
  positionsHeight: 'i32',
  positionsWidth: 'i32',
  runsInRow: 'i32',
  runLength: 'i32',
  stride: 'i32',
  padTop: 'i32',
  padLeft: 'i32',
  reachesOut: 'i32',
  zeros: 'i32',
} as const;

export type ProductField = { readonly [K in keyof typeof productFields]: Expression<'i32'> };

/**
 * pack(job, edge, edges, k, ks, to, corners): packs `edges` indices of the edge from `edge` on, and
 * `ks` of K from `k` on.
 */
const packSignature = {
  job: 'i32',
  edge: 'i32',
  edges: 'i32',
  k: 'i32',
  ks: 'i32',
  to: 'i32',
  corners: 'i32',
} as const;
export type PackParameters = { readonly [K in keyof typeof packSignature]: IntLocal };

/** Defines a function that packs, from its code. */
export const definePack = (
  builder: ModuleBuilder,
  name: string,
  body: (parameters: PackParameters, field: ProductField, declare: Declare) => readonly Statement[],
): Call =>
  builder.define(name, packSignature, (parameters, declare) =>
    body(parameters, readFields(parameters.job, productFields), declare),
  );

/**
 * Copies `length` neighbouring elements from each of the addresses `from`, transposed: to[k][i] =
 * from[i][k]. Moves `to` past what it wrote. It transposes four by four in registers and reads
 * nothing beyond `length`.
 */
export function interleave(
  from: readonly IntLocal[],
  length: IntLocal,
  to: IntLocal,
  declare: Declare,
): Statement[] {
  const side = from.length;
  const [at, left] = locals(declare, 'i32', 2);
  const rows = range(4).map(() => declare('v128'));
  const pairs = range(4).map(() => declare('v128'));
  const [r0, r1, r2, r3] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];
  const [p0, p1, p2, p3] = pairs as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];
  const load = (first: number, count: number): Statement[] =>
    rows.slice(0, count).map((row, i) => row.set(v128.load(i32.add(from[first + i] ?? 0, at))));
  const offset = (k: number, first: number): number => 4 * (k * side + first);
  const four = (first: number): Statement[] => [
    ...load(first, 4),
    p0.set(f32x4.shuffle(r0, r1, [0, 4, 1, 5])),
    p1.set(f32x4.shuffle(r2, r3, [0, 4, 1, 5])),
    p2.set(f32x4.shuffle(r0, r1, [2, 6, 3, 7])),
    p3.set(f32x4.shuffle(r2, r3, [2, 6, 3, 7])),
    v128.store(to, f32x4.shuffle(p0, p1, [0, 1, 4, 5]), offset(0, first)),
    v128.store(to, f32x4.shuffle(p0, p1, [2, 3, 6, 7]), offset(1, first)),
    v128.store(to, f32x4.shuffle(p2, p3, [0, 1, 4, 5]), offset(2, first)),
    v128.store(to, f32x4.shuffle(p2, p3, [2, 3, 6, 7]), offset(3, first)),
  ];
  const two = (first: number): Statement[] => [
    ...load(first, 2),
    p0.set(f32x4.shuffle(r0, r1, [0, 4, 1, 5])),
    p2.set(f32x4.shuffle(r0, r1, [2, 6, 3, 7])),
    v128.storeHalf(to, p0, 0, offset(0, first)),
    v128.storeHalf(to, p0, 1, offset(1, first)),
    v128.storeHalf(to, p2, 0, offset(2, first)),
    v128.storeHalf(to, p2, 1, offset(3, first)),
  ];
  const fours = range(side - (side % 4), 4);
  const byFour = [
    ...fours.flatMap(four),
    ...(side % 4 === 0 ? [] : two(side - 2)),
    increase(to, 16 * side),
    increase(at, 16),
    increase(left, -4),
  ];
  const byOne = [
    ...from.map((address, i) => f32.store(to, f32.load(i32.add(address, at)), 4 * i)),
    increase(to, 4 * side),
    increase(at, 4),
    increase(left, -1),
  ];
  return [
    at.set(int(0)),
    left.set(i32.sub(length, 4)),
    when(i32.geS(left, 0), [doWhile(byFour, i32.geS(left, 0))]),
    increase(left, 4),
    when(i32.gtS(left, 0), [doWhile(byOne, i32.gtS(left, 0))]),
  ];
}

/** Copies `side` neighbouring elements, a multiple of 2. */
export const copySide = (side: number, from: IntLocal, to: IntLocal): Statement[] => [
  ...range(side - (side % 4), 4).map((at) => v128.store(to, v128.load(from, 4 * at), 4 * at)),
  ...(side % 4 === 0 ? [] : [v128.storeHalf(to, v128.load(from, 4 * (side - 2)), 0, 4 * (side - 2))]),
];

interface Operand {
  readonly pointer: 'a' | 'b';
  readonly stride: 'aStride' | 'bStride';
  readonly edges: 'm' | 'n';
  readonly side: number;
}

/** Packs an operand that is stored [edge, K]. */
export const defineAlongK = (builder: ModuleBuilder, { pointer, stride, edges, side }: Operand): Call =>
  definePack(builder, `${pointer}AlongK`, ({ edge, edges: count, k, ks, to }, field, declare) => {
    const first = declare('i32');
    const rows = range(side).map(() => declare('i32'));
    const index = (i: number): Expression<'i32'> => i32.min(i32.add(first, i), i32.sub(field[edges], 1));
    return [
      forRange(first, edge, i32.add(edge, count), side, [
        ...rows.map((row, i) =>
          row.set(i32.add(i32.add(field[pointer], i32.shl(k, 2)), i32.mul(index(i), field[stride]))),
        ),
        ...interleave(rows, ks, to, declare),
      ]),
    ];
  });

/** Rows read at a time, so that all panels use a cache line before it is evicted. */
const rowsAtOnce = 8;

/** Packs an operand that is stored [K, edge], by plain copies. */
export const defineAlongEdge = (builder: ModuleBuilder, { pointer, stride, side }: Operand): Call =>
  definePack(builder, `${pointer}AlongEdge`, ({ edge, edges: count, k, ks, to }, field, declare) => {
    const [row, first, left, rows, from, out, source, rowBytes, panelBytes] = locals(declare, 'i32', 9);
    const copyRow = [
      ...copySide(side, from, out),
      increase(from, rowBytes),
      increase(out, 4 * side),
      increase(left, -1),
    ];
    return [
      rowBytes.set(field[stride]),
      panelBytes.set(i32.mul(ks, 4 * side)),
      source.set(i32.add(i32.add(field[pointer], i32.shl(edge, 2)), i32.mul(k, rowBytes))),
      forRange(row, 0, ks, rowsAtOnce, [
        rows.set(i32.min(i32.sub(ks, row), rowsAtOnce)),
        out.set(i32.add(to, i32.mul(row, 4 * side))),
        forRange(first, 0, count, side, [
          from.set(i32.add(source, i32.shl(first, 2))),
          left.set(rows),
          doWhile(copyRow, i32.gtS(left, 0)),
          increase(out, i32.sub(panelBytes, i32.mul(rows, 4 * side))),
        ]),
        increase(source, i32.mul(rowBytes, rowsAtOnce)),
      ]),
    ];
  });
