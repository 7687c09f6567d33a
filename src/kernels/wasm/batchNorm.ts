/**
 * Batch normalisation in training and inference. x is a table of rows (all axes but the last) and
 * channels:
 *   1. compute each block's mean and squared deviations in two passes, the second from the cache,
 *      after subtracting about the mean: no digits are lost where the mean is far from 0
 *   2. merge the blocks in order, and update the moving averages in place
 *   3. compute y = (x − mean) / √(variance + ε) · gamma + beta
 * The backward pass: 1. compute each block's Σ dy and Σ dy · (x − mean); 2. merge them into dbeta
 * and dgamma; 3. compute dx. What is computed once per channel is plain TypeScript, in double
 * precision.
 *
 * Sources: Ioffe and Szegedy, 2015; Chan, Golub and LeVeque, 1983 (merging);
 * keras/src/layers/normalization/batch_normalization.py. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { gradient, gradientSums, mergeMoments, moments, normalise } from './batchNormKernels';
import { joined, runtimeOf, type WasmFamily, type WasmRuntime } from './kernel';
import { taskBytes } from './loops';
import { jobOf, mergeSums, sumBlocks, tableOf, widen, type Table } from './table';

type Values = ArrayLike<number>;

/** The result of a formula for each channel. */
function perChannel(channels: number, formula: (c: number) => number): Float64Array {
  const results = new Float64Array(channels);
  for (let c = 0; c < channels; c++) results[c] = formula(c);
  return results;
}
const at = (values: Values, c: number): number => values[c] ?? Number.NaN;

/** Wide rows of per-channel values, one row after the other. The caller disposes them. */
function columnsOf(runtime: WasmRuntime, table: Table, lists: readonly Values[]): TensorInfo {
  const columns = runtime.output([lists.length, table.width]);
  const values = runtime.values(columns);
  for (const [i, list] of lists.entries()) values.set(widen(table, list), i * table.width);
  return columns;
}

/** The most rows whose mean is subtracted before anything is summed. */
const maxSampled = 32;

/** An estimate of each channel's mean, from a few evenly spread rows: one might be an outlier. */
function aboutTheMean(runtime: WasmRuntime, x: TensorInfo, { rows, channels }: Table): Float32Array {
  const values = runtime.values(x);
  const sampled = Math.min(rows, maxSampled);
  const sums = new Float64Array(channels);
  for (let i = 0; i < sampled; i++) {
    const first = Math.trunc((i * rows) / sampled) * channels;
    for (let c = 0; c < channels; c++) sums[c] = at(sums, c) + at(values, first + c);
  }
  return new Float32Array(perChannel(channels, (c) => at(sums, c) / sampled));
}

/** Mean and biased variance of each channel over all rows, in double precision. */
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
  runtime.run(mergeMoments, merging, Math.ceil(bytes / taskBytes));
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

/** average ← average + (value − average) · fraction, in place. */
function move(runtime: WasmRuntime, average: TensorInfo, values: Values, fraction: number): void {
  // Moves it into the memory first: outside, the values may still be an array that belongs to
  // whoever created the tensor.
  runtime.address(average);
  const averages = runtime.values(average);
  for (let c = 0; c < averages.length; c++) {
    const old = at(averages, c);
    averages[c] = old + (at(values, c) - old) * fraction;
  }
}

/**
 * Inputs x [.., C], gamma and beta [C]; outputs y [.., C] and statistics [2, C]: mean, 1 /
 * √(variance + ε).
 */
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

/**
 * Σ dy and Σ dy · (x − mean) of each channel [2, width], where only the first C of each row count.
 * The caller disposes them.
 */
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

/**
 * dx = gamma · inverse · (dy − mean of dy − x̂ · mean of dy · x̂), x̂ = (x − mean) · inverse;
 * dgamma = Σ dy · x̂; dbeta = Σ dy.
 */
const backward: tf.KernelFunc = ({ inputs, backend }) => {
  const runtime = runtimeOf(backend);
  const tensors = inputs as Backward;
  const { x, dy, gamma, statistics } = tensors;
  const table = tableOf(x);
  const { rows, channels, width } = table;
  const values = new Float32Array(runtime.values(statistics));
  const mean = values.subarray(0, channels);
  const means = columnsOf(runtime, table, [mean]);
  const merged = gradientSumsOf(runtime, tensors, table, means);
  const sums = new Float64Array(runtime.values(merged));
  const gammas = new Float64Array(runtime.values(gamma));
  const inverse = (c: number): number => at(values, channels + c);
  const dbetas = sums.subarray(0, channels);
  const dgammas = perChannel(channels, (c) => at(sums, width + c) * inverse(c));
  const slant = perChannel(channels, (c) => at(gammas, c) * inverse(c));
  const slope = perChannel(channels, (c) => (-at(slant, c) * at(dgammas, c) * inverse(c)) / rows);
  const shift = perChannel(channels, (c) => (-at(slant, c) * at(dbetas, c)) / rows);
  const columns = columnsOf(runtime, table, [mean, slant, slope, shift]);
  const dx = runtime.output(x.shape);
  const dgamma = runtime.output([channels]);
  const dbeta = runtime.output([channels]);
  const addresses = { x: runtime.address(x), dy: runtime.address(dy), dx: runtime.address(dx) };
  const job = joined(jobOf(table), addresses, { columns: runtime.address(columns) });
  runtime.run(gradient, job, table.blocks);
  runtime.values(dgamma).set(dgammas);
  runtime.values(dbeta).set(dbetas);
  for (const { dataId } of [means, merged, columns]) runtime.disposeData(dataId);
  return [dx, dgamma, dbeta];
};

/**
 * tfjs's own kernel, for inference: x [.., C]; mean, variance, and perhaps offset and scale, [C] or
 * [1]. tfjs accepts longer lists too, up to a value for each element of x, and then cycles through
 * all of them: in that case x is one row.
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
  const means = list(mean, 0);
  const variances = list(variance, 1);
  const shifts = list(offset, 0);
  const scales = list(scale, 1);
  const { channels } = table;
  return normalised(runtime, x, table, {
    mean: perChannel(channels, means),
    scale: perChannel(channels, (c) => scales(c) / Math.sqrt(variances(c) + (varianceEpsilon ?? 1e-3))),
    shift: perChannel(channels, shifts),
  });
};

export const batchNormFamily: WasmFamily = {
  definitions: [moments, mergeMoments, gradientSums, normalise, gradient, sumBlocks],
  kernels: [
    { kernelName: 'TrainBatchNorm', kernelFunc: forward },
    { kernelName: 'TrainBatchNormGrad', kernelFunc: backward },
    { kernelName: tf.FusedBatchNorm, kernelFunc: inference },
  ],
};
