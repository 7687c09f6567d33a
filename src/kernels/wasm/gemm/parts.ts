/**
 * Sums that are split into parts, of K or of the images: each part has its own C, and the parts are
 * added in order. Engine side.
 */
import { locals } from '../assembler';
import { f32, forRange, i32 } from '../instructions';
import { defineKernel, type WasmRuntime } from '../kernel';

/** Rows of C that a task of `addParts` adds. */
const rowsOfAddTask = 16;

/** Computes C's rows from the parts of K, [parts, rows, columns], which it adds in order. */
export const addPartsKernel = defineKernel(
  'addParts',
  { parts: 'i32', partBytes: 'i32', rows: 'i32', columns: 'i32', from: 'i32', c: 'i32', cStride: 'i32' },
  ({ field, task, declare }) => {
    const [row, column, part, first, from] = locals(declare, 'i32', 5);
    const sum = declare('f32');
    return [
      first.set(i32.mul(task, rowsOfAddTask)),
      forRange(row, first, i32.min(i32.add(first, rowsOfAddTask), field.rows), 1, [
        forRange(column, 0, field.columns, 1, [
          sum.set(f32.const(0)),
          from.set(i32.add(field.from, i32.shl(i32.add(i32.mul(row, field.columns), column), 2))),
          forRange(part, 0, field.parts, 1, [
            sum.set(f32.add(sum, f32.load(from))),
            from.set(i32.add(from, field.partBytes)),
          ]),
          f32.store(i32.add(i32.add(field.c, i32.mul(row, field.cStride)), i32.shl(column, 2)), sum),
        ]),
      ]),
    ];
  },
);

/**
 * Computes C [rows, columns] at the address `c`, `cStride` bytes from row to row, as a sum of
 * parts: `compute` writes them, [parts, rows, columns], at the address that it gets.
 */
export function sumOfParts(
  runtime: WasmRuntime,
  {
    parts,
    rows,
    columns,
    c,
    cStride,
  }: {
    readonly parts: number;
    readonly rows: number;
    readonly columns: number;
    readonly c: number;
    readonly cStride: number;
  },
  compute: (from: number) => void,
): void {
  const sums = runtime.output([parts, rows, columns]);
  const from = runtime.address(sums);
  compute(from);
  const job = { parts, partBytes: 4 * rows * columns, rows, columns, from, c, cStride };
  runtime.run(addPartsKernel, job, Math.ceil(rows / rowsOfAddTask));
  runtime.disposeData(sums.dataId);
}
