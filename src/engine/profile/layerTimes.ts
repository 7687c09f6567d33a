/**
 * Times every layer and pass of a model on the current backend, each alone: it runs repeatedly
 * until the sum is long enough, then one element is read. Gradients come from a tape that is
 * recorded once, so that a backward pass is timed without its forward pass. The activation's
 * gradient is part of both dX and dW. One multiply-accumulate counts as two FLOP. Runs in the
 * worker or in Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  backpropagateGradients,
  getFilteredNodesXToY,
  type TapeNode,
} from '@tensorflow/tfjs-core/dist/tape.js';
import type { layers } from '@tensorflow/tfjs-layers';
import { gpuOf } from '../../kernels/family';
import { matMul } from '../../kernels/gemm';
import { submit } from '../../kernels/gpu';
import { zerosOf } from '../../kernels/update';
import { trainableVariables, type Model } from '../../model/build';
import { summarize, type LayerRow, type NetworkSpec } from '../../network';
import type { LayerTime, Profile } from '../../protocol/device';
import type { Optimizer } from '../../training/optimizer';

/** How long each part runs. */
export interface TimingLimits {
  /** A part is repeated until its runs sum to this. */
  readonly minMs: number;
  /** A part is timed at least this often: a single timing may have hit a pause of the machine. */
  readonly minTimings: number;
  /**
   * A first run at least this long counts as the measurement, if no program remains to be compiled;
   * Infinity: it never counts.
   */
  readonly firstCountsFromMs: number;
}

/** What is timed. The timing changes weights and optimizer state. */
export interface TimedModel {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Images per step. */
  readonly batch: number;
}

/** Private parts of tfjs-core/src/engine.ts: the tape that `tf.grads` records and drops. */
interface Taping {
  startTape(): void;
  endTape(): void;
  readonly state: { activeTape: TapeNode[] | null };
}

/**
 * A short part is not repeated more often than this: encoding its commands takes long enough by
 * then.
 */
export const maxRepeats = 256;

/** Waits for everything that was queued before, by reading one element. */
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
    // Otherwise the next run's results need memory of their own, which tfjs would never free.
    if (tf.getBackend() === 'webgpu') submit(gpuOf(tf.backend()));
  }
  const results = run();
  // Reads the smallest result: the stock slice kernel binds a whole tensor, and a dense layer's
  // gradient may exceed the binding limit.
  const [smallest] = results.toSorted((a, b) => a.size - b.size);
  if (!smallest) throw new Error('Nothing was computed');
  await settle(smallest);
  tf.dispose(results);
  return performance.now() - began;
}

/**
 * Milliseconds of one `run`: the shortest of the timings. The first run, which may compile and has
 * no buffers to reuse, is not counted unless it is long.
 */
export async function timeOf(run: () => tf.Tensor[], limits: TimingLimits): Promise<number> {
  const { minMs, minTimings, firstCountsFromMs } = limits;
  const first = await times(run, 1);
  if (first >= firstCountsFromMs) return first;
  let repeats = 1;
  let best = Number.POSITIVE_INFINITY;
  for (let timings = 1; ; timings++) {
    best = Math.min(best, (await times(run, repeats)) / repeats);
    const enough = best * repeats >= minMs || repeats === maxRepeats;
    if (enough && timings >= minTimings) return best;
    if (!enough) repeats = Math.min(maxRepeats, Math.max(repeats * 2, Math.ceil(minMs / best)));
  }
}

/** The backward pass of one call, which can be run repeatedly. */
interface Recorded {
  /** Gradients of `xs`, given the output's. */
  backward(xs: readonly tf.Tensor[], dy: tf.Tensor): tf.Tensor[];
  dispose(): void;
}

/** The output of `call`, and its tape. */
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

/**
 * Values in −1 … 1, [batch, …]: those of one image, repeated on the device, because uploading a
 * whole batch would take seconds.
 */
function images([, ...shape]: LayerRow['inputShape'], batch: number, seed: number): tf.Tensor {
  const sides = shape.map((side) => side ?? 1);
  return tf.tidy(() =>
    tf.tile(tf.randomUniform([1, ...sides], -1, 1, 'float32', seed), [batch, ...sides.map(() => 1)]),
  );
}

/**
 * The passes in which a layer is timed. `first`: the gradient of its input is not needed. Flatten
 * computes nothing.
 */
function passesOf({ layer, macs }: LayerRow, first: boolean): LayerTime['pass'][] {
  if (layer.kind === 'flatten') return [];
  if (macs === 0) return ['forward', 'backward'];
  return first ? ['forward', 'dW'] : ['forward', 'dX', 'dW'];
}

/** Times one layer, pass by pass, with input `x` and its output's gradient `dy`. */
async function* timePasses(
  layer: layers.Layer,
  { x, dy }: { readonly x: tf.Tensor; readonly dy: tf.Tensor },
  passes: readonly LayerTime['pass'][],
  limits: TimingLimits,
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
      if (run) yield { pass, ms: await timeOf(run, limits) };
    }
  } finally {
    recorded.dispose();
  }
}

/** Times one layer of the network. */
async function* timeLayer(
  { model, batch }: TimedModel,
  row: LayerRow,
  passes: readonly LayerTime['pass'][],
  limits: TimingLimits,
): AsyncGenerator<LayerTime, void> {
  const { name } = row.layer;
  const x = images(row.inputShape, batch, 1);
  const dy = images(row.outputShape, batch, 2);
  try {
    for await (const { pass, ms } of timePasses(model.net.getLayer(name), { x, dy }, passes, limits)) {
      const gflops = row.macs > 0 ? (2 * row.macs * batch) / ms / 1e6 : null;
      yield { layer: name, pass, ms, gflops };
    }
  } finally {
    tf.dispose([x, dy]);
  }
}

/** Times the optimizer on all variables at once, with gradients of 0. */
async function timeUpdate({ model, optimizer }: TimedModel, limits: TimingLimits): Promise<LayerTime> {
  const variables = trainableVariables(model);
  const gradients = [...variables.values()].map((v) => [v.name, zerosOf(v.shape)] as const);
  const [some] = variables.values();
  if (!some) throw new Error('The model has no variables');
  const run = (): tf.Tensor[] => {
    // `apply` disposes the gradients, so it gets clones that share their memory.
    optimizer.apply(variables, Object.fromEntries(gradients.map(([name, g]) => [name, g.clone()])), 1e-4);
    return [tf.tidy(() => tf.slice(tf.reshape(some, [-1]), 0, 1))];
  };
  try {
    return { layer: null, pass: 'update', ms: await timeOf(run, limits), gflops: null };
  } finally {
    tf.dispose(gradients.map(([, gradient]) => gradient));
  }
}

/**
 * GFLOP/s of our own kernel for a product of two side × side matrices; `tf.matMul` would still use
 * the stock kernel, which is slower.
 */
async function productRate(side: number, limits: TimingLimits): Promise<{ gflops: number; ms: number }> {
  const [a, b] = [1, 2].map((seed) => tf.randomUniform<tf.Rank.R2>([side, side], -1, 1, 'float32', seed));
  if (!a || !b) throw new Error('unreachable');
  try {
    const ms = await timeOf(() => [matMul(a, b)], { ...limits, firstCountsFromMs: Number.POSITIVE_INFINITY });
    return { gflops: (2 * side ** 3) / ms / 1e6, ms };
  } finally {
    tf.dispose([a, b]);
  }
}

const productSides = [256, 512, 1024];
const longestProductMs = 1_000;

/**
 * The rate of the largest product that takes at most a second, as estimated from the next smaller
 * one.
 */
async function gemmRate(limits: TimingLimits): Promise<{ side: number; gflops: number }> {
  let best = { side: 0, gflops: 0 };
  for (const side of productSides) {
    const { gflops, ms } = await productRate(side, limits);
    best = { side, gflops };
    if (ms * 8 > longestProductMs) break;
  }
  return best;
}

/** The number of parts that `profileLayers` yields. */
export function countParts(network: NetworkSpec): number {
  const { rows } = summarize(network);
  // Plus three: the matrix product before and after, and the update.
  return rows.reduce((sum, row, i) => sum + passesOf(row, i === 0).length, 3);
}

/**
 * Times all layers, then the update. Yields after each part; `return()` ends it early. Leaves no
 * tensor behind.
 */
export async function* profileLayers(
  timed: TimedModel,
  limits: TimingLimits,
): AsyncGenerator<undefined, Profile> {
  const before = await gemmRate(limits);
  yield;
  const layerTimes: LayerTime[] = [];
  for (const [i, row] of summarize(timed.model.network).rows.entries()) {
    const passes = passesOf(row, i === 0);
    if (passes.length === 0) continue;
    for await (const time of timeLayer(timed, row, passes, limits)) {
      layerTimes.push(time);
      yield;
    }
  }
  layerTimes.push(await timeUpdate(timed, limits));
  yield;
  const after = await productRate(before.side, limits);
  yield;
  // Takes the better of two, so that other work on the machine does not flatter the shares.
  return { gemmGflops: Math.max(before.gflops, after.gflops), gemmSide: before.side, times: layerTimes };
}
