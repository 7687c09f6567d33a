/**
 * C [m, n] = A [m, k] · B [k, n]: the kernel behind every convolution and dense layer, forward and
 * backward.
 *
 * One convolution, step by step. AlexNet's second layer at batch 64: x [64, 27, 27, 96], filter [5,
 * 5, 96, 256], padding 2, y [64, 27, 27, 256].
 *   1. `jobs.ts` writes it as a product. A row of A is a position of the window, 64 · 27 · 27 =
 *      46,656 of them; a column is an element under the window, 5 · 5 · 96 = 2,400. B is the filter
 *      as stored in memory, [2400, 256]; C is y as stored, [46656, 256]. A (im2col, 448 MB) is
 *      never written.
 *   2. `blocks.ts` cuts C into tasks, for two threads into 8 of 5,832 rows: each thread takes one
 *      after another.
 *   3. A task walks along K in blocks of 240. It packs B's block, [240, 256], into panels of 8
 *      columns; then it takes its rows 192 at a time, and packs A's block, [192, 240], into panels
 *      of 6 rows. Here im2col happens: for each of the 6 positions and each of the 25 pixels under
 *      the window, the address of 96 channels in x, or of zeros where the pixel lies beyond the
 *      image (`im2col.ts`); then those 6 × 96 numbers are copied, transposed, into the panel
 *      (`interleave` of packing.ts).
 *   4. The micro-kernel multiplies panels: 6 × 8 numbers of C stay in registers for 240 steps of K,
 *      and are then added to C (`microKernel.ts`). A stays in L2, B's panel in L1.
 *   5. After the last block of K, bias and relu are applied to the rows while they are in the
 *      cache.
 * A convolution with few filters goes through the same steps without packing A (`direct.ts`).
 *
 * The gradients are products of the same kind. For the input, A is dy under each pixel of x, and B
 * the filter transposed. For the filter, A is im2col transposed, so that its rows are elements
 * under the window and K is all positions.
 *
 * Sources: Goto and van de Geijn, 2008 (blocking); Chetlur et al., "cuDNN", 2014 (im2col without
 * writing it).
 */
import {
  int,
  locals,
  type Declare,
  type Call,
  type Expression,
  type Int,
  type IntLocal,
  type ModuleBuilder,
  type Operand,
  type Statement,
} from '../assembler';
import { forRange, i32, when } from '../instructions';
import { kernelSignature, readFields, type ModuleOptions, type WasmKernel } from '../kernel';
import { scratch as layout } from './blocks';
import {
  defineDyUnderInputStrided,
  defineFilterTransposed,
  defineIm2col,
  defineIm2colTransposed,
} from './im2col';
import { defineDirect, defineDirectGradient } from './direct';
import { blockKernelOf, defineFinish, storeEdgeOf } from './microKernel';
import { defineAlongEdge, defineAlongK, productFields, type ProductField } from './packing';

/** How an operand lies in memory: `aKind` and `bKind` of a job. */
export const aKinds = {
  alongK: 0,
  alongEdge: 1,
  im2col: 2,
  dyUnderInput: 3,
  dyUnderInputStrided: 4,
  im2colTransposed: 5,
} as const;
export const bKinds = { alongK: 0, alongEdge: 1, filterTransposed: 2 } as const;

/** Calls the packing function of this kind. */
const packAs = (kind: Expression<'i32'>, packs: readonly Call[], values: Operand[]): Statement =>
  packs.reduceRight<Statement>(
    (others, pack, index) => when(i32.eq(kind, index), [pack(...values)], [others]),
    when(int(0), []),
  );

/** Computes where a task begins in C and in K, and how much of them it covers. */
function locateTask(
  task: IntLocal,
  field: ProductField,
  at: Record<'row' | 'column' | 'rows' | 'columns' | 'k' | 'kEnd' | 'c', IntLocal>,
): Statement[] {
  const { row, column, rows, columns, k, kEnd, c } = at;
  return [
    // For now, the index of its part of K, and that of its block of C.
    k.set(i32.divU(task, field.tasks)),
    row.set(i32.remU(task, field.tasks)),
    c.set(i32.add(field.c, i32.mul(k, field.cPart))),
    k.set(i32.mul(k, field.partK)),
    kEnd.set(i32.min(i32.add(k, field.partK), field.k)),
    column.set(i32.mul(i32.remU(row, field.tasksAcross), field.taskColumns)),
    row.set(i32.mul(i32.divU(row, field.tasksAcross), field.taskRows)),
    rows.set(i32.min(i32.sub(field.m, row), field.taskRows)),
    columns.set(i32.min(i32.sub(field.n, column), field.taskColumns)),
  ];
}

/** The packing functions of A and of B, by kind. */
function definePacks(
  builder: ModuleBuilder,
  { tile }: ModuleOptions,
): { readonly a: Call[]; readonly b: Call[] } {
  const a = { pointer: 'a', stride: 'aStride', edges: 'm', side: tile.rows } as const;
  const b = { pointer: 'b', stride: 'bStride', edges: 'n', side: tile.columns } as const;
  return {
    a: [
      defineAlongK(builder, a),
      defineAlongEdge(builder, a),
      defineIm2col(builder, { side: tile.rows, backwards: false }),
      defineIm2col(builder, { side: tile.rows, backwards: true }),
      defineDyUnderInputStrided(builder, tile.rows),
      defineIm2colTransposed(builder, tile.rows),
    ],
    b: [defineAlongK(builder, b), defineAlongEdge(builder, b), defineFilterTransposed(builder, tile.columns)],
  };
}

/** Where a task is: its first row and column of C, how many of each, and its part of K. */
const declareTask = (declare: Declare) => ({
  row: declare('i32'),
  column: declare('i32'),
  rows: declare('i32'),
  columns: declare('i32'),
  k: declare('i32'),
  kEnd: declare('i32'),
  c: declare('i32'),
});

function emitProduct(builder: ModuleBuilder, options: ModuleOptions): void {
  const storeEdge = storeEdgeOf(builder, options);
  const block = blockKernelOf(builder, options);
  const direct = defineDirect(builder, options, storeEdge);
  const directGradient = defineDirectGradient(builder, options, storeEdge);
  const finish = defineFinish(builder);
  const packs = definePacks(builder, options);
  builder.define('product', kernelSignature, ({ job, task, scratch }, declare) => {
    const field = readFields(job, productFields);
    const at = declareTask(declare);
    const [ks, begin, first, blockRows, corners, packedA, packedB, c] = locals(declare, 'i32', 8);
    const cRow = (row: Int): Statement =>
      c.set(i32.add(i32.add(at.c, i32.mul(row, field.cStride)), i32.shl(at.column, 2)));
    const finishRows = (rows: IntLocal): Statement =>
      when(field.bias, [
        finish(c, field.cStride, i32.add(field.bias, i32.shl(at.column, 2)), rows, at.columns, field.relu),
      ]);
    const packed = [
      packAs(field.bKind, packs.b, [job, at.column, at.columns, at.k, ks, packedB, corners]),
      forRange(first, 0, at.rows, field.blockRows, [
        blockRows.set(i32.min(i32.sub(at.rows, first), field.blockRows)),
        packAs(field.aKind, packs.a, [job, i32.add(at.row, first), blockRows, at.k, ks, packedA, corners]),
        cRow(i32.add(at.row, first)),
        block(packedA, packedB, c, field.cStride, blockRows, at.columns, ks, i32.gtS(at.k, begin), scratch),
        when(i32.geS(i32.add(at.k, ks), at.kEnd), [finishRows(blockRows)]),
      ]),
    ];
    const alongK = (body: Statement[]): Statement =>
      forRange(at.k, begin, at.kEnd, field.blockK, [
        ks.set(i32.min(i32.sub(at.kEnd, at.k), field.blockK)),
        ...body,
      ]);
    const rowsDirect = [
      packAs(field.bKind, packs.b, [job, 0, field.n, 0, field.k, packedB, corners]),
      direct(job, at.row, at.rows, packedB, scratch),
      cRow(at.row),
      finishRows(at.rows),
    ];
    const gradientDirect = alongK([
      directGradient(job, at.c, at.k, ks, i32.gtS(at.k, begin), corners, scratch),
    ]);
    return [
      ...locateTask(task, field, at),
      begin.set(at.k),
      corners.set(i32.add(scratch, layout.corners)),
      packedA.set(i32.add(scratch, layout.a)),
      packedB.set(i32.add(scratch, layout.b)),
      when(
        field.direct,
        [when(i32.eq(field.aKind, aKinds.im2colTransposed), [gradientDirect], rowsDirect)],
        [alongK(packed)],
      ),
    ];
  });
}

/**
 * A task computes rows and columns of C, in one part of K. Strides and addresses are bytes. For a
 * convolution, what is read under the window is [.., height, width, ..], and the window takes
 * positionsHeight × positionsWidth positions per image.
 */
export const productKernel: WasmKernel<typeof productFields> = {
  name: 'product',
  fields: productFields,
  emit: emitProduct,
};
