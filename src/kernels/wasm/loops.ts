/**
 * What the loops of the families share. A tensor is walked in vectors of four floats, in blocks of
 * bytes, each of which is a task. Where a range ends within a vector, that vector is read as a
 * whole (a tensor may be read a little beyond its end), computed like any other, and stored in
 * part, so every element gets the same arithmetic. Offsets are in bytes. Pure.
 */
import {
  int,
  sequence,
  locals,
  type Declare,
  type Expression,
  type Float,
  type Int,
  type IntLocal,
  type Local,
  type Statement,
  type Vector,
} from './assembler';
import { doWhile, f32x4, i32, i32x4, increase, v128, when } from './instructions';

/** How to handle a vector whose lanes may not all lie within the range. */
export interface Lanes {
  /** The value, with 0 in the lanes beyond the range: for sums. */
  readonly keep: (value: Vector) => Vector;
  /** Stores the lanes within the range. */
  readonly store: (at: Int, value: Vector, offset?: number) => Statement;
}

/** The statements for vectors at these constant offsets from the walk's position. */
export type Body = (lanes: Lanes, offsets: readonly number[]) => readonly Statement[];

/** A body that handles each vector on its own. */
export const each =
  (body: (lanes: Lanes, offset: number) => readonly Statement[]): Body =>
  (lanes, offsets) =>
    offsets.flatMap((offset) => body(lanes, offset));

const whole: Lanes = { keep: (value) => value, store: v128.store };
/** The vectors of one iteration: their addresses are computed once. */
const unrolled = [0, 16, 32, 48];
export const taskBytes = 16 * unrolled.length;

/** The lanes of a vector below `count`, 1 … 3. */
function partOf(declare: Declare, count: IntLocal): { lanes: Lanes; begin: Statement } {
  const [mask, stored] = locals(declare, 'v128', 2);
  const lanes: Lanes = {
    keep: (value) => v128.and(value, mask),
    store: (at, value, offset = 0) =>
      sequence([
        stored.set(value),
        v128.storeLane(at, stored, 0, offset),
        when(i32.gtS(count, 1), [v128.storeLane(at, stored, 1, offset + 4)]),
        when(i32.gtS(count, 2), [v128.storeLane(at, stored, 2, offset + 8)]),
      ]),
  };
  return { lanes, begin: mask.set(i32x4.ltS(i32x4.const(0, 1, 2, 3), i32x4.splat(count))) };
}

/**
 * Walks from `at`, which it advances, to before `end`, a multiple of 4 bytes. `long`: the body is
 * long, so that a loop over several vectors would hardly be faster and would enlarge the module.
 */
export function walk(declare: Declare, at: IntLocal, end: IntLocal, body: Body, long = false): Statement[] {
  const last = declare('i32');
  const part = partOf(declare, last);
  const inSteps = (offsets: readonly number[]): Statement[] => {
    const bytes = 16 * offsets.length;
    const turn = [...body(whole, offsets), increase(at, bytes)];
    return [last.set(i32.sub(end, bytes)), when(i32.leS(at, last), [doWhile(turn, i32.leS(at, last))])];
  };
  return [
    ...(long ? [] : inSteps(unrolled)),
    ...inSteps([0]),
    when(i32.ltS(at, end), [
      last.set(i32.shrU(i32.sub(end, at), 2)),
      part.begin,
      ...body(part.lanes, [0]),
      at.set(end),
    ]),
  ];
}

/** Values that a loop needs, each read into a local before it. */
export class Prologue {
  readonly statements: Statement[] = [];

  constructor(private readonly declare: Declare) {}

  int(value: Int): IntLocal {
    return this.hoist('i32', int(value));
  }

  ints<const T extends readonly Int[]>(...values: T): { readonly [K in keyof T]: IntLocal } {
    return values.map((value) => this.int(value)) as unknown as { [K in keyof T]: IntLocal };
  }

  vector(value: Vector): Local<'v128'> {
    return this.hoist('v128', value);
  }

  /** One float in all lanes. */
  splat(value: Float): Local<'v128'> {
    return this.vector(f32x4.splat(value));
  }

  splats<const T extends readonly Float[]>(...values: T): { readonly [K in keyof T]: Local<'v128'> } {
    return values.map((value) => this.splat(value)) as unknown as { [K in keyof T]: Local<'v128'> };
  }

  private hoist<T extends 'i32' | 'v128'>(type: T, value: Expression<T>): Local<T> {
    const local = this.declare(type);
    this.statements.push(local.set(value));
    return local;
  }
}

/** The fields of a job whose tasks are blocks of a tensor: its bytes, and those of a block. */
export const blockFields = { bytes: 'i32', blockBytes: 'i32' } as const;

interface BlockScope {
  readonly declare: Declare;
  readonly task: IntLocal;
  readonly field: { readonly bytes: Expression<'i32'>; readonly blockBytes: Expression<'i32'> };
}

/** The offsets where this task's block begins and ends. */
export function boundsOf({ declare, task, field }: BlockScope): {
  begin: IntLocal;
  end: IntLocal;
  set: Statement;
} {
  const [begin, end] = locals(declare, 'i32', 2);
  const set = sequence([
    begin.set(i32.mul(task, field.blockBytes)),
    end.set(i32.add(begin, i32.min(i32.sub(field.bytes, begin), field.blockBytes))),
  ]);
  return { begin, end, set };
}

/** Walks this task's block; `body` gets the current offset. */
export function walkBlock(scope: BlockScope, body: (at: IntLocal) => Body): Statement[] {
  const { begin, end, set } = boundsOf(scope);
  return [set, ...walk(scope.declare, begin, end, body(begin))];
}

/**
 * A block is about a 64th of the whole, so that 16 threads share it evenly, and between these
 * sizes, so that several tensors' blocks fit in L2.
 */
const fewestBytes = 16 * 1024;
const maxBytes = 128 * 1024;
const minBlocks = 64;

/** Bytes per block of a tensor of `bytes`, a multiple of `unit`. Depends on sizes alone. */
export function blockBytesOf(bytes: number, unit: number): number {
  const blockBytes = Math.min(Math.max(bytes / minBlocks, fewestBytes), maxBytes);
  return unit * Math.max(Math.round(blockBytes / unit), 1);
}

/** A walk over `size` elements regardless of shape: the job's fields and the number of tasks. */
export function flat(size: number): { job: { bytes: number; blockBytes: number }; tasks: number } {
  const bytes = 4 * size;
  const blockBytes = blockBytesOf(bytes, taskBytes);
  return { job: { bytes, blockBytes }, tasks: Math.ceil(bytes / blockBytes) };
}
