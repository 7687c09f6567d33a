/**
 * Times every layer and pass of a model on the current backend, each alone: it is run again and again until the sum is long
 * enough, then one element is read. Gradients are taken from a tape that is recorded once, so that a backward pass is timed
 * without its forward pass. The activation's gradient is part of both dX and dW. FLOP: two a multiply-accumulate. Worker or Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  backpropagateGradients,
  getFilteredNodesXToY,
  type TapeNode,
} from '@tensorflow/tfjs-core/dist/tape.js';
import type { layers } from '@tensorflow/tfjs-layers';
import { gpuOf } from '../kernels/family';
import { matMul } from '../kernels/gemm';
import { submit } from '../kernels/gpu';
import { zerosOf } from '../kernels/update';
import { trainableVariables, type Model } from '../model/build';
import { summarize, type LayerRow, type NetworkSpec } from '../network';
import type { LayerTime, Profile } from '../training/logs';
import type { Optimizer } from '../training/optimizer';

/** How long a part is run. */
export interface Pace {
  /** A part is repeated until its runs sum to this. */
  readonly leastMs: number;
  /** It is timed this often at least: one alone may have met a pause of the machine. */
  readonly leastTimings: number;
  /** A first run at least this long is the measurement, where no program is left to be made; Infinity: it never is. */
  readonly firstCountsFromMs: number;
}

/** What is timed. Weights and optimizer state are not what they were afterwards. */
export interface Subject {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Images in a step. */
  readonly batch: number;
}

/** What tfjs-core/src/engine.ts keeps to itself: the tape that `tf.grads` records and drops. */
interface Taping {
  startTape(): void;
  endTape(): void;
  readonly state: { activeTape: TapeNode[] | null };
}

/** A short part is not repeated more often: encoding its commands takes long enough by then. */
export const mostRepeats = 256;

/** Waits for all that was queued before, by reading one element. */
async function settle(tensor: tf.Tensor): Promise<void> {
  const element = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), 0, 1));
  await element.data();
  element.dispose();
}

/** Milliseconds of `repeats` runs, whose results are disposed. */
export async function times(run: () => tf.Tensor[], repeats: number): Promise<number> {
  const began = performance.now();
  for (let i = 1; i < repeats; i++) {
    tf.dispose(run());
    // Else the next run's results need memory of their own, which tfjs would never give back.
    if (tf.getBackend() === 'webgpu') submit(gpuOf(tf.backend()));
  }
  const results = run();
  // The smallest: stock's slice binds a tensor as a whole, and a dense layer's gradient may be above the limit.
  const [smallest] = results.toSorted((a, b) => a.size - b.size);
  if (!smallest) throw new Error('Nothing was computed');
  await settle(smallest);
  tf.dispose(results);
  return performance.now() - began;
}

/**
 * Milliseconds of one `run`: the shortest of the timings. Its first run, which may compile and finds no buffers to reuse, is left out,
 * unless it is long.
 */
export async function timeOf(run: () => tf.Tensor[], pace: Pace): Promise<number> {
  const { leastMs, leastTimings, firstCountsFromMs } = pace;
  const first = await times(run, 1);
  if (first >= firstCountsFromMs) return first;
  let [repeats, best] = [1, Number.POSITIVE_INFINITY];
  for (let timings = 1; ; timings++) {
    best = Math.min(best, (await times(run, repeats)) / repeats);
    const enough = best * repeats >= leastMs || repeats === mostRepeats;
    if (enough && timings >= leastTimings) return best;
    if (!enough) repeats = Math.min(mostRepeats, Math.max(repeats * 2, Math.ceil(leastMs / best)));
  }
}

/** The backward pass of one call, ready to be run again and again. */
interface Recorded {
  /** Gradients of `xs`, given the output's. */
  backward(xs: readonly tf.Tensor[], dy: tf.Tensor): tf.Tensor[];
  dispose(): void;
}

/** What `call` gives, and the tape of it. */
function taped(call: () => tf.Tensor): { output: tf.Tensor; tape: TapeNode[] } {
  const engine = tf.engine() as unknown as Taping;
  engine.startTape();
  try {
    const output = tf.tidy(call);
    return { output, tape: engine.state.activeTape ?? [] };
  } finally {
    engine.endTape();
    engine.state.activeTape = null;
  }
}

function record(call: () => tf.Tensor): Recorded {
  const { output, tape } = taped(call);
  return {
    backward: (xs, dy) =>
      tf.tidy(() => {
        const gradients: Record<number, tf.Tensor> = { [output.id]: dy };
        const nodes = getFilteredNodesXToY(tape, [...xs], output);
        backpropagateGradients(gradients, nodes, (f) => tf.tidy(() => f() as tf.Tensor), tf.add);
        return xs.flatMap((x) => gradients[x.id] ?? []);
      }),
    dispose() {
      for (const { saved } of tape) tf.dispose(saved ?? []);
      output.dispose();
    },
  };
}

/** Values in −1 … 1, [batch, …]: those of one image, repeated on the device, as a batch of them would be uploaded for seconds. */
function images([, ...shape]: LayerRow['inputShape'], batch: number, seed: number): tf.Tensor {
  const sides = shape.map((side) => side ?? 1);
  return tf.tidy(() =>
    tf.tile(tf.randomUniform([1, ...sides], -1, 1, 'float32', seed), [batch, ...sides.map(() => 1)]),
  );
}

/** The passes that a layer is timed in. `first`: nobody wants the gradient of its input. Flatten computes nothing. */
function passesOf({ layer, macs }: LayerRow, first: boolean): LayerTime['pass'][] {
  if (layer.kind === 'flatten') return [];
  if (macs === 0) return ['forward', 'backward'];
  return first ? ['forward', 'dW'] : ['forward', 'dX', 'dW'];
}

/** One layer, pass by pass, of input `x` and the gradient `dy` of its output. */
async function* timePasses(
  layer: layers.Layer,
  { x, dy }: { readonly x: tf.Tensor; readonly dy: tf.Tensor },
  passes: readonly LayerTime['pass'][],
  pace: Pace,
): AsyncGenerator<{ readonly pass: LayerTime['pass']; readonly ms: number }, void> {
  const call = (): tf.Tensor => layer.apply(x, { training: true }) as tf.Tensor;
  const weights = layer.trainableWeights.map((weight) => weight.read());
  const recorded = record(call);
  const runs: Partial<Record<LayerTime['pass'], () => tf.Tensor[]>> = {
    forward: () => [tf.tidy(call)],
    dX: () => recorded.backward([x], dy),
    dW: () => recorded.backward(weights, dy),
    backward: () => recorded.backward([x, ...weights], dy),
  };
  try {
    for (const pass of passes) {
      const run = runs[pass];
      if (run) yield { pass, ms: await timeOf(run, pace) };
    }
  } finally {
    recorded.dispose();
  }
}

/** One layer of the network. */
async function* timeLayer(
  { model, batch }: Subject,
  row: LayerRow,
  passes: readonly LayerTime['pass'][],
  pace: Pace,
): AsyncGenerator<LayerTime, void> {
  const { name } = row.layer;
  const [x, dy] = [images(row.inputShape, batch, 1), images(row.outputShape, batch, 2)];
  try {
    for await (const { pass, ms } of timePasses(model.net.getLayer(name), { x, dy }, passes, pace)) {
      const gflops = row.macs > 0 ? (2 * row.macs * batch) / ms / 1e6 : null;
      yield { layer: name, pass, ms, gflops };
    }
  } finally {
    tf.dispose([x, dy]);
  }
}

/** The optimizer on all variables at once, with gradients of 0. */
async function timeUpdate({ model, optimizer }: Subject, pace: Pace): Promise<LayerTime> {
  const variables = trainableVariables(model);
  const gradients = [...variables.values()].map((v) => [v.name, zerosOf(v.shape)] as const);
  const [some] = variables.values();
  if (!some) throw new Error('The model has no variables');
  const run = (): tf.Tensor[] => {
    // `apply` disposes the gradients: it is given others on the same memory.
    optimizer.apply(variables, Object.fromEntries(gradients.map(([name, g]) => [name, g.clone()])), 1e-4);
    return [tf.tidy(() => tf.slice(tf.reshape(some, [-1]), 0, 1))];
  };
  try {
    return { layer: null, pass: 'update', ms: await timeOf(run, pace), gflops: null };
  } finally {
    tf.dispose(gradients.map(([, gradient]) => gradient));
  }
}

/** GFLOP/s of a product of two side × side matrices by our own kernel; `tf.matMul` would still be stock's, and slower. */
async function productRate(side: number, pace: Pace): Promise<{ gflops: number; ms: number }> {
  const [a, b] = [1, 2].map((seed) => tf.randomUniform<tf.Rank.R2>([side, side], -1, 1, 'float32', seed));
  if (!a || !b) throw new Error('unreachable');
  try {
    const ms = await timeOf(() => [matMul(a, b)], { ...pace, firstCountsFromMs: Number.POSITIVE_INFINITY });
    return { gflops: (2 * side ** 3) / ms / 1e6, ms };
  } finally {
    tf.dispose([a, b]);
  }
}

const productSides = [256, 512, 1024];
const longestProductMs = 1_000;

/** The rate of the largest product that takes no longer than a second, judged by the next smaller one. */
async function gemmRate(pace: Pace): Promise<{ side: number; gflops: number }> {
  let best = { side: 0, gflops: 0 };
  for (const side of productSides) {
    const { gflops, ms } = await productRate(side, pace);
    best = { side, gflops };
    if (ms * 8 > longestProductMs) break;
  }
  return best;
}

/** The parts that `profileLayers` yields. */
export function countParts(network: NetworkSpec): number {
  const { rows } = summarize(network);
  // The matrix product before and after, and the update.
  return rows.reduce((sum, row, i) => sum + passesOf(row, i === 0).length, 3);
}

/** All layers, then the update. Yields after each part; `return()` ends it early. Leaves no tensor behind. */
export async function* profileLayers(subject: Subject, pace: Pace): AsyncGenerator<undefined, Profile> {
  const before = await gemmRate(pace);
  yield;
  const layerTimes: LayerTime[] = [];
  for (const [i, row] of summarize(subject.model.network).rows.entries()) {
    const passes = passesOf(row, i === 0);
    if (passes.length === 0) continue;
    for await (const time of timeLayer(subject, row, passes, pace)) {
      layerTimes.push(time);
      yield;
    }
  }
  layerTimes.push(await timeUpdate(subject, pace));
  yield;
  const after = await productRate(before.side, pace);
  yield;
  // The better of two: other work on the machine must not flatter the shares.
  return { gemmGflops: Math.max(before.gflops, after.gflops), gemmSide: before.side, times: layerTimes };
}
