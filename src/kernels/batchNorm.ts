/**
 * Batch normalisation in training: three dispatches forward, three back, where tfjs takes about 49
 * and uploads a tensor of ones as large as the activation
 * (tfjs-core/src/gradients/{FusedBatchNorm,Mean}_grad.ts).
 *
 * x is a table of rows (all axes but the last) and columns (channels, four to a vec4 where the
 * channels allow). Every pass walks it the same way: an invocation goes down one column through a
 * block of rows, so that neighbouring invocations read neighbouring channels.
 *   1. compute each block's mean and squared deviations, shifted by its first row so that no digits
 *      are lost where the mean is far from 0
 *   2. merge the blocks in a fixed order, one workgroup per column, and update the moving averages
 *      in place
 *   3. compute y = (x − mean) / √(variance + ε) · gamma + beta
 * The backward pass: 1. compute each block's Σ dy and Σ dy · x̂; 2. merge them into dbeta and
 * dgamma; 3. compute dx.
 *
 * Sources: Ioffe and Szegedy, 2015; Chan, Golub and LeVeque, 1983 (merging);
 * keras/src/layers/normalization/batch_normalization.py. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { normalisePrograms, partialPrograms, mergePrograms, type Width } from './batchNormPrograms';
import { gpuOf, hasKernel, runMany, type KernelFamily } from './family';
import { allocate, dispatch, type Gpu, assign } from './gpu';
import { partOf, windowsOf } from './windows';
import { grid, type Params, type Program } from './wgsl';

export interface BatchNormOptions {
  /**
   * The fraction of their value that the moving averages keep at each step, in [0, 1]; Keras's
   * default is 0.99.
   */
  readonly momentum: number;
  /** Added to the variance, > 0; Keras's default is 1e-3. */
  readonly epsilon: number;
}
type Moving = { readonly movingMean: tf.Variable; readonly movingVariance: tf.Variable };

const kernelName = 'TrainBatchNorm';
const gradientName = 'TrainBatchNormGrad';
/**
 * How many invocations share a sum over rows: enough for a large GPU, few enough that merging a
 * column's blocks is quick.
 */
const invocations = 32_768;
const fewestRows = 16;
/** Rows per block in passes that do not sum. */
const rowsApiece = 8;

/** x as a table of rows and columns. */
interface Table {
  readonly rows: number;
  readonly channels: number;
  readonly width: Width;
  /** Vectors of `width` channels in a row. */
  readonly columns: number;
}

function tableOf({ shape }: TensorInfo): Table {
  const channels = shape.at(-1) ?? 1;
  const width = channels % 4 === 0 ? 4 : 1;
  return { rows: tf.util.sizeFromShape(shape) / channels, channels, width, columns: channels / width };
}

/** Rows per block in passes that sum. */
const blockOf = ({ rows, columns }: Table): number =>
  Math.max(fewestRows, Math.ceil((rows * columns) / invocations));

/**
 * Runs a program over all blocks of rows. `walked` have x's shape and are bound in windows;
 * `others` are bound after them.
 */
function walk(
  gpu: Gpu,
  program: Program,
  { rows, channels, columns }: Table,
  blockRows: number,
  walked: readonly TensorInfo[],
  others: readonly TensorInfo[],
  params: Params = {},
): void {
  const blockBytes = 4 * channels * blockRows;
  for (const window of windowsOf(gpu, Math.ceil(rows / blockRows), [blockBytes])) {
    const count = window.count * columns;
    const windowRows = Math.min(window.count * blockRows, rows - window.first * blockRows);
    dispatch(gpu, {
      program,
      bindings: [...walked.map((tensor) => partOf(tensor, window, blockBytes)), ...others],
      params: { count, columns, rows: windowRows, blockRows, firstBlock: window.first, ...params },
      workgroups: grid(count),
    });
  }
}

/**
 * Sums over the rows of each column: runs `partial` over the blocks, then `merge` with one
 * workgroup per column.
 */
function reduce(
  gpu: Gpu,
  table: Table,
  partial: { readonly program: Program; readonly walked: TensorInfo[]; readonly others: TensorInfo[] },
  merge: { readonly program: Program; readonly results: TensorInfo[]; readonly params: Params },
): void {
  const blockRows = blockOf(table);
  const blocks = Math.ceil(table.rows / blockRows);
  const sums = allocate(gpu, [blocks, 2, table.channels]);
  walk(gpu, partial.program, table, blockRows, partial.walked, [...partial.others, sums]);
  dispatch(gpu, {
    program: merge.program,
    bindings: [sums, ...merge.results],
    params: { columns: table.columns, rows: table.rows, blockRows, blocks, ...merge.params },
    workgroups: [table.columns],
  });
  gpu.disposeData(sums.dataId);
}

const forward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const gpu = gpuOf(backend);
  const { x, gamma, beta } = inputs as { x: TensorInfo; gamma: TensorInfo; beta: TensorInfo };
  const { movingMean, movingVariance, momentum, epsilon } = attrs as unknown as BatchNormOptions & Moving;
  const table = tableOf(x);
  const statistics = allocate(gpu, [2, table.channels]); // mean, 1 / √(variance + ε)
  const y = allocate(gpu, x.shape);
  reduce(
    gpu,
    table,
    { program: partialPrograms.moments[table.width], walked: [x], others: [] },
    {
      program: mergePrograms.moments[table.width],
      results: [statistics, movingMean, movingVariance],
      params: { decay: 1 - momentum, epsilon },
    },
  );
  walk(gpu, normalisePrograms.forward[table.width], table, rowsApiece, [x, y], [statistics, gamma, beta]);
  return [y, statistics];
};

const backward: tf.KernelFunc = ({ inputs, backend }) => {
  const gpu = gpuOf(backend);
  const { x, dy, gamma, statistics } = inputs as Record<'x' | 'dy' | 'gamma' | 'statistics', TensorInfo>;
  const table = tableOf(x);
  const dgamma = allocate(gpu, [table.channels]);
  const dbeta = allocate(gpu, [table.channels]);
  const dx = allocate(gpu, x.shape);
  reduce(
    gpu,
    table,
    { program: partialPrograms.gradients[table.width], walked: [x, dy], others: [statistics] },
    { program: mergePrograms.gradients[table.width], results: [dbeta, dgamma], params: {} },
  );
  const others = [statistics, gamma, dbeta, dgamma];
  const { backward: program } = normalisePrograms;
  walk(gpu, program[table.width], table, rowsApiece, [x, dy, dx], others, { allRows: table.rows });
  return [dx, dgamma, dbeta];
};

const gradient: tf.GradConfig = {
  kernelName,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved) => {
    const [x, gamma, statistics] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const dy = (dys as tf.Tensor[])[0] as tf.Tensor;
    const [dx, dgamma, dbeta] = runMany(gradientName, { x, dy, gamma, statistics }) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  },
};

/**
 * Does what tfjs-layers' BatchNormalization does in training
 * (tfjs-layers/src/layers/normalization.ts), in two dimensions.
 */
function inTfjs<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  moving: Moving,
  { momentum, epsilon }: BatchNormOptions,
): T {
  const rows = tf.reshape<tf.Rank.R2>(x, [-1, x.shape.at(-1) ?? 1]); // [rows, C]
  const { mean, variance } = tf.moments(rows, 0); // [C]
  const update = (average: tf.Variable, value: tf.Tensor): void =>
    assign(average, tf.sub(average, tf.mul(tf.sub(average, value), 1 - momentum)));
  update(moving.movingMean, mean);
  update(moving.movingVariance, variance);
  const y = tf.batchNorm2d(
    rows,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    beta as tf.Tensor1D,
    gamma as tf.Tensor1D,
    epsilon,
  );
  return tf.reshape(y, x.shape) as T;
}

/**
 * Normalises `x` [.., C], of rank ≥ 2, by the mean and the biased variance of each channel over all
 * other axes, then scales it by `gamma` and shifts it by `beta`, both [C]. Differentiable in all
 * three. Moves `movingMean` and `movingVariance`, both [C], to moving · momentum + batch · (1 −
 * momentum), as Keras 3 does; our kernels do so in place, so no other tensor may share their data.
 * While tfjs only compiles, they do not change. Throws a RangeError if the rank is below 2 or a
 * size differs from C.
 */
export function batchNormTrain<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  movingMean: tf.Variable,
  movingVariance: tf.Variable,
  options: BatchNormOptions,
): T {
  const channels = x.shape.at(-1);
  if (x.rank < 2) throw new RangeError(`Batch normalisation of a tensor of rank ${x.rank}`);
  for (const { size } of [gamma, beta, movingMean, movingVariance])
    if (size !== channels) throw new RangeError(`A parameter of size ${size} for ${channels} channels`);
  const moving = { movingMean, movingVariance };
  return tf.tidy(() => {
    if (!hasKernel(kernelName)) return inTfjs(x, gamma, beta, moving, options);
    return runMany(kernelName, { x, gamma, beta }, { ...moving, ...options })[0] as T;
  });
}

/** One table with vec4 columns and one with scalar columns; the mean of neither is 0. */
const probe = (): tf.NamedTensorMap =>
  tf.tidy(() => {
    const results: tf.NamedTensorMap = {};
    for (const channels of [8, 3]) {
      const mean = tf.variable(tf.zeros([channels]), false);
      const variance = tf.variable(tf.ones([channels]), false);
      const x = tf.randomNormal<tf.Rank.R4>([4, 5, 5, channels], 3, 2, 'float32', channels);
      const gamma = tf.linspace(0.5, 2, channels);
      const beta = tf.linspace(-1, 1, channels);
      const normalise = (t: tf.Tensor, g: tf.Tensor, b: tf.Tensor): tf.Tensor =>
        batchNormTrain(t, g, b, mean, variance, { momentum: 0.9, epsilon: 1e-3 });
      const dy = tf.randomUniform<tf.Rank.R4>(x.shape, -1, 1, 'float32', channels);
      const { value, grads } = tf.valueAndGrads(normalise)([x, gamma, beta], dy);
      const [dx, dgamma, dbeta] = grads as [tf.Tensor, tf.Tensor, tf.Tensor];
      const result = { value, dx, dgamma, dbeta, mean: tf.clone(mean), variance: tf.clone(variance) };
      for (const [name, tensor] of Object.entries(result)) results[`${name}${channels}`] = tensor;
      mean.dispose();
      variance.dispose();
    }
    return results;
  });

export const batchNormFamily: KernelFamily = {
  id: 'batch-norm',
  kernels: [
    { kernelName, kernelFunc: forward },
    { kernelName: gradientName, kernelFunc: backward },
  ],
  gradients: [gradient],
  probe,
};
