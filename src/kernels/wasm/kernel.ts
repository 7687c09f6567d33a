/**
 * What a kernel of the CPU engine is: a function (job, task, scratch) of the module that all
 * threads run. A job is one call of the kernel: its sizes, addresses and rates, as words in the
 * shared memory. It is cut into tasks that write different parts of the result, so they may run on
 * any thread in any order. Whatever is summed is summed within one task, in an order that only the
 * sizes decide: the result is the same to the bit with any number of threads.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Declare, Expression, IntLocal, ModuleBuilder, Statement, Vector } from './assembler';
import { f32, f32x4, i32 } from './instructions';

/** The words of a job in order: integers and addresses (i32, read as unsigned), or floats. */
export type Fields = Readonly<Record<string, 'i32' | 'f32'>>;
/** Their values for one call. */
export type Job<F extends Fields> = { readonly [K in keyof F]: number };

type All<P> = P extends readonly [infer First, ...infer Rest] ? First & All<Rest> : unknown;
/**
 * A job from its parts; later ones win. For the thirty words of a product, spread syntax took forty
 * to seventy µs in Node 20; this takes 3.
 */
export const joined = <P extends readonly object[]>(...parts: P): All<P> =>
  Object.assign({}, ...parts) as All<P>;

/** How the products' micro-kernel keeps C in registers. */
export interface Tile {
  /** Rows of C that are computed together. */
  readonly rows: number;
  /** Columns, a multiple of 4. */
  readonly columns: number;
}

/** What the code of a kernel depends on besides its job. */
export interface ModuleOptions {
  readonly tile: Tile;
  /** Multiply and add in one instruction, rounded once (relaxed SIMD); else two, rounded twice. */
  readonly fma: boolean;
}

export interface KernelScope<F extends Fields> {
  readonly builder: ModuleBuilder;
  readonly options: ModuleOptions;
  /**
   * Each reads its word of the job from memory, so what an inner loop needs often belongs in a
   * local.
   */
  readonly field: { readonly [K in keyof F]: Expression<F[K]> };
  readonly job: IntLocal;
  /** 0 … tasks − 1. */
  readonly task: IntLocal;
  /** The address of `scratchBytes` bytes of undefined contents that no other thread uses. */
  readonly scratch: IntLocal;
  readonly declare: Declare;
}

export interface WasmKernel<F extends Fields = Fields> {
  readonly name: string;
  readonly fields: F;
  /** Adds the kernel to a module. */
  readonly emit: (builder: ModuleBuilder, options: ModuleOptions) => void;
}

/** The parameters of every kernel. */
export const kernelSignature = { job: 'i32', task: 'i32', scratch: 'i32' } as const;

/** Expressions that read the fields of the job at an address. */
export function readFields<const F extends Fields>(job: IntLocal, fields: F): KernelScope<F>['field'] {
  const reads = Object.entries(fields).map(([name, type], index) => [
    name,
    type === 'i32' ? i32.load(job, 4 * index) : f32.load(job, 4 * index),
  ]);
  return Object.fromEntries(reads) as KernelScope<F>['field'];
}

/** A kernel by its name, its job's fields and its code. */
export const defineKernel = <const F extends Fields>(
  name: string,
  fields: F,
  body: (scope: KernelScope<F>) => readonly Statement[],
): WasmKernel<F> => ({
  name,
  fields,
  emit: (builder, options) =>
    void builder.define(name, kernelSignature, ({ job, task, scratch }, declare) =>
      body({ builder, options, field: readFields(job, fields), job, task, scratch, declare }),
    ),
});

/** a · b + c. */
export const multiplyAdd = ({ fma }: ModuleOptions, a: Vector, b: Vector, c: Vector): Vector =>
  fma ? f32x4.fma(a, b, c) : f32x4.add(c, f32x4.mul(a, b));

/** What the TypeScript side of a kernel needs from the backend (`backend.ts`). */
export interface WasmRuntime {
  readonly options: ModuleOptions;
  readonly threads: number;
  /** The address of `zerosBytes` bytes of zeros. */
  readonly zeros: number;
  /** A tensor of undefined contents. Throws a RangeError if the memory has no room for it. */
  output(shape: readonly number[], dtype?: 'float32' | 'int32'): tf.TensorInfo;
  /** The address of a tensor; one that lies outside the memory is copied into it first. */
  address(tensor: tf.TensorInfo): number;
  /**
   * A live view of a tensor's values, valid until the next `output` or `address`: the memory may
   * grow, and views of an unshared one then become invalid.
   */
  values(tensor: tf.TensorInfo): Float32Array | Int32Array;
  /**
   * Runs all tasks of a job. Returns when they are done. Throws a RangeError for more than 65,534
   * tasks.
   */
  run<F extends Fields>(kernel: WasmKernel<F>, job: Job<F>, tasks: number): void;
  /** Adds a reference to a tensor's data, as tfjs counts them. */
  incRef(dataId: tf.DataId): void;
  /** Releases a tensor's data. */
  disposeData(dataId: tf.DataId): boolean;
}

/** Bytes of the zeros that stand for padding: as long as the longest run of channels. */
export const zerosBytes = 65_536;

/** The backend, for a kernel that is registered only for `wasm`. */
export const runtimeOf = (backend: unknown): WasmRuntime => backend as WasmRuntime;

/** A family's kernels on this backend: those of the module, and those that tfjs calls. */
export interface WasmFamily {
  readonly definitions: readonly WasmKernel[];
  readonly kernels: readonly { readonly kernelName: string; readonly kernelFunc: tf.KernelFunc }[];
  /** Small inputs with the shapes that use other kernels than those of the family's own probe. */
  readonly probe?: () => tf.NamedTensorMap;
}
