/**
 * Convolution and dense layers with bias and activation, forward and backward, as matrix products
 * of one template (`template.ts` explains how). Without these kernels the same is done with tfjs's
 * operations. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { gpuOf, hasKernel, run, runMany, type KernelFamily } from '../family';
import { biasGradient } from './biasGradient';
import { noteRequest, planFor } from './tuneCache';
import {
  convGeometry,
  filterGradientProduct,
  forwardProduct,
  inputGradientProduct,
  matMulProduct,
  type ConvOptions,
  type Product,
} from './geometry';
import { multiply } from './launch';
import type { Epilogue } from './terms';

export type Activation = 'linear' | 'relu';
export type { ConvOptions } from './geometry';

const names = {
  conv: 'TrainConv2D',
  convInput: 'TrainConv2DInputGradient',
  convFilter: 'TrainConv2DFilterGradient',
  dense: 'TrainDense',
  matMul: 'TrainMatMul',
  bias: 'TrainBiasGradient',
} as const;

interface WithActivation {
  readonly activation: Activation;
}
const epilogueOf = ({ activation }: WithActivation): Epilogue =>
  activation === 'relu' ? 'bias-relu' : 'bias';
type Inputs = Record<string, TensorInfo>;
const input = (inputs: Inputs, name: string): TensorInfo => {
  const tensor = inputs[name];
  if (!tensor) throw new Error(`A kernel was called without ${name}`);
  return tensor;
};

/**
 * A kernel that computes one product. `names`: its inputs A and B; `plan`: the product and the
 * output shape, from their shapes and the attributes. With a bias it applies the epilogue.
 */
const kernelOf =
  <A>(
    names: readonly [string, string],
    plan: (a: number[], b: number[], attrs: A) => { of: Product; shape: number[] },
  ): tf.KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const a = input(inputs as Inputs, names[0]);
    const b = input(inputs as Inputs, names[1]);
    const { of, shape } = plan(a.shape, b.shape, attrs as unknown as A);
    const { bias } = inputs;
    const epilogue = bias ? epilogueOf(attrs as unknown as WithActivation) : 'none';
    const gpu = gpuOf(backend);
    noteRequest({ product: of, a: a.shape, b: b.shape, c: shape });
    return multiply(gpu, of, planFor(gpu, of), shape, { a, b, bias, epilogue });
  };

const conv = kernelOf(['x', 'filter'], (x, filter, options: ConvOptions) => {
  const g = convGeometry(x, filter, options);
  return { of: forwardProduct(g), shape: [g.batch, g.outHeight, g.outWidth, g.filters] };
});

/** A convolution gradient's options, and the shape of the tensor it is the gradient of. */
type ConvGradient = ConvOptions & { readonly shape: number[] };

const convInput = kernelOf(['dz', 'filter'], (_dz, filter, options: ConvGradient) => ({
  of: inputGradientProduct(convGeometry(options.shape, filter, options)),
  shape: options.shape,
}));

const convFilter = kernelOf(['x', 'dz'], (x, _dz, options: ConvGradient) => ({
  of: filterGradientProduct(convGeometry(x, options.shape, options)),
  shape: options.shape,
}));

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const matrices = (
  a: number[],
  b: number[],
  { transposeA, transposeB }: Transposes,
): { of: Product; shape: number[] } => {
  const [rows = 0, columns = 0] = a;
  const [m, k] = transposeA ? [columns, rows] : [rows, columns];
  const n = b[transposeB ? 0 : 1] ?? 0;
  return { of: matMulProduct(m, n, k, transposeA, transposeB), shape: [m, n] };
};
const matMulKernel = kernelOf(['a', 'b'], matrices);
const dense = kernelOf(['x', 'kernel'], (x, kernel) =>
  matrices(x, kernel, { transposeA: false, transposeB: false }),
);

/** attrs: the activation. Outputs dz, dbias; dz is dy where the activation is linear. */
const biasKernel: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const gpu = gpuOf(backend);
  const dy = input(inputs as Inputs, 'dy');
  const y = input(inputs as Inputs, 'y');
  const { dz, bias } = biasGradient(
    gpu,
    dy,
    (attrs as unknown as WithActivation).activation === 'relu' ? y : null,
  );
  if (dz !== dy) return [dz, bias];
  // As in tfjs's Identity. `dy` itself would not be a new tensor, and the second reference would
  // never be released.
  gpu.incRef(dy.dataId);
  return [{ dataId: dy.dataId, shape: dy.shape, dtype: dy.dtype }, bias];
};

/**
 * The first step of both gradients. It runs once per layer, outside the gradients' own tidies, so
 * that they share it.
 */
function throughActivation(
  dy: tf.Tensor,
  y: tf.Tensor,
  { activation }: WithActivation,
): [tf.Tensor, tf.Tensor] {
  const [dz, bias] = runMany(names.bias, { dy, y }, { activation });
  if (!dz || !bias) throw new Error(`${names.bias} has two outputs`);
  return [dz, bias];
}

const single = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor => {
  if (Array.isArray(dy)) throw new Error('One output has one gradient');
  return dy;
};

const convGradient: tf.GradConfig = {
  kernelName: names.conv,
  inputsToSave: ['x', 'filter'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const { stride, padding, groups, activation } = attrs as unknown as ConvOptions & WithActivation;
    const [dz, bias] = throughActivation(single(dy), y, { activation });
    const options = { stride, padding, groups };
    return {
      x: () => run(names.convInput, { dz, filter }, { ...options, shape: x.shape }),
      filter: () => run(names.convFilter, { x, dz }, { ...options, shape: filter.shape }),
      bias: () => bias.clone(),
    };
  },
};

const denseGradient: tf.GradConfig = {
  kernelName: names.dense,
  inputsToSave: ['x', 'kernel'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, kernel, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [dz, bias] = throughActivation(single(dy), y, attrs as unknown as WithActivation);
    return {
      x: () => run(names.matMul, { a: dz, b: kernel }, { transposeA: false, transposeB: true }),
      kernel: () => run(names.matMul, { a: x, b: dz }, { transposeA: true, transposeB: false }),
      bias: () => bias.clone(),
    };
  },
};

/** Grouped convolution built from tfjs's operations, which have none. */
function towers(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  options: ConvOptions & WithActivation,
): tf.Tensor4D {
  const { stride, padding, groups, activation } = options;
  return tf.tidy(() => {
    const inputs = tf.split<tf.Tensor4D>(x, groups, 3); // groups × [B, H, W, C / groups]
    const filters = tf.split<tf.Tensor4D>(filter, groups, 3); // groups × [k, k, C / groups, F / groups]
    const maps = inputs.map((tower, i) => tf.conv2d(tower, filters[i] as tf.Tensor4D, stride, padding));
    const output = tf.add<tf.Tensor4D>(tf.concat(maps, 3), bias); // [B, H', W', F]
    return activation === 'relu' ? tf.relu(output) : output;
  });
}

/**
 * Convolution of `x` [B, H, W, C] with `filter` [k, k, C / groups, F], plus `bias` [F]: [B, H', W',
 * F]. Keras's Conv2D. On a device with these kernels it throws a RangeError if the shapes do not
 * match.
 */
export function convBias(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  options: ConvOptions & WithActivation,
): tf.Tensor4D {
  const { stride, padding, groups, activation } = options;
  if (hasKernel(names.conv))
    return run(names.conv, { x, filter, bias }, { stride, padding, groups, activation });
  if (groups > 1) return towers(x, filter, bias, options);
  return tf.fused.conv2d({ x, filter, bias, strides: stride, pad: padding, activation });
}

/**
 * tfjs's matrix product on WebGL reads the inner dimension in pairs, and if it is odd adds whatever
 * lies beyond it (tfjs-backend-webgl/src/mulmat_packed_gpu.ts): with an odd batch, a product of
 * garbage gets into the kernel's gradient. A row of zeros makes the batch even.
 */
function denseOfEvenRows(
  x: tf.Tensor2D,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  activation: Activation,
): tf.Tensor2D {
  const y = tf.fused.matMul({
    a: tf.pad(x, [
      [0, 1],
      [0, 0],
    ]),
    b: kernel,
    bias,
    activation,
  }); // [B + 1, out]
  return tf.slice(y, 0, x.shape[0]) as tf.Tensor2D; // [B, out]
}

/** `x` [B, in] times `kernel` [in, out], plus `bias` [out]: [B, out]. Keras's Dense. */
export function denseBias(
  x: tf.Tensor2D,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  activation: Activation,
): tf.Tensor2D {
  if (hasKernel(names.dense)) return run(names.dense, { x, kernel, bias }, { activation });
  if (tf.getBackend() === 'webgl' && x.shape[0] % 2 === 1)
    return denseOfEvenRows(x, kernel, bias, activation);
  return tf.fused.matMul({ a: x, b: kernel, bias, activation }) as tf.Tensor2D;
}

/** A · B, each transposed first if its flag is set. Has no gradient of its own. */
export function matMul(a: tf.Tensor2D, b: tf.Tensor2D, transposeA = false, transposeB = false): tf.Tensor2D {
  if (hasKernel(names.matMul)) return run(names.matMul, { a, b }, { transposeA, transposeB });
  return tf.matMul(a, b, transposeA, transposeB);
}

/** Numbers between −1 and 1, the same on every backend. */
export const waves = (shape: number[], phase: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i * 1.7 + phase)),
    shape,
  );

/**
 * A strided convolution of a colour image, one in two towers with `same` padding, and a dense
 * layer, with all gradients.
 */
function probe(): tf.NamedTensorMap {
  return tf.tidy(() => {
    const x = waves([2, 13, 13, 3], 0);
    const first = waves([3, 3, 3, 8], 1);
    const second = waves([3, 3, 4, 8], 2);
    const dense1 = waves([288, 10], 3);
    const bias = waves([8], 4);
    const out = waves([10], 5);
    const net = (image: tf.Tensor, f1: tf.Tensor, f2: tf.Tensor, b: tf.Tensor, w: tf.Tensor): tf.Tensor => {
      const valid = { stride: 2, padding: 'valid', groups: 1, activation: 'relu' } as const;
      const y = convBias(image as tf.Tensor4D, f1 as tf.Tensor4D, b as tf.Tensor1D, valid); // [2, 6, 6, 8]
      const same = { stride: 1, padding: 'same', groups: 2, activation: 'linear' } as const;
      const z = convBias(y, f2 as tf.Tensor4D, b as tf.Tensor1D, same); // [2, 6, 6, 8]
      return denseBias(tf.reshape(z, [2, 288]), w as tf.Tensor2D, out as tf.Tensor1D, 'linear'); // [2, 10]
    };
    const inputs = [x, first, second, bias, dense1];
    const { value, grads } = tf.valueAndGrads(net)(inputs, waves([2, 10], 6));
    return Object.fromEntries(
      [value, ...grads].map((tensor, i) => [i === 0 ? 'logits' : `gradient ${i}`, tensor]),
    );
  });
}

export const gemmFamily: KernelFamily = {
  id: 'gemm',
  kernels: [
    { kernelName: names.conv, kernelFunc: conv },
    { kernelName: names.convInput, kernelFunc: convInput },
    { kernelName: names.convFilter, kernelFunc: convFilter },
    { kernelName: names.dense, kernelFunc: dense },
    { kernelName: names.matMul, kernelFunc: matMulKernel },
    { kernelName: names.bias, kernelFunc: biasKernel },
  ],
  gradients: [convGradient, denseGradient],
  probe,
};
