/**
 * Max pooling that remembers where each maximum was: one dispatch forward and one backward, both
 * gathers, so no atomics. A tie goes to the first maximum in row-major order, as in TensorFlow;
 * tfjs's gradient on WebGPU and WebGL sends it to the last
 * (tfjs-backend-webgpu/src/kernels/MaxPoolGrad.ts), and searches all windows a second time. Engine
 * side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { slideWindow, type Padding } from '../lib/convolution';
import { gpuOf, hasKernel, run, runMany, type KernelFamily } from './family';
import { allocate, dispatch, type Gpu } from './gpu';
import { partOf, windowsOf } from './windows';
import { defineProgram, forEach, grid, type Program } from './wgsl';

export interface Pooling {
  /** The window's side in pixels, 1 … 16: a position in it takes 8 bits. */
  readonly pool: number;
  /** Pixels from one window to the next, ≥ 1. */
  readonly stride: number;
  readonly padding: Padding;
}

const kernelName = 'TrainMaxPool';
const gradientName = 'TrainMaxPoolGrad';
const maxPoolSide = 16;

/**
 * Channels per invocation: 4 share a word of the argmax if the number of channels is a multiple of
 * 4, else each has its own.
 */
type Width = 1 | 4;
const widthOf = (channels: number): Width => (channels % 4 === 0 ? 4 : 1);
const types = {
  1: { value: 'f32', position: 'u32' },
  4: { value: 'vec4f', position: 'vec4u' },
} as const;

const params = {
  count: 'u32',
  columns: 'u32',
  height: 'u32',
  width: 'u32',
  outHeight: 'u32',
  outWidth: 'u32',
  pool: 'u32',
  stride: 'u32',
  beforeY: 'u32',
  beforeX: 'u32',
} as const;

/**
 * One invocation computes one row of y for one column of channels. It walks along the row without a
 * division, which software adapters do lane by lane. The zeros of `same` padding are never a
 * maximum: they are skipped.
 */
const forwardBody = (width: Width): string => {
  const { position } = types[width];
  return forEach(
    'params.count',
    `  let column = i % params.columns;
  let top = i / params.columns * params.stride;
  let firstY = max(top, params.beforeY);
  let endY = min(top + params.pool, params.height + params.beforeY);
  let image = id.z * params.height;
  var o = (id.z * params.outHeight + i / params.columns) * params.outWidth * params.columns + column;
  for (var ox = 0u; ox < params.outWidth; ox++) {
    let left = ox * params.stride;
    let firstX = max(left, params.beforeX);
    let endX = min(left + params.pool, params.width + params.beforeX);
    let corner = (image + firstY - params.beforeY) * params.width + firstX - params.beforeX;
    var best = x[corner * params.columns + column];
    var at = ${position}((firstY - top) * params.pool + firstX - left);
    for (var wy = firstY; wy < endY; wy++) {
      let row = (image + wy - params.beforeY) * params.width;
      for (var wx = firstX; wx < endX; wx++) {
        let v = x[(row + wx - params.beforeX) * params.columns + column];
        let better = v > best;
        best = select(best, v, better);
        at = select(at, ${position}((wy - top) * params.pool + wx - left), better);
      }
    }
    y[o] = best;
    argmax[o] = ${width === 4 ? 'at.x | (at.y << 8u) | (at.z << 16u) | (at.w << 24u)' : 'at'};
    o += params.columns;
  }`,
  );
};

/**
 * One invocation computes one row of dx for one column of channels. dx is the sum of dy over the
 * windows whose maximum it is, in row-major order.
 */
const backwardBody = (width: Width): string => {
  const { value, position } = types[width];
  const packed = width === 4 ? '(vec4u(argmax[o]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u)' : 'argmax[o]';
  return forEach(
    'params.count',
    `  let column = i % params.columns;
  let row = i / params.columns + params.beforeY;
  // Of the windows that begin at multiples of the stride, those that cover the row; and those that cover the pixel at hand.
  let firstY = (max(row + params.stride, params.pool) - params.pool) / params.stride;
  let endY = min(row / params.stride + 1u, params.outHeight);
  var firstX = 0u;
  var endX = 0u;
  var at = (id.z * params.height + i / params.columns) * params.width * params.columns + column;
  let endLeft = params.width + params.beforeX;
  for (var left = 0u; left < endLeft; left++) {
    if (left >= firstX * params.stride + params.pool) { firstX++; }
    if (left >= endX * params.stride && endX < params.outWidth) { endX++; }
    if (left < params.beforeX) { continue; }
    var sum = ${value}();
    for (var oy = firstY; oy < endY; oy++) {
      for (var ox = firstX; ox < endX; ox++) {
        let o = ((id.z * params.outHeight + oy) * params.outWidth + ox) * params.columns + column;
        let here = (row - oy * params.stride) * params.pool + left - ox * params.stride;
        sum += select(${value}(), dy[o], (${packed}) == ${position}(here));
      }
    }
    dx[at] = sum;
    at += params.columns;
  }`,
  );
};

const programOf = (width: Width, name: 'forward' | 'backward'): Program => {
  const { value } = types[width];
  return name === 'forward'
    ? defineProgram(`max-pool/${width}`, {
        buffers: { x: `read ${value}`, y: `write ${value}`, argmax: 'write u32' },
        params,
        body: () => forwardBody(width),
      })
    : defineProgram(`max-pool-grad/${width}`, {
        buffers: { dy: `read ${value}`, argmax: 'read u32', dx: `write ${value}` },
        params,
        body: () => backwardBody(width),
      });
};
const forwardPrograms = { 1: programOf(1, 'forward'), 4: programOf(4, 'forward') };
const backwardPrograms = { 1: programOf(1, 'backward'), 4: programOf(4, 'backward') };

/** All sizes for x [B, H, W, C]. Throws a RangeError if a window does not fit. */
function geometry([batch = 0, height = 0, width = 0, channels = 0]: number[], pooling: Pooling) {
  const { pool: filter, stride, padding } = pooling;
  const rows = slideWindow({ input: height, filter, stride, padding });
  const pixels = slideWindow({ input: width, filter, stride, padding });
  const outHeight = rows.output;
  const outWidth = pixels.output;
  if (outHeight * outWidth === 0)
    throw new RangeError(`A window of ${filter} does not fit into ${height} × ${width}`);
  const columns = channels / widthOf(channels);
  const beforeY = rows.before;
  const beforeX = pixels.before;
  return {
    batch,
    width: widthOf(channels),
    out: [batch, outHeight, outWidth, channels],
    argmax: [batch, outHeight, outWidth, columns],
    sizes: { columns, height, width, outHeight, outWidth, pool: filter, stride, beforeY, beforeX },
  };
}

const bytesOfImage = ({ shape }: TensorInfo): number => 4 * tf.util.sizeFromShape(shape.slice(1));

/**
 * Runs a program over all images: one invocation per row, of `rows`, and column. `tensors`: its
 * buffers, [B, …] each.
 */
function overImages(
  gpu: Gpu,
  program: Program,
  rows: number,
  { batch, sizes }: ReturnType<typeof geometry>,
  tensors: readonly TensorInfo[],
): void {
  const count = rows * sizes.columns;
  for (const window of windowsOf(gpu, batch, tensors.map(bytesOfImage))) {
    dispatch(gpu, {
      program,
      bindings: tensors.map((tensor) => partOf(tensor, window, bytesOfImage(tensor))),
      params: { count, ...sizes },
      workgroups: [...grid(count), window.count],
    });
  }
}

const forward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const gpu = gpuOf(backend);
  const { x } = inputs as { x: TensorInfo };
  const shapes = geometry(x.shape, attrs as unknown as Pooling);
  const y = allocate(gpu, shapes.out); // [B, H', W', C]
  const argmax = allocate(gpu, shapes.argmax, 'int32'); // [B, H', W', C / 4], or C where 4 does not divide it
  overImages(gpu, forwardPrograms[shapes.width], shapes.sizes.outHeight, shapes, [x, y, argmax]);
  return [y, argmax];
};

const backward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const gpu = gpuOf(backend);
  const { dy, argmax } = inputs as { dy: TensorInfo; argmax: TensorInfo };
  const { shape, ...pooling } = attrs as unknown as Pooling & { readonly shape: number[] };
  const shapes = geometry(shape, pooling);
  const dx = allocate(gpu, shape); // [B, H, W, C]
  overImages(gpu, backwardPrograms[shapes.width], shapes.sizes.height, shapes, [dy, argmax, dx]);
  return dx;
};

/**
 * The maximum of each window: x [B, H, W, C] → [B, H', W', C], with H' and W' as in `slideWindow`.
 * Without our kernels it is tfjs's own, whose gradient gives a tie to the first maximum on the CPU,
 * and to the last on WebGPU and WebGL. Throws a RangeError if a window does not fit, or is larger
 * than 16.
 * Source: keras/src/layers/pooling/max_pooling2d.py.
 */
export function maxPool(x: tf.Tensor4D, { pool, stride, padding }: Pooling): tf.Tensor4D {
  if (pool > maxPoolSide) throw new RangeError(`max pooling over ${pool} pixels; the most is ${maxPoolSide}`);
  geometry(x.shape, { pool, stride, padding });
  if (!hasKernel(kernelName)) return tf.maxPool(x, pool, stride, padding);
  // Not a registered gradient: the second output would get a dy of zeros, created on the CPU at
  // each step.
  const pooled = tf.customGrad((input, save) => {
    const [y, argmax] = runMany(kernelName, { x: input as tf.Tensor }, { pool, stride, padding });
    if (!y || !argmax) throw new Error(`${kernelName} has two outputs`);
    (save as tf.GradSaveFunc)([argmax]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
      run(gradientName, { dy, argmax: saved[0] as tf.Tensor }, { shape: x.shape, pool, stride, padding });
    return { value: y, gradFunc };
  });
  return pooled(x) as tf.Tensor4D;
}

const squareOf = (x: tf.Tensor4D, pooling: Pooling): { value: tf.Tensor; grad: tf.Tensor } =>
  tf.valueAndGrad((t: tf.Tensor4D) => tf.square(maxPool(t, pooling)))(x);

/** Overlapping windows with four channels per word, and adjacent windows with ties. */
const probe = (): tf.NamedTensorMap =>
  tf.tidy(() => {
    const random = tf.randomUniform<tf.Rank.R4>([2, 7, 7, 8], -1, 1, 'float32', 1);
    const overlapping = squareOf(random, { pool: 3, stride: 2, padding: 'valid' });
    const tied = squareOf(tf.ones([2, 5, 5, 3]), { pool: 2, stride: 2, padding: 'same' });
    return { y: overlapping.value, dx: overlapping.grad, tiedY: tied.value, tiedDx: tied.grad };
  });

export const maxPoolFamily: KernelFamily = {
  id: 'max-pool',
  kernels: [
    { kernelName, kernelFunc: forward },
    { kernelName: gradientName, kernelFunc: backward },
  ],
  gradients: [],
  probe,
};
