/**
 * Local response normalisation across channels, forward and backward, one dispatch each. The
 * kernels have tfjs's own names, so `tf.localResponseNormalization` and its gradient run them.
 *
 *   norm_c = bias + alpha · Σ x_j²  over |j − c| ≤ r        y_c = x_c · norm_c^−beta
 *   dx_c   = dy_c · norm_c^−beta − 2 · alpha · beta · x_c · Σ dy_j · y_j / norm_j  over |j − c| ≤ r
 *
 * Source: Krizhevsky et al., 2012, § 3.3; tfjs-backend-cpu/src/kernels/{LRN,LRNGrad}.ts. tfjs's
 * WebGPU gradient recomputes each norm for every channel of its window, one scalar at a time.
 * Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { gpuOf, type KernelFamily } from './family';
import { allocate, dispatch, type Gpu } from './gpu';
import { partOf, windowsOf } from './windows';
import { defineProgram, forEach, grid, type BufferType, type Program } from './wgsl';

/** As in tfjs: the window is 2 · depthRadius + 1 channels wide. */
interface LrnAttrs {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/** Up to this radius the window's sums are unrolled, with four channels per invocation. */
const maxUnrolled = 8;
const params = {
  size: 'u32',
  channels: 'u32',
  radius: 'i32',
  bias: 'f32',
  alpha: 'f32',
  beta: 'f32',
} as const;

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const blockOf = (offset: number): number => Math.floor(offset / 4);
/** A WGSL name for an offset, which may be negative. */
const named = (name: string, offset: number): string => `${name}${offset < 0 ? 'm' : ''}${Math.abs(offset)}`;
/**
 * The component of the vec4s `name…` that holds the channel `offset` away from the invocation's
 * first.
 */
const component = (name: string, offset: number): string =>
  `${named(name, blockOf(offset))}.${'xyzw'[offset - 4 * blockOf(offset)]}`;
const sumOf = (terms: string[]): string => `(${terms.join(' + ')})`;

/**
 * Loads the blocks of four channels that offsets `from` … `to` touch; blocks beyond the channels
 * are 0.
 */
const loadBlocks = (buffer: string, from: number, to: number): string =>
  range(blockOf(from), blockOf(to))
    .map((block) => {
      const at = block === 0 ? 'i' : `select(i, u32(i32(i) + (${block})), ${named('in', block)})`;
      const value = block === 0 ? `${buffer}[i]` : `select(vec4f(), ${buffer}[${at}], ${named('in', block)})`;
      return `  let ${named(buffer, block)} = ${value};`;
    })
    .join('\n');

/**
 * For each block that offsets `from` … `to` touch: whether it lies within the channels. `i` counts
 * blocks.
 */
const insideBlocks = (from: number, to: number): string =>
  `  let blocks = i32(params.channels / 4u);
  let block = i32(i % u32(blocks));
${range(blockOf(from), blockOf(to))
  .map((b) => `  let ${named('in', b)} = block + (${b}) >= 0 && block + (${b}) < blocks;`)
  .join('\n')}`;

const squares = (from: number, to: number): string =>
  range(blockOf(from), blockOf(to))
    .map((block) => `  let ${named('q', block)} = ${named('x', block)} * ${named('x', block)};`)
    .join('\n');

const norm = (offset: number, radius: number): string =>
  `params.bias + params.alpha * ${sumOf(range(offset - radius, offset + radius).map((o) => component('q', o)))}`;

const lanes = [0, 1, 2, 3];

const forwardVec4 = (r: number): string =>
  forEach(
    'params.size / 4u',
    `${insideBlocks(-r, 3 + r)}
${loadBlocks('x', -r, 3 + r)}
${squares(-r, 3 + r)}
  let norm = vec4f(${lanes.map((o) => norm(o, r)).join(', ')});
  y[i] = x0 * pow(norm, vec4f(-params.beta));`,
  );

const backwardVec4 = (r: number): string => {
  const ratios = range(-r, 3 + r).map((o) => {
    const ratio = `${component('dy', o)} * ${component('y', o)} / (${norm(o, r)})`;
    // A norm beyond the channels may be 0, and the NaN of 0 / 0 would spread.
    return `  let ${named('t', o)} = select(0.0, ${ratio}, ${named('in', blockOf(o))});`;
  });
  const sums = lanes.map((o) => sumOf(range(o - r, o + r).map((j) => named('t', j))));
  return forEach(
    'params.size / 4u',
    `${insideBlocks(-2 * r, 3 + 2 * r)}
${loadBlocks('x', -2 * r, 3 + 2 * r)}
${loadBlocks('y', -r, 3 + r)}
${loadBlocks('dy', -r, 3 + r)}
${squares(-2 * r, 3 + 2 * r)}
${ratios.join('\n')}
  let norm = vec4f(${lanes.map((o) => norm(o, r)).join(', ')});
  let across = vec4f(${sums.join(', ')});
  dx[i] = dy0 * pow(norm, vec4f(-params.beta)) - 2.0 * params.alpha * params.beta * x0 * across;`,
  );
};

/** WGSL: the norm of channel `c` of the pixel whose channels begin at `start`. */
const scalarNorm = `
fn norm_of(start: i32, c: i32) -> f32 {
  let last = min(c + params.radius, i32(params.channels) - 1);
  var sum = 0.0;
  for (var j = max(c - params.radius, 0); j <= last; j++) { sum += x[start + j] * x[start + j]; }
  return params.bias + params.alpha * sum;
}`;

const forwardScalar = (): string =>
  `${scalarNorm}${forEach(
    'params.size',
    `  let c = i32(i % params.channels);
  y[i] = x[i] * pow(norm_of(i32(i) - c, c), -params.beta);`,
  )}`;

const backwardScalar = (): string =>
  `${scalarNorm}${forEach(
    'params.size',
    `  let c = i32(i % params.channels);
  let start = i32(i) - c;
  let last = min(c + params.radius, i32(params.channels) - 1);
  var across = 0.0;
  for (var j = max(c - params.radius, 0); j <= last; j++) {
    across += dy[start + j] * y[start + j] / norm_of(start, j);
  }
  dx[i] = dy[i] * pow(norm_of(start, c), -params.beta) - 2.0 * params.alpha * params.beta * x[i] * across;`,
  )}`;

/** A program and the number of channels that one of its invocations computes. */
interface Choice {
  readonly program: Program;
  readonly width: 1 | 4;
}

/** The radius is part of the key because the sums are unrolled; a network uses one radius. */
function choose(name: 'lrn' | 'lrn-grad', channels: number, radius: number): Choice {
  const width = channels % 4 === 0 && radius <= maxUnrolled ? 4 : 1;
  const element = width === 4 ? 'vec4f' : 'f32';
  const inputs = name === 'lrn' ? ['x'] : ['x', 'y', 'dy'];
  const output = name === 'lrn' ? 'y' : 'dx';
  const [vector, scalar] = name === 'lrn' ? [forwardVec4, forwardScalar] : [backwardVec4, backwardScalar];
  const buffers: Record<string, BufferType> = { [output]: `write ${element}` };
  const program = defineProgram(`${name}/${width === 4 ? `vec4/${radius}` : 'scalar'}`, {
    buffers: {
      ...Object.fromEntries(inputs.map((input) => [input, `read ${element}` as const])),
      ...buffers,
    },
    params,
    body: () => (width === 4 ? vector(radius) : scalar()),
  });
  return { program, width };
}

/** Runs the program over all pixels. `inputs`: [B, H, W, C] each, like the output. */
function overPixels(gpu: Gpu, name: 'lrn' | 'lrn-grad', inputs: TensorInfo[], attrs: LrnAttrs): TensorInfo {
  const { depthRadius: radius, bias, alpha, beta } = attrs;
  const shape = inputs[0]?.shape ?? [];
  const channels = shape.at(-1) ?? 1;
  const output = allocate(gpu, shape); // [B, H, W, C]
  const { program, width } = choose(name, channels, radius);
  const bytesEach = 4 * channels;
  for (const window of windowsOf(gpu, tf.util.sizeFromShape(shape.slice(0, -1)), [bytesEach])) {
    const size = window.count * channels;
    dispatch(gpu, {
      program,
      bindings: [...inputs, output].map((tensor) => partOf(tensor, window, bytesEach)),
      params: { size, channels, radius, bias, alpha, beta },
      workgroups: grid(size / width),
    });
  }
  return output;
}

const forward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x } = inputs as { x: TensorInfo };
  return overPixels(gpuOf(backend), 'lrn', [x], attrs as unknown as LrnAttrs);
};

const backward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, y, dy } = inputs as { x: TensorInfo; y: TensorInfo; dy: TensorInfo };
  return overPixels(gpuOf(backend), 'lrn-grad', [x, y, dy], attrs as unknown as LrnAttrs);
};

/** The constants of the AlexNet paper, except for an alpha that matters at this size. */
const probe = (): tf.NamedTensorMap =>
  tf.tidy(() => {
    const x = tf.randomUniform<tf.Rank.R4>([2, 3, 3, 8], -2, 2, 'float32', 1);
    const dy = tf.randomUniform<tf.Rank.R4>(x.shape, -1, 1, 'float32', 2);
    const { value, grad } = tf.valueAndGrad((t: tf.Tensor4D) =>
      tf.localResponseNormalization(t, 2, 2, 0.1, 0.75),
    )(x, dy);
    return { y: value, dx: grad };
  });

export const lrnFamily: KernelFamily = {
  id: 'lrn',
  kernels: [
    { kernelName: tf.LRN, kernelFunc: forward },
    { kernelName: tf.LRNGrad, kernelFunc: backward },
  ],
  gradients: [],
  probe,
};
