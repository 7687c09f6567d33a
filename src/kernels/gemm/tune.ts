/**
 * Times the template's candidates on this adapter for the products of a step. Bounded: one class of shapes is measured, and others until
 * `budgetMs` are over; what was not reached keeps its default. Every tile adds in the same order (`plan.ts`), so a candidate whose sums
 * differ from the default's is a driver's mistake, and is not taken. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { relativeError } from '../../lib/compare';
import { subgroupSize } from '../device';
import { allocate, bindingLimit, compileAhead, dispatch, scoped, submit, type Gpu } from '../gpu';
import { defineProgram, forEach, grid, type Program } from '../wgsl';
import { biasGradient } from './biasGradient';
import type { Measured, Request } from './book';
import { multiply } from './launch';
import { candidates, partsOf, shapeClass, type Candidate } from './plan';

export interface TuneOptions {
  readonly budgetMs: number;
  /** Classes of shapes that are done, of how many. */
  readonly progress?: (done: number, total: number) => void;
  /** Ends it early: what is known by then is the result. */
  readonly signal?: AbortSignal;
}

/** A candidate that is not this much faster than the default is not taken: the next measurement may say the opposite. */
const leastGain = 1.05;
/** Milliseconds that a timing lasts, unless one run is longer, and the most runs of it. */
const timedMs = 10;
const mostRuns = 64;
/** A run that is longer is its own timing. */
const longMs = 250;
const tolerance = 1e-4;
/** FLOP of the longest dispatch while nothing is known of the adapter: 20 ms at 200 GFLOP/s. */
const mostFlops = 4e9;

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

/** The values of a small tensor, which is disposed; all that was queued before it is then done. */
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

/** By class the smallest product, the classes with most work in the step first. */
function classesOf(requests: readonly Request[]): Map<string, Request> {
  const work = new Map<string, number>();
  const smallest = new Map<string, Request>();
  for (const request of requests) {
    const name = shapeClass(request.product);
    work.set(name, (work.get(name) ?? 0) + flopsOf(request));
    const known = smallest.get(name);
    if (!known || flopsOf(request) < flopsOf(known)) smallest.set(name, request);
  }
  const weight = ([name]: [string, Request]): number => work.get(name) ?? 0;
  return new Map([...smallest].toSorted((a, b) => weight(b) - weight(a)));
}

interface Timed {
  readonly name: string;
  /** Of one run. */
  readonly ms: number;
  /** Of the columns of C, each element weighed. */
  readonly sums: Float32Array;
}

/** A product on its operands, as often as it takes. */
interface Trial {
  readonly gpu: Gpu;
  readonly request: Request;
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

const once = ({ gpu, request: { product, c }, a, b }: Trial, { tile }: Candidate): TensorInfo =>
  multiply(gpu, product, { tile, parts: partsOf(product), mostFlops }, [...c], { a, b });

/** Gives a buffer of this shape back with noise in it: the next one of its size has no right values from before. */
function spoil(gpu: Gpu, shape: readonly number[]): void {
  gpu.disposeData(noise(gpu, shape).dataId);
  submit(gpu);
}

async function sumsOf(trial: Trial, candidate: Candidate): Promise<Float32Array> {
  const { gpu, request: { product, c } } = trial; // prettier-ignore
  spoil(gpu, c);
  if (partsOf(product) > 1) spoil(gpu, [partsOf(product), product.cRows, product.cStride]);
  const weighed = inPlace(gpu, weighProgram, once(trial, candidate));
  const { bias } = biasGradient(gpu, weighed, null);
  gpu.disposeData(weighed.dataId);
  return take(bias);
}

/** One candidate's time, and its sums. Rejects where the device refuses it. */
async function timed(trial: Trial, candidate: Candidate): Promise<Timed> {
  const { gpu } = trial;
  const runs = async (count: number): Promise<number> => {
    const began = performance.now();
    for (let i = 0; i < count; i++) {
      gpu.disposeData(once(trial, candidate).dataId);
      submit(gpu);
    }
    await take(noise(gpu, [1]));
    return (performance.now() - began) / count;
  };
  const sums = await sumsOf(trial, candidate);
  const one = await runs(1);
  const count = Math.min(mostRuns, Math.ceil(timedMs / Math.max(one, 0.01)));
  const ms = one > longMs ? one : Math.min(await runs(count), await runs(count));
  return { name: candidate.name, ms, sums };
}

/** Compiles the candidates in parallel; gives those that the device takes. */
async function compiled(trial: Trial, among: readonly Candidate[]): Promise<Candidate[]> {
  const { gpu } = trial;
  let results: PromiseSettledResult<void>[] = [];
  const compile = (candidate: Candidate): Promise<void> =>
    compileAhead(gpu, () => gpu.disposeData(once(trial, candidate).dataId));
  const all = async (): Promise<void> => {
    results = await Promise.allSettled(among.map(compile));
  };
  // What the device says against one of them is in its result.
  await scoped(gpu.device, all).catch(() => undefined);
  return among.filter((_, i) => results[i]?.status === 'fulfilled');
}

/** The candidates of a class that the device takes, the default first if it is among them; as many as `goOn` lets be timed. */
async function race(gpu: Gpu, request: Request, goOn: () => boolean): Promise<Timed[]> {
  const among = candidates(request.product, subgroupSize(gpu.device));
  const trial = { gpu, request, a: noise(gpu, request.a), b: noise(gpu, request.b) };
  submit(gpu);
  const results: Timed[] = [];
  try {
    for (const candidate of await compiled(trial, among)) {
      const result = await scoped(gpu.device, () => timed(trial, candidate)).catch(() => null);
      if (result) results.push(result);
      if (!goOn()) break;
    }
  } finally {
    for (const { dataId } of [trial.a, trial.b]) gpu.disposeData(dataId);
  }
  return results;
}

/** The fastest whose sums are the default's, if it gains enough; null where the clock is too coarse to tell. */
export function winner([standard, ...others]: readonly Timed[]): Timed | null {
  if (!standard || others.concat(standard).some(({ ms }) => !(ms > 0))) return null;
  const right = others.filter(({ sums }) => relativeError(sums, standard.sums) <= tolerance);
  const best = right.toSorted((a, b) => a.ms - b.ms)[0];
  return best && best.ms * leastGain < standard.ms ? best : standard;
}

/**
 * `known` and what was measured for `requests`. Classes with a buffer above the binding limit are left to a smaller product of theirs.
 * Compiles what it times; a class that is begun may take `budgetMs` once more. No dispatch is longer than 20 ms on a GPU of 200 GFLOP/s.
 */
export async function tune(
  gpu: Gpu,
  requests: readonly Request[],
  known: Measured,
  { budgetMs, progress = () => undefined, signal }: TuneOptions,
): Promise<Measured> {
  const [tiles, rates] = [{ ...known.tiles }, { ...known.rates }];
  const classes = classesOf(requests.filter((request) => largestBytes(request) <= bindingLimit(gpu)));
  const open = [...classes].filter(([name]) => tiles[name] === undefined);
  const began = performance.now();
  const within = (ms: number): boolean => !signal?.aborted && performance.now() - began <= ms;
  for (const [i, [name, request]] of open.entries()) {
    progress(i, open.length);
    if (signal?.aborted || (i > 0 && !within(budgetMs))) break;
    const best = winner(await race(gpu, request, () => within(2 * budgetMs)));
    // Stopped in its midst, a class is measured another time.
    if (!best || signal?.aborted) continue;
    tiles[name] = best.name;
    rates[name] = flopsOf(request) / best.ms;
  }
  progress(open.length, open.length);
  return { tiles, rates };
}
