/**
 * Batch normalisation in training and inference. x is a table of rows (all axes but the last) and channels:
 *   1. each block's mean and squared deviations, in two passes over rows that are in the cache by then, less about the mean:
 *      no loss of digits where the mean is far from 0
 *   2. the blocks merged in their order; the moving averages moved in place
 *   3. y = (x − mean) / √(variance + ε) · gamma + beta
 * and back: 1. each block's Σ dy and Σ dy · (x − mean); 2. merged: dbeta and dgamma; 3. dx. What is computed once for a channel is
 * plain TypeScript, in double precision.
 *
 * Sources: Ioffe and Szegedy, 2015; Chan, Golub and LeVeque, 1983 (merging); keras/src/layers/normalization/batch_normalization.py.
 * Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { gradient, gradientSums, mergeMoments, moments, normalise } from './batchNormKernels';
import { joined, runtimeOf, type WasmFamily, type WasmRuntime } from './kernel';
import { turnBytes } from './loops';
import { jobOf, mergeSums, sumBlocks, tableOf, widen, type Table } from './table';

type Values = ArrayLike<number>;

/** The results of a formula for each channel, from the values at its place in each list. */
function perChannel(channels: number, formula: (c: number) => number): Float64Array {
  const results = new Float64Array(channels);
  for (let c = 0; c < channels; c++) results[c] = formula(c);
  return results;
}
const at = (values: Values, c: number): number => values[c] ?? Number.NaN;

/** Wide rows of values of each channel, one after the other. The caller gives them back. */
function columnsOf(runtime: WasmRuntime, table: Table, lists: readonly Values[]): TensorInfo {
  const columns = runtime.output([lists.length, table.width]);
  const values = runtime.values(columns);
  for (const [i, list] of lists.entries()) values.set(widen(table, list), i * table.width);
  return columns;
}

/** Rows whose mean is subtracted before anything is summed. */
const mostSampled = 32;

/** About the mean of each channel: that of a few rows, evenly spread. One row might lie far out. */
function aboutTheMean(runtime: WasmRuntime, x: TensorInfo, { rows, channels }: Table): Float32Array {
  const values = runtime.values(x);
  const sampled = Math.min(rows, mostSampled);
  const sums = new Float64Array(channels);
  for (let i = 0; i < sampled; i++) {
    const first = Math.trunc((i * rows) / sampled) * channels;
    for (let c = 0; c < channels; c++) sums[c] = at(sums, c) + at(values, first + c);
  }
  return new Float32Array(perChannel(channels, (c) => at(sums, c) / sampled));
}

/** Of each channel over all rows, in double precision: mean and biased variance. */
function momentsOf(
  runtime: WasmRuntime,
  x: TensorInfo,
  table: Table,
): { mean: Float64Array; variance: Float64Array } {
  const { rows, channels, width, blockRows, blocks } = table;
  const shift = aboutTheMean(runtime, x, table);
  const columns = columnsOf(runtime, table, [shift]);
  const sums = runtime.output([blocks, 2, width]);
  const merged = runtime.output([2, channels]);
  const [from, parts, result] = [columns, sums, merged].map((tensor) => runtime.address(tensor)) as [
    number,
    number,
    number,
  ];
  const bytes = 4 * channels;
  const addresses = { x: runtime.address(x), shift: from, sums: parts };
  runtime.run(moments, joined(jobOf(table), addresses, { channelBytes: bytes }), blocks);
  const merging = { bytes, rowBytes: 4 * width, blocks, sums: parts, result, blockRows, rows };
  runtime.run(mergeMoments, merging, Math.ceil(bytes / turnBytes));
  const values = new Float64Array(runtime.values(merged));
  for (const { dataId } of [columns, sums, merged]) runtime.disposeData(dataId);
  return {
    mean: perChannel(channels, (c) => at(shift, c) + at(values, c)),
    variance: perChannel(channels, (c) => at(values, channels + c) / rows),
  };
}

/** (x − mean) · scale + shift. */
function normalised(
  runtime: WasmRuntime,
  x: TensorInfo,
  table: Table,
  lists: { readonly mean: Values; readonly scale: Values; readonly shift: Values },
): TensorInfo {
  const columns = columnsOf(runtime, table, [lists.mean, lists.scale, lists.shift]);
  const y = runtime.output(x.shape);
  const addresses = { x: runtime.address(x), y: runtime.address(y), columns: runtime.address(columns) };
  runtime.run(normalise, joined(jobOf(table), addresses), table.blocks);
  runtime.disposeData(columns.dataId);
  return y;
}

/** average ← average + (value − average) · share, in place. */
function move(runtime: WasmRuntime, average: TensorInfo, values: Values, share: number): void {
  // Into the memory first: outside of it the values may still be an array of whoever made the tensor.
  runtime.address(average);
  const averages = runtime.values(average);
  for (let c = 0; c < averages.length; c++) {
    const old = at(averages, c);
    averages[c] = old + (at(values, c) - old) * share;
  }
}

/** Inputs x [.., C], gamma and beta [C]; outputs y [.., C] and statistics [2, C]: mean, 1 / √(variance + ε). */
const forward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const runtime = runtimeOf(backend);
  const { x, gamma, beta } = inputs as { x: TensorInfo; gamma: TensorInfo; beta: TensorInfo };
  const { movingMean, movingVariance, momentum, epsilon } = attrs as unknown as {
    readonly movingMean: TensorInfo;
    readonly movingVariance: TensorInfo;
    readonly momentum: number;
    readonly epsilon: number;
  };
  const table = tableOf(x);
  const { channels } = table;
  const statistics = runtime.output([2, channels]);
  const { mean, variance } = momentsOf(runtime, x, table);
  move(runtime, movingMean, mean, 1 - momentum);
  move(runtime, movingVariance, variance, 1 - momentum);
  const inverse = perChannel(channels, (c) => 1 / Math.sqrt(at(variance, c) + epsilon));
  runtime.values(statistics).set(mean, 0);
  runtime.values(statistics).set(inverse, channels);
  const gammas = runtime.values(gamma);
  const scale = perChannel(channels, (c) => at(inverse, c) * at(gammas, c));
  const y = normalised(runtime, x, table, { mean, scale, shift: new Float32Array(runtime.values(beta)) });
  return [y, statistics];
};

type Backward = Record<'x' | 'dy' | 'gamma' | 'statistics', TensorInfo>;

/** Σ dy and Σ dy · (x − mean) of each channel [2, width], of which the first C of a row count. The caller gives them back. */
function gradientSumsOf(
  runtime: WasmRuntime,
  { x, dy }: Backward,
  table: Table,
  columns: TensorInfo,
): TensorInfo {
  const { channels, width, blocks } = table;
  const sums = runtime.output([blocks, 2, width]);
  const addresses = {
    x: runtime.address(x),
    dy: runtime.address(dy),
    mean: runtime.address(columns),
    sums: runtime.address(sums),
  };
  runtime.run(gradientSums, joined(jobOf(table), addresses, { channelBytes: 4 * channels }), blocks);
  return mergeSums(runtime, sums, table, 2 * width, 2 * width);
}

/** dx = gamma · inverse · (dy − mean of dy − x̂ · mean of dy · x̂), x̂ = (x − mean) · inverse; dgamma = Σ dy · x̂; dbeta = Σ dy. */
const backward: tf.KernelFunc = ({ inputs, backend }) => {
  const runtime = runtimeOf(backend);
  const given = inputs as Backward;
  const { x, dy, gamma, statistics } = given;
  const table = tableOf(x);
  const { rows, channels, width } = table;
  const known = new Float32Array(runtime.values(statistics));
  const mean = known.subarray(0, channels);
  const means = columnsOf(runtime, table, [mean]);
  const merged = gradientSumsOf(runtime, given, table, means);
  const [sums, gammas] = [new Float64Array(runtime.values(merged)), new Float64Array(runtime.values(gamma))];
  const inverse = (c: number): number => at(known, channels + c);
  const dbetas = sums.subarray(0, channels);
  const dgammas = perChannel(channels, (c) => at(sums, width + c) * inverse(c));
  const slant = perChannel(channels, (c) => at(gammas, c) * inverse(c));
  const slope = perChannel(channels, (c) => (-at(slant, c) * at(dgammas, c) * inverse(c)) / rows);
  const shift = perChannel(channels, (c) => (-at(slant, c) * at(dbetas, c)) / rows);
  const columns = columnsOf(runtime, table, [mean, slant, slope, shift]);
  const [dx, dgamma, dbeta] = [runtime.output(x.shape), runtime.output([channels]), runtime.output([channels])];
  const addresses = { x: runtime.address(x), dy: runtime.address(dy), dx: runtime.address(dx) };
  const job = joined(jobOf(table), addresses, { columns: runtime.address(columns) });
  runtime.run(gradient, job, table.blocks);
  runtime.values(dgamma).set(dgammas);
  runtime.values(dbeta).set(dbetas);
  for (const { dataId } of [means, merged, columns]) runtime.disposeData(dataId);
  return [dx, dgamma, dbeta];
}; // prettier-ignore

/**
 * tfjs's own, for inference: x [.., C]; mean, variance, and perhaps offset and scale, [C] or [1]. tfjs takes longer ones too, up to a value
 * for each of x, and then goes round in all of them: there x is one row.
 */
const inference: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const runtime = runtimeOf(backend);
  const { x, mean, variance, offset, scale } = inputs as Record<string, TensorInfo> & { x: TensorInfo };
  const { varianceEpsilon } = attrs as unknown as { readonly varianceEpsilon?: number };
  const sizes = [mean, variance, offset, scale].map((list) => tf.util.sizeFromShape(list?.shape ?? []));
  const isLonger = Math.max(...sizes) > (x.shape.at(-1) ?? 1);
  const table = tableOf(isLonger ? { ...x, shape: [tf.util.sizeFromShape(x.shape)] } : x);
  const list = (tensor: TensorInfo | undefined, absent: number): ((c: number) => number) => {
    const values = tensor ? new Float64Array(runtime.values(tensor)) : Float64Array.of(absent);
    return (c) => at(values, c % values.length);
  };
  const [means, variances, shifts, scales] = [list(mean, 0), list(variance, 1), list(offset, 0), list(scale, 1)];
  const { channels } = table;
  return normalised(runtime, x, table, {
    mean: perChannel(channels, means),
    scale: perChannel(channels, (c) => scales(c) / Math.sqrt(variances(c) + (varianceEpsilon ?? 1e-3))),
    shift: perChannel(channels, shifts),
  });
}; // prettier-ignore

export const batchNormFamily: WasmFamily = {
  definitions: [moments, mergeMoments, gradientSums, normalise, gradient, sumBlocks],
  kernels: [
    { kernelName: 'TrainBatchNorm', kernelFunc: forward },
    { kernelName: 'TrainBatchNormGrad', kernelFunc: backward },
    { kernelName: tf.FusedBatchNorm, kernelFunc: inference },
  ],
};
