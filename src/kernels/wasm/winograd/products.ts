/**
 * The products in the middle of Winograd's method: one product of two packed matrices per point of
 * the transform. Engine side.
 */
import { locals } from '../assembler';
import { blockKernelOf } from '../gemm/microKernel';
import { i32 } from '../instructions';
import { defineKernel, joined, type WasmRuntime } from '../kernel';

const productFields = {
  a: 'i32',
  b: 'i32',
  c: 'i32',
  aPoint: 'i32',
  bPoint: 'i32',
  cPoint: 'i32',
  m: 'i32',
  n: 'i32',
  k: 'i32',
  taskRows: 'i32',
  taskColumns: 'i32',
  across: 'i32',
  tasks: 'i32',
  add: 'i32',
} as const;

/**
 * At each point of the transform C [m, n] = (or += if `add`) A [m, k] · B [k, n], both packed; m
 * and n are whole tiles of the micro-kernel. A task computes rows and columns of C at one point.
 */
export const products = defineKernel(
  'winogradProducts',
  productFields,
  ({ builder, options, declare, field, task, scratch }) => {
    const block = blockKernelOf(builder, options);
    const [point, row, column, a, b, c, rowBytes] = locals(declare, 'i32', 7);
    return [
      point.set(i32.divU(task, field.tasks)),
      column.set(i32.remU(task, field.tasks)),
      row.set(i32.mul(i32.divU(column, field.across), field.taskRows)),
      column.set(i32.mul(i32.remU(column, field.across), field.taskColumns)),
      rowBytes.set(i32.shl(field.n, 2)),
      a.set(i32.add(i32.add(field.a, i32.mul(point, field.aPoint)), i32.shl(i32.mul(row, field.k), 2))),
      b.set(i32.add(i32.add(field.b, i32.mul(point, field.bPoint)), i32.shl(i32.mul(column, field.k), 2))),
      c.set(
        i32.add(
          i32.add(field.c, i32.mul(point, field.cPoint)),
          i32.add(i32.mul(row, rowBytes), i32.shl(column, 2)),
        ),
      ),
      block(
        a,
        b,
        c,
        rowBytes,
        i32.min(i32.sub(field.m, row), field.taskRows),
        i32.min(i32.sub(field.n, column), field.taskColumns),
        field.k,
        field.add,
        scratch,
      ),
    ];
  },
);

/**
 * Floats from one point's matrix to the next one's, for matrices of `elements`: 64 bytes more than
 * whole pages of 4 KiB. A transform writes to all points at once, and cache lines that are whole
 * pages apart would evict each other.
 */
export const pointFloats = (elements: number): number => 1024 * Math.ceil(elements / 1024) + 16;
export const pointBytes = (elements: number): number => 4 * pointFloats(elements);

/** Rows and columns of C per task: A's part fills at most half of a 512 KiB L2 cache. */
const taskFloats = 65_536;
const maxTaskRows = 192;
const taskColumns = 128;
interface Operands {
  /** Addresses of the first point's matrices. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Whether to add to what is in C. */
  readonly add: boolean;
}

/** Multiplies at all points. */
export function multiplyAtPoints(
  runtime: WasmRuntime,
  points: number,
  { m, n, k, add, ...at }: Operands,
): void {
  const { rows } = runtime.options.tile;
  const taskRows = Math.min(m, maxTaskRows, Math.max(rows, Math.floor(taskFloats / k / rows) * rows));
  const down = Math.ceil(m / taskRows);
  const across = Math.ceil(n / taskColumns);
  const tasks = down * across;
  const apart = { aPoint: pointBytes(m * k), bPoint: pointBytes(k * n), cPoint: pointBytes(m * n) };
  const job = joined(at, apart, { m, n, k, add: Number(add), taskRows, taskColumns, across, tasks });
  runtime.run(products, job, points * tasks);
}
