/**
 * Times the template's candidates on this adapter for the products of a step. The time is bounded:
 * at least one class of shapes is measured, and more until `budgetMs` are over; the rest keep their
 * default. Every tile adds in the same order (`plan.ts`), so a candidate whose sums differ from the
 * default's is a driver's mistake, and is rejected. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { relativeError } from '../../lib/numeric';
import { subgroupSize } from '../device';
import { allocate, bindingLimit, compileAhead, dispatch, scoped, submit, type Gpu } from '../gpu';
import { defineProgram, forEach, grid, type Program } from '../wgsl';
import { biasGradient } from './biasGradient';
import type { Measured, Request } from './tuneCache';
import { multiply } from './launch';
import { candidates, partsOf, shapeClass, type Candidate } from './plan';

export interface TuneOptions {
  readonly budgetMs: number;
  /** Gets the number of shape classes done, and their total. */
  readonly progress?: (done: number, total: number) => void;
  /** Ends tuning early; the result is what is known by then. */
  readonly signal?: AbortSignal;
}

/**
 * A candidate must be this much faster than the default: otherwise the next measurement may say the
 * opposite.
 */
const minGain = 1.05;
/** Milliseconds per timing, unless one run takes longer, and the most runs per timing. */
const timedMs = 10;
const maxRuns = 64;
/** A run that takes longer than this is its own timing. */
const longMs = 250;
const tolerance = 1e-4;
/** FLOP of the longest dispatch while nothing is known about the adapter: 20 ms at 200 GFLOP/s. */
const maxFlops = 4e9;

const elements = (shape: readonly number[]): number => tf.util.sizeFromShape([...shape]);

/** `noise(i)` in [−1, 1), without a pattern that a sum would hide. */
const hash = `
fn noise(i: u32) -> f32 {
  var h = i * 0x9e3779b9u;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  return f32((h ^ (h >> 13u)) >> 8u) / 8388608.0 - 1.0;
}`;
const fillProgram = defineProgram('tune: noise', {
  buffers: { x: 'write f32' },
  params: { size: 'u32' },
  body: () => hash + forEach('params.size', '  x[i] = noise(i);'),
});
const weighProgram = defineProgram('tune: weigh', {
  buffers: { x: 'write f32' },
  params: { size: 'u32' },
  body: () => hash + forEach('params.size', '  x[i] = x[i] * noise(i + 1u);'),
});

function inPlace(gpu: Gpu, program: Program, x: TensorInfo): TensorInfo {
  const size = elements(x.shape);
  dispatch(gpu, { program, bindings: [x], params: { size }, workgroups: grid(size) });
  return x;
}

const noise = (gpu: Gpu, shape: readonly number[]): TensorInfo =>
  inPlace(gpu, fillProgram, allocate(gpu, [...shape]));

/** Reads a small tensor and disposes it; everything queued before it is then done. */
async function take(info: TensorInfo): Promise<Float32Array> {
  const tensor = tf.engine().makeTensorFromTensorInfo(info);
  try {
    return Float32Array.from(await tensor.data());
  } finally {
    tensor.dispose();
  }
}

const flopsOf = ({ product: { m, n, k, groups } }: Request): number => 2 * m * n * k * groups;

/** Bytes of the largest buffer of a product: C may be written in parts. */
const largestBytes = ({ product, a, b }: Request): number =>
  4 * Math.max(elements(a), elements(b), partsOf(product) * product.cRows * product.cStride);

/** The smallest product of each class; classes with the most work in the step come first. */
function classesOf(requests: readonly Request[]): Map<string, Request> {
  const work = new Map<string, number>();
  const smallest = new Map<string, Request>();
  for (const request of requests) {
    const name = shapeClass(request.product);
    work.set(name, (work.get(name) ?? 0) + flopsOf(request));
    const previous = smallest.get(name);
    if (!previous || flopsOf(request) < flopsOf(previous)) smallest.set(name, request);
  }
  const weight = ([name]: [string, Request]): number => work.get(name) ?? 0;
  return new Map([...smallest].toSorted((a, b) => weight(b) - weight(a)));
}

interface Timed {
  readonly name: string;
  /** Milliseconds per run. */
  readonly ms: number;
  /** Sums of the columns of C, with each element weighted. */
  readonly sums: Float32Array;
}

/** A product with its operands, to be run as often as needed. */
interface Workload {
  readonly gpu: Gpu;
  readonly request: Request;
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

const once = ({ gpu, request: { product, c }, a, b }: Workload, { tile }: Candidate): TensorInfo =>
  multiply(gpu, product, { tile, parts: partsOf(product), maxFlops }, [...c], { a, b });

/**
 * Fills a buffer of this shape with noise and releases it, so that the next one of its size holds
 * no right values from before.
 */
function spoil(gpu: Gpu, shape: readonly number[]): void {
  gpu.disposeData(noise(gpu, shape).dataId);
  submit(gpu);
}

async function sumsOf(workload: Workload, candidate: Candidate): Promise<Float32Array> {
  const {
    gpu,
    request: { product, c },
  } = workload;
  spoil(gpu, c);
  if (partsOf(product) > 1) spoil(gpu, [partsOf(product), product.cRows, product.cStride]);
  const weighed = inPlace(gpu, weighProgram, once(workload, candidate));
  const { bias } = biasGradient(gpu, weighed, null);
  gpu.disposeData(weighed.dataId);
  return take(bias);
}

/** Measures one candidate's time, and its sums. Rejects if the device refuses it. */
async function timed(workload: Workload, candidate: Candidate): Promise<Timed> {
  const { gpu } = workload;
  const runs = async (count: number): Promise<number> => {
    const began = performance.now();
    for (let i = 0; i < count; i++) {
      gpu.disposeData(once(workload, candidate).dataId);
      submit(gpu);
    }
    await take(noise(gpu, [1]));
    return (performance.now() - began) / count;
  };
  const sums = await sumsOf(workload, candidate);
  const one = await runs(1);
  const count = Math.min(maxRuns, Math.ceil(timedMs / Math.max(one, 0.01)));
  const ms = one > longMs ? one : Math.min(await runs(count), await runs(count));
  return { name: candidate.name, ms, sums };
}

/** Compiles the candidates in parallel; returns those that the device accepts. */
async function compiled(workload: Workload, among: readonly Candidate[]): Promise<Candidate[]> {
  const { gpu } = workload;
  let results: PromiseSettledResult<void>[] = [];
  const compile = (candidate: Candidate): Promise<void> =>
    compileAhead(gpu, () => gpu.disposeData(once(workload, candidate).dataId));
  const all = async (): Promise<void> => {
    results = await Promise.allSettled(among.map(compile));
  };
  // Each candidate's failure is in its own result.
  await scoped(gpu.device, all).catch(() => undefined);
  return among.filter((_, i) => results[i]?.status === 'fulfilled');
}

/**
 * Times the candidates of a class that the device accepts, the default first if it is among them,
 * until `goOn` says no.
 */
async function race(gpu: Gpu, request: Request, goOn: () => boolean): Promise<Timed[]> {
  const among = candidates(request.product, subgroupSize(gpu.device));
  const workload = { gpu, request, a: noise(gpu, request.a), b: noise(gpu, request.b) };
  submit(gpu);
  const results: Timed[] = [];
  try {
    for (const candidate of await compiled(workload, among)) {
      const result = await scoped(gpu.device, () => timed(workload, candidate)).catch(() => null);
      if (result) results.push(result);
      if (!goOn()) break;
    }
  } finally {
    for (const { dataId } of [workload.a, workload.b]) gpu.disposeData(dataId);
  }
  return results;
}

/**
 * The fastest candidate whose sums match the default's, if it gains enough, else the default; null
 * if the clock is too coarse to tell.
 */
export function winner([standard, ...others]: readonly Timed[]): Timed | null {
  if (!standard || others.concat(standard).some(({ ms }) => !(ms > 0))) return null;
  const right = others.filter(({ sums }) => relativeError(sums, standard.sums) <= tolerance);
  const best = right.toSorted((a, b) => a.ms - b.ms)[0];
  return best && best.ms * minGain < standard.ms ? best : standard;
}

/**
 * Returns `previous` plus what was measured for `requests`. Products with a buffer above the
 * binding limit are left to a smaller one of their class. Compiles what it times; a class that has
 * been started may take `budgetMs` once more. No dispatch takes longer than 20 ms on a GPU of 200
 * GFLOP/s.
 */
export async function tune(
  gpu: Gpu,
  requests: readonly Request[],
  previous: Measured,
  { budgetMs, progress = () => undefined, signal }: TuneOptions,
): Promise<Measured> {
  const tiles = { ...previous.tiles };
  const rates = { ...previous.rates };
  const classes = classesOf(requests.filter((request) => largestBytes(request) <= bindingLimit(gpu)));
  const open = [...classes].filter(([name]) => tiles[name] === undefined);
  const began = performance.now();
  const within = (ms: number): boolean => !signal?.aborted && performance.now() - began <= ms;
  for (const [i, [name, request]] of open.entries()) {
    progress(i, open.length);
    if (signal?.aborted || (i > 0 && !within(budgetMs))) break;
    const best = winner(await race(gpu, request, () => within(2 * budgetMs)));
    // A class that was interrupted is measured another time.
    if (!best || signal?.aborted) continue;
    tiles[name] = best.name;
    rates[name] = flopsOf(request) / best.ms;
  }
  progress(open.length, open.length);
  return { tiles, rates };
}
