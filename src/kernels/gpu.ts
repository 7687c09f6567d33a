/**
 * Compute programs on tfjs's own WebGPU device, in its own command stream: several outputs, writes
 * in place, windows of a buffer, pipelines compiled ahead of time. tfjs's `runWebGPUProgram` has
 * one output and uploads its uniforms at every dispatch; both ways of running programs can be mixed
 * freely and execute in order. Engine side; the only file that touches the backend's internals
 * (tfjs 4.22).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { paramBytes, type Params, type Program } from './wgsl';

/**
 * The private state of tfjs-backend-webgpu/src/backend_webgpu.ts that a second way of dispatching
 * has to share.
 */
interface Insides {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(id: DataId): { resource: GPUBuffer | null; values: unknown } };
  readonly bufferManager: { acquireBuffer(size: number, usage: number): GPUBuffer };
  readonly commandQueueOwnedIds: { add(id: DataId): unknown };
  readonly uniformPendingDisposal: GPUBuffer[];
  /** An entry is a promise while it is being compiled ahead of time. */
  readonly pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(id: DataId): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): TensorInfo;
}

export type Gpu = WebGPUBackend;
const inside = (gpu: Gpu): Insides => gpu as unknown as Insides;

/**
 * A tensor, or `bytes` of it from `offset` on (a multiple of 256): this is how a buffer above the
 * binding limit is used, block by block.
 */
export type Binding =
  TensorInfo | { readonly tensor: TensorInfo; readonly offset: number; readonly bytes: number };

/** Pipelines of one device, and those that are still being compiled. */
interface PipelineCache {
  readonly ready: Map<string, GPUComputePipeline>;
  readonly pending: Map<string, Promise<void>>;
  readonly layouts: Map<string, GPUBindGroupLayout>;
  readonly uniforms: Map<string, GPUBuffer>;
}
const pipelineCaches = new WeakMap<GPUDevice, PipelineCache>();
/**
 * How many constant uniforms are cached, 256 B or less each; beyond that, all are dropped and
 * created again as needed.
 */
const maxUniforms = 4096;

function pipelineCacheOf(device: GPUDevice): PipelineCache {
  const cached = pipelineCaches.get(device);
  if (cached) return cached;
  const created: PipelineCache = {
    ready: new Map(),
    pending: new Map(),
    layouts: new Map(),
    uniforms: new Map(),
  };
  pipelineCaches.set(device, created);
  return created;
}

/** The largest storage binding of the device in bytes. */
export const bindingLimit = (gpu: Gpu): number => gpu.device.limits.maxStorageBufferBindingSize;

/**
 * A tensor on the device with undefined contents. A kernel must write every element, because the
 * buffer may have been used before.
 */
export const allocate = (gpu: Gpu, shape: number[], dtype: 'float32' | 'int32' = 'float32'): TensorInfo =>
  inside(gpu).makeTensorInfo(shape, dtype);

const entry = (binding: number, type: GPUBufferBindingType): GPUBindGroupLayoutEntry => ({
  binding,
  visibility: GPUShaderStage.COMPUTE,
  buffer: { type },
});

function layoutOf({ device }: Gpu, program: Program): GPUBindGroupLayout {
  const { layouts } = pipelineCacheOf(device);
  const access = Object.values(program.buffers).map((buffer) => buffer.split(' ')[0] ?? '');
  const key = access.join();
  const cached = layouts.get(key);
  if (cached) return cached;
  const storage = access.map((a, i) => entry(i, a === 'read' ? 'read-only-storage' : 'storage'));
  const created = device.createBindGroupLayout({ entries: [...storage, entry(access.length, 'uniform')] });
  layouts.set(key, created);
  return created;
}

function descriptor(gpu: Gpu, program: Program): GPUComputePipelineDescriptor {
  const layout = gpu.device.createPipelineLayout({ bindGroupLayouts: [layoutOf(gpu, program)] });
  const module = gpu.device.createShaderModule({ code: program.source(), label: program.key });
  return { layout, compute: { module, entryPoint: 'main' }, label: program.key };
}

/** What tracing a step collects: a compilation for each program, or nothing. */
let pendingCompilations: Promise<void>[] | 'nothing' = 'nothing';

/** Compiles the program in the background unless that has been done or has begun. */
function prepare(gpu: Gpu, program: Program): void {
  if (pendingCompilations === 'nothing') return;
  const { ready, pending } = pipelineCacheOf(gpu.device);
  if (ready.has(program.key)) return;
  const cached = pending.get(program.key);
  const compiled =
    cached ??
    gpu.device
      .createComputePipelineAsync(descriptor(gpu, program))
      .then((pipeline) => void ready.set(program.key, pipeline))
      .finally(() => pending.delete(program.key));
  pending.set(program.key, compiled);
  pendingCompilations.push(compiled);
}

function pipelineOf(gpu: Gpu, program: Program): GPUComputePipeline {
  const { ready } = pipelineCacheOf(gpu.device);
  const cached = ready.get(program.key);
  if (cached) return cached;
  const created = gpu.device.createComputePipeline(descriptor(gpu, program));
  ready.set(program.key, created);
  return created;
}

/** A uniform buffer with these bytes; one that is the same in every step is written once. */
function uniform(gpu: Gpu, bytes: ArrayBuffer, constant: boolean): GPUBuffer {
  const { device, queue, bufferManager, uniformPendingDisposal } = inside(gpu);
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const { uniforms } = pipelineCacheOf(device);
  const key = new Uint32Array(bytes).join();
  const cached = constant ? uniforms.get(key) : undefined;
  if (cached) return cached;
  const buffer = constant
    ? device.createBuffer({ size: bytes.byteLength, usage })
    : bufferManager.acquireBuffer(bytes.byteLength, usage);
  queue.writeBuffer(buffer, 0, bytes);
  if (!constant) uniformPendingDisposal.push(buffer);
  else {
    if (uniforms.size >= maxUniforms) uniforms.clear();
    uniforms.set(key, buffer);
  }
  return buffer;
}

function bind(gpu: Gpu, binding: Binding, access: 'read' | 'write'): GPUBufferBinding {
  const backend = inside(gpu);
  const { dataId } = 'tensor' in binding ? binding.tensor : binding;
  backend.uploadToGPU(dataId);
  const data = backend.tensorMap.get(dataId);
  if (!data.resource) throw new Error('A tensor has no buffer on the device');
  // After a read tfjs keeps the values, and would return them even after a write that it does not
  // know of.
  if (access === 'write') data.values = null;
  backend.commandQueueOwnedIds.add(dataId);
  const { resource: buffer } = data;
  return 'tensor' in binding ? { buffer, offset: binding.offset, size: binding.bytes } : { buffer };
}

/**
 * Drops the copy of a tensor's values that tfjs keeps in memory after a read, where the device has
 * them too.
 */
export function dropCopy(gpu: Gpu, { dataId }: TensorInfo): void {
  const data = inside(gpu).tensorMap.get(dataId);
  if (data.resource) data.values = null;
}

/** How a program is run. `workgroups`: counts in x, y, z, each ≤ 65,535. */
export interface Dispatch {
  readonly program: Program;
  /** In the order of `program.buffers`. */
  readonly bindings: readonly Binding[];
  readonly params: Params;
  readonly workgroups: readonly [number, number?, number?];
  /**
   * False for params that change from step to step (learning rate, mask key): they are not cached.
   */
  readonly constant?: boolean;
}

/**
 * Queues one dispatch. In tfjs's compile-only mode it only starts the compilation. Throws if
 * bindings are missing.
 */
export function dispatch(
  gpu: Gpu,
  { program, bindings, params, workgroups, constant = true }: Dispatch,
): void {
  if (tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')) return prepare(gpu, program);
  const access = Object.values(program.buffers);
  if (access.length !== bindings.length) {
    throw new Error(`${program.key}: ${bindings.length} bindings for ${access.length} buffers`);
  }
  const backend = inside(gpu);
  const resources: GPUBufferBinding[] = bindings.map((binding, i) =>
    bind(gpu, binding, access[i]?.startsWith('read ') ? 'read' : 'write'),
  );
  resources.push({ buffer: uniform(gpu, paramBytes(program, params), constant) });
  const pipeline = pipelineOf(gpu, program);
  const group = backend.device.createBindGroup({
    layout: layoutOf(gpu, program),
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  backend.ensureCommandEncoderReady();
  backend.computePassEncoder ??= backend.commandEncoder?.beginComputePass() ?? null;
  const pass = backend.computePassEncoder;
  if (!pass) throw new Error('tfjs has no command encoder');
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(...(workgroups as [number, number?, number?]));
  backend.dispatchCountInPass++;
  if (backend.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

/**
 * Submits the queued work to the device. Only then can the buffers of disposed tensors be reused.
 */
export function submit(gpu: Gpu): void {
  const backend = inside(gpu);
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
}

/** Copies a tensor on the device, whatever the binding limit. */
export function copyTensor(gpu: Gpu, source: TensorInfo): TensorInfo {
  const backend = inside(gpu);
  const copy = allocate(gpu, source.shape, source.dtype === 'int32' ? 'int32' : 'float32');
  const from = bind(gpu, source, 'read');
  const to = bind(gpu, copy, 'write');
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.commandEncoder?.copyBufferToBuffer(from.buffer, 0, to.buffer, 0, to.buffer.size);
  return copy;
}

/**
 * Copies `count` runs of `length` elements, the i-th from element i · `period` on, one after
 * another into a new tensor, whatever the binding limit.
 */
export function copyRuns(
  gpu: Gpu,
  source: TensorInfo,
  count: number,
  period: number,
  length: number,
): TensorInfo {
  const backend = inside(gpu);
  const copy = allocate(gpu, [count * length]);
  const from = bind(gpu, source, 'read').buffer;
  const to = bind(gpu, copy, 'write').buffer;
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  for (let i = 0; i < count; i++)
    backend.commandEncoder?.copyBufferToBuffer(from, 4 * i * period, to, 4 * i * length, 4 * length);
  return copy;
}

/**
 * Traces `step` without executing it. `what`: the list that collects its compilations, or that
 * there shall be none.
 */
function withoutExecution(what: typeof pendingCompilations, step: () => void): void {
  const handsOver = tf.env().getBool('WEBGPU_CPU_FORWARD');
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  // Otherwise tensors without a buffer would go to the CPU, which has no values for them.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  pendingCompilations = what;
  try {
    step();
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
    tf.env().set('WEBGPU_CPU_FORWARD', handsOver);
    pendingCompilations = 'nothing';
  }
}

/**
 * Traces `step` without executing it or compiling our programs; tfjs's own programs do get
 * compiled.
 */
export function traceWithoutRunning(step: () => void): void {
  withoutExecution('nothing', step);
}

/**
 * Traces `step` without executing it and compiles everything that it needs, in parallel. `progress`
 * gets the number of pipelines done and their total.
 */
export async function compileAhead(
  gpu: Gpu,
  step: () => void,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const ours: Promise<void>[] = [];
  withoutExecution(ours, step);
  const stock = Object.values(inside(gpu).pipelineCache).filter((pipeline) => pipeline instanceof Promise);
  const waiting: Promise<unknown>[] = [...new Set(ours), ...stock];
  let done = 0;
  progress(done, waiting.length);
  const counted = waiting.map((compiled) => compiled.then(() => progress(++done, waiting.length)));
  await Promise.all([...counted, gpu.checkCompileCompletionAsync()]).catch((thrown: unknown) => {
    settlePipelines(gpu);
    throw thrown;
  });
}

/**
 * Cleans up after a failure: tfjs would keep its pipelines as promises, and refuse to run or to
 * compile as long as there is one.
 */
function settlePipelines(gpu: Gpu): void {
  const { pipelineCache } = inside(gpu);
  for (const [key, pipeline] of Object.entries(pipelineCache)) {
    if (!(pipeline instanceof Promise)) continue;
    pipeline.then(
      (created) => (pipelineCache[key] = created),
      () => delete pipelineCache[key],
    );
  }
}

/**
 * Runs `work` and throws the device's errors as exceptions, instead of leaving them to an
 * `uncapturederror`, which would end the engine.
 */
export async function scoped<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  for (const filter of ['validation', 'internal', 'out-of-memory'] as const) device.pushErrorScope(filter);
  const result = await work().then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown }),
  );
  const errors = [];
  for (let i = 0; i < 3; i++) errors.push(await device.popErrorScope());
  const error = errors.find((failure) => failure !== null);
  if (error) throw new Error(error.message);
  if ('thrown' in result) throw result.thrown;
  return result.value;
}

/**
 * Whether tfjs only compiles and nothing runs (`compileAhead`): then a variable must keep its
 * value.
 */
const onlyCompiles = (): boolean =>
  tf.getBackend() === 'webgpu' && tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');

/** Does `variable.assign(value)`, unless tfjs only compiles. */
export function assign(variable: tf.Variable, value: tf.Tensor): void {
  if (!onlyCompiles()) variable.assign(value);
}
