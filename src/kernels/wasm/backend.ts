/**
 * tfjs's CPU backend with its tensors in one WebAssembly memory, on which the lab's kernels work
 * with several threads. tfjs's own kernels, plain JavaScript, read and write the same memory
 * through views, so what the lab has no kernel for still runs, slowly. A tensor that such a kernel
 * creates lies outside the memory until one of the lab's kernels needs it. Engine side; blocks its
 * thread while it computes.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { Allocator } from './allocator';
import { ModuleBuilder } from './assembler';
import {
  zerosBytes,
  type Fields,
  type Job,
  type ModuleOptions,
  type WasmKernel,
  type WasmRuntime,
} from './kernel';
import { ThreadPool, type Thread, type ThreadMember } from './threadPool';

/** The name under which tfjs knows it. */
export const wasmBackendName = 'wasm';

/** The memory map: the pool's words, a job, zeros, each thread's scratch, then tensors. */
const pageBytes = 65_536;
const controlAt = 256;
const jobAt = 1_024;
const maxWords = 64;
const zerosAt = pageBytes;
const scratchAt = zerosAt + zerosBytes;

export interface EngineOptions extends ModuleOptions {
  /** All kernels of the module. */
  readonly kernels: readonly WasmKernel[];
  /** Bytes of scratch memory per thread. */
  readonly scratchBytes: number;
  /** Threads wanted, counting the caller; with 1 the memory is not shared. */
  readonly threads: number;
  /** The most that the memory may grow to, in pages of 64 KiB, ≤ 65,536. */
  readonly maxPages: number;
  /** Starts one more thread. */
  readonly start: (member: ThreadMember) => Thread;
}

/** The module of these kernels, as bytes. */
export function buildModule(
  kernels: readonly WasmKernel[],
  options: ModuleOptions,
  memory: { readonly shared: boolean; readonly maxPages: number },
): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder();
  for (const kernel of kernels) kernel.emit(builder, options);
  return builder.bytes(memory.shared, memory.maxPages);
}

/** What tfjs's CPU backend keeps for a tensor, and its address if it lies in the memory. */
interface Entry {
  values: Float32Array | Int32Array;
  readonly dtype: tf.DataType;
  at?: number;
  size?: number;
}

export class WasmBackend extends MathBackendCPU implements WasmRuntime {
  readonly zeros = zerosAt;
  private readonly memoryOfAll: WebAssembly.Memory;
  private readonly pool: ThreadPool;
  private readonly allocator: Allocator;
  private readonly numbers: ReadonlyMap<WasmKernel, number>;
  /** Tensors in the memory. */
  private readonly resident = new Set<Entry>();
  private ints!: Int32Array;
  private floats!: Float32Array;

  /**
   * Throws if WebAssembly has no SIMD, or no memory is granted. Await `ready` before the first job.
   */
  constructor(
    readonly options: EngineOptions,
    private readonly started: Thread[] = [],
  ) {
    super();
    const { kernels, threads, maxPages, scratchBytes } = options;
    const shared = threads > 1;
    const heapAt = scratchAt + threads * scratchBytes;
    const initial = Math.ceil(heapAt / pageBytes);
    this.memoryOfAll = new WebAssembly.Memory({ initial, maximum: maxPages, shared });
    const module = new WebAssembly.Module(buildModule(kernels, options, { shared, maxPages }));
    const member = (index: number): ThreadMember => ({
      memory: this.memoryOfAll,
      module,
      kernels: kernels.map(({ name }) => name),
      control: controlAt,
      scratch: scratchAt + index * scratchBytes,
    });
    this.numbers = new Map(kernels.map((kernel, index) => [kernel, index]));
    this.pool = new ThreadPool(member(0));
    this.renewViews();
    this.allocator = new Allocator(this.memoryOfAll, heapAt, () => this.renewViews());
    for (let index = 1; index < threads; index++) this.started.push(options.start(member(index)));
  }

  /** Waits for the threads, at most `ms`: those up by then are used, the others are ended. */
  async ready(ms: number): Promise<void> {
    await this.pool.add(this.started.splice(0), ms);
  }

  /** The number of working threads, counting the caller. */
  get threads(): number {
    return this.pool.size;
  }

  /** Bytes of the memory: what tensors take now, the most that they took, and what is reserved. */
  get bytes(): Allocator['bytes'] {
    return this.allocator.bytes;
  }

  output(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): TensorInfo {
    const size = tf.util.sizeFromShape([...shape]);
    const at = this.allocator.take(4 * size);
    const info = this.makeTensorInfo([...shape], dtype, this.view(dtype, at, size));
    this.keep(this.entry(info.dataId), at, size);
    return info;
  }

  address({ dataId }: TensorInfo): number {
    const entry = this.entry(dataId);
    if (entry.at !== undefined) return entry.at;
    const { values, dtype } = entry;
    if (dtype !== 'float32' && dtype !== 'int32')
      throw new Error(`The CPU engine’s kernels take float32 and int32, not ${dtype}`);
    const at = this.allocator.take(4 * values.length);
    const inside = this.view(dtype, at, values.length);
    inside.set(values);
    entry.values = inside;
    this.keep(entry, at, values.length);
    return at;
  }

  values({ dataId }: TensorInfo): Float32Array | Int32Array {
    return this.entry(dataId).values;
  }

  private keep(entry: Entry, at: number, size: number): void {
    entry.at = at;
    entry.size = size;
    this.resident.add(entry);
  }

  run<F extends Fields>(kernel: WasmKernel<F>, job: Job<F>, tasks: number): void {
    const number = this.numbers.get(kernel);
    if (number === undefined) throw new Error(`The CPU engine’s module has no kernel ${kernel.name}`);
    let index = 0;
    for (const name in kernel.fields) {
      const words = kernel.fields[name] === 'i32' ? this.ints : this.floats;
      words[index++] = job[name];
    }
    this.pool.run(number, jobAt, tasks);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const entry = this.data.has(dataId) ? this.entry(dataId) : null;
    const gone = super.disposeData(dataId, force);
    if (!gone || entry?.at === undefined) return gone;
    this.allocator.give(entry.at);
    this.resident.delete(entry);
    delete entry.at;
    return true;
  }

  /**
   * Returns a copy: the memory changes, and APIs such as `Blob`, `postMessage` and `crypto.subtle`
   * do not accept shared memory.
   */
  override readSync(dataId: DataId): tf.backend_util.TypedArray {
    const entry = this.data.has(dataId) ? this.entry(dataId) : null;
    return entry?.at === undefined
      ? (super.readSync(dataId) as tf.backend_util.TypedArray)
      : entry.values.slice();
  }

  /** Ends the threads. The memory goes with the worker. */
  override dispose(): void {
    this.pool.end();
    super.dispose();
  }

  private entry(dataId: DataId): Entry {
    return this.data.get(dataId) as unknown as Entry;
  }

  private view(dtype: tf.DataType, at: number, length: number): Float32Array | Int32Array {
    const { buffer } = this.memoryOfAll;
    return dtype === 'int32' ? new Int32Array(buffer, at, length) : new Float32Array(buffer, at, length);
  }

  /** Views of an unshared memory become invalid when it grows. */
  private renewViews(): void {
    const { buffer } = this.memoryOfAll;
    this.ints = new Int32Array(buffer, jobAt, maxWords);
    this.floats = new Float32Array(buffer, jobAt, maxWords);
    for (const entry of this.resident) entry.values = this.view(entry.dtype, entry.at ?? 0, entry.size ?? 0);
  }
}
