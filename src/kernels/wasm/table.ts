/**
 * Sums over the rows of a table [rows, C], and operations on it with per-channel values.
 *
 * A few consecutive rows form one wide row, as long as whole iterations of a loop: then rows of 1,
 * 6 or 96 channels are walked the same way, from the first byte to the last, with one sum per
 * element of a wide row. A block of wide rows is a task: it writes a wide row of its sums, folds it
 * to C sums, and `sumBlocks` adds the blocks in order. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  int,
  locals,
  type Declare,
  type Expression,
  type Int,
  type IntLocal,
  type Statement,
} from './assembler';
import { doWhile, f32, f32x4, i32, increase, v128, when } from './instructions';
import { defineKernel, joined, type WasmRuntime } from './kernel';
import { blockBytesOf, blockFields, each, Prologue, taskBytes, walk, type Body } from './loops';

export interface Table {
  readonly rows: number;
  readonly channels: number;
  /** Elements of a wide row: a multiple of the channels, and of what a loop takes per iteration. */
  readonly width: number;
  /** Rows per block; the last one may have fewer. */
  readonly blockRows: number;
  readonly blocks: number;
  readonly bytes: number;
  readonly blockBytes: number;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
/** The fewest elements of a wide row: a sum must be stored before it is added to again. */
const minWidth = 64;

/** The table of a tensor [.., C]. */
export function tableOf({ shape }: tf.TensorInfo): Table {
  const channels = shape.at(-1) ?? 1;
  const rows = tf.util.sizeFromShape(shape) / channels;
  const turn = taskBytes / 4;
  const aligned = (channels * turn) / greatestDivisor(channels, turn);
  const width = aligned * Math.ceil(minWidth / aligned);
  const bytes = 4 * rows * channels;
  const blockBytes = blockBytesOf(bytes, 4 * width);
  const blockRows = blockBytes / (4 * channels);
  return { rows, channels, width, blockRows, blocks: Math.ceil(rows / blockRows), bytes, blockBytes };
}

/** Repeats the channels' values along a wide row. */
export function widen({ channels, width }: Table, values: ArrayLike<number>): Float32Array {
  const wide = new Float32Array(width);
  for (let i = 0; i < width; i++) wide[i] = values[i % channels] ?? 0;
  return wide;
}

/** The fields of a job that walks a table by blocks. */
export const tableFields = { ...blockFields, rowBytes: 'i32' } as const;
export const jobOf = ({ bytes, blockBytes, width }: Table) => ({ bytes, blockBytes, rowBytes: 4 * width });

/** Wide rows of per-channel values that go with each row of a table. */
interface Columns {
  readonly address: Int;
  /**
   * The address less the offset of the current row: adding an element's offset gives the address of
   * the element's value.
   */
  readonly base: IntLocal;
}
export const columnsAt = (declare: Declare, address: Int): Columns => ({ address, base: declare('i32') });

/**
 * Walks a table from `begin`, a multiple of the wide row, to before `end`; `body` gets the current
 * offset.
 */
export function walkRows(
  declare: Declare,
  bounds: { readonly begin: IntLocal; readonly end: IntLocal; readonly rowBytes: IntLocal },
  columns: readonly Columns[],
  body: (at: IntLocal) => Body,
): Statement[] {
  const { begin, end, rowBytes } = bounds;
  const [at, rowEnd] = locals(declare, 'i32', 2);
  const row = [
    ...columns.map(({ base, address }) => base.set(i32.sub(address, at))),
    rowEnd.set(i32.add(at, i32.min(i32.sub(end, at), rowBytes))),
    ...walk(declare, at, rowEnd, body(at)),
  ];
  return [at.set(begin), when(i32.ltS(at, end), [doWhile(row, i32.ltS(at, end))])];
}

/**
 * Adds up a wide row at an address, so that the first `channelBytes` of it hold each channel's sum.
 */
export function fold(
  declare: Declare,
  address: IntLocal,
  { rowBytes, channelBytes }: { readonly rowBytes: IntLocal; readonly channelBytes: IntLocal },
): Statement {
  const [from, to] = locals(declare, 'i32', 2);
  const step = [
    increase(from, -4),
    to.set(i32.add(address, i32.sub(from, channelBytes))),
    f32.store(to, f32.add(f32.load(to), f32.load(i32.add(address, from)))),
  ];
  const more = i32.gtS(from, channelBytes);
  return when(i32.gtS(rowBytes, channelBytes), [from.set(rowBytes), doWhile(step, more)]);
}

/** Repeats the first `channelBytes` of a wide row along it. */
export function spread(
  declare: Declare,
  address: IntLocal,
  { rowBytes, channelBytes }: { readonly rowBytes: IntLocal; readonly channelBytes: IntLocal },
): Statement {
  const to = declare('i32');
  const from: Expression<'i32'> = i32.add(address, i32.sub(to, channelBytes));
  const step = [f32.store(i32.add(address, to), f32.load(from)), increase(to, 4)];
  const more = i32.ltS(to, rowBytes);
  return when(i32.gtS(rowBytes, channelBytes), [to.set(channelBytes), doWhile(step, more)]);
}

const sumFields = {
  ...blockFields,
  sums: 'i32',
  stride: 'i32',
  blocks: 'i32',
  result: 'i32',
} as const;

/** result[i] = Σ over blocks b of sums[b · stride + i]; a task is a block of the result. */
export const sumBlocks = defineKernel('sumBlocks', sumFields, ({ declare, field, task }) => {
  const prologue = new Prologue(declare);
  const [stride, blocks, result] = prologue.ints(field.stride, field.blocks, field.result);
  const at = prologue.int(i32.mul(task, field.blockBytes));
  const end = declare('i32');
  const from = declare('i32');
  const block = declare('i32');
  const sum = declare('v128');
  const steps = walk(
    declare,
    at,
    end,
    each(({ store }, offset) => [
      sum.set(v128.zero),
      from.set(i32.add(field.sums, at)),
      block.set(int(0)),
      doWhile(
        [sum.set(f32x4.add(sum, v128.load(from, offset))), increase(from, stride), increase(block, 1)],
        i32.ltS(block, blocks),
      ),
      store(i32.add(result, at), sum, offset),
    ]),
  );
  const begin = end.set(i32.add(at, i32.min(i32.sub(field.bytes, at), field.blockBytes)));
  return [...prologue.statements, begin, ...steps];
});

/** Adds up the sums of a table's blocks [blocks, stride] into [size], and disposes `sums`. */
export function mergeSums(
  runtime: WasmRuntime,
  sums: tf.TensorInfo,
  { blocks }: Table,
  stride: number,
  size: number,
): tf.TensorInfo {
  const result = runtime.output([size]);
  const job = { bytes: 4 * size, blockBytes: taskBytes, stride: 4 * stride, blocks };
  const addresses = { sums: runtime.address(sums), result: runtime.address(result) };
  runtime.run(sumBlocks, joined(job, addresses), Math.ceil((4 * size) / taskBytes));
  runtime.disposeData(sums.dataId);
  return result;
}
