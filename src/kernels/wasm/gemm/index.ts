/**
 * Convolution and dense layers with bias and activation, forward and backward, on the CPU engine:
 * tfjs calls these under the names of the WebGPU family (`../../gemm`). Engine side.
 */
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { convGeometry, type ConvOptions } from '../../gemm/geometry';
import { joined, runtimeOf, type WasmFamily, type WasmRuntime } from '../kernel';
import {
  planarDefinitions,
  planarFilterGradient,
  planarForward,
  planarInputGradient,
} from '../planar/convolution';
import {
  winogradDefinitions,
  winogradFilterGradient,
  winogradForward,
  winogradInputGradient,
} from '../winograd/convolution';
import { blocksOf, partLength } from './blocks';
import {
  filterGradientProduct,
  forwardProduct,
  inputGradientProduct,
  isDirect,
  matMulProduct,
  type Product,
} from './jobs';
import { addPartsKernel, sumOfParts } from './parts';
import { convolutionsProbe } from './probe';
import { aKinds, productKernel } from './product';

/** Runs a product, in parts of K if it has no epilogue and would otherwise have few tasks. */
function multiply(runtime: WasmRuntime, product: Product): void {
  const { m, n, k, bias, c, cStride } = product;
  const partK = bias === 0 ? partLength(m, n, k) : k;
  const parts = Math.ceil(k / partK);
  const direct = isDirect(product);
  const cut = blocksOf(m, n, partK, runtime.threads, runtime.options.tile);
  // The direct gradient has no use for blocks of rows: what a task reads for one row serves all
  // rows.
  const blocks =
    direct && product.aKind === aKinds.im2colTransposed
      ? joined(cut, { taskRows: m, tasksAcross: 1, tasks: 1 })
      : cut;
  const whole = joined(product, blocks, { direct: Number(direct), partK, zeros: runtime.zeros, cPart: 0 });
  if (parts === 1) {
    runtime.run(productKernel, whole, blocks.tasks);
    return;
  }
  sumOfParts(runtime, { parts, rows: m, columns: n, c, cStride }, (from) =>
    runtime.run(
      productKernel,
      joined(whole, { c: from, cStride: 4 * n, cPart: 4 * m * n }),
      parts * blocks.tasks,
    ),
  );
}

type Inputs = Record<string, TensorInfo>;
type Activated = { readonly activation: 'linear' | 'relu' };
type ConvGradient = ConvOptions & { readonly shape: number[] };

/** A kernel with one output, from its inputs and attributes. */
const kernel =
  <A>(body: (runtime: WasmRuntime, inputs: Inputs, attrs: A) => TensorInfo): KernelFunc =>
  ({ inputs, backend, attrs }) =>
    body(runtimeOf(backend), inputs as Inputs, attrs as unknown as A);

const input = (inputs: Inputs, name: string): TensorInfo => {
  const tensor = inputs[name];
  if (!tensor) throw new Error(`A kernel was called without ${name}`);
  return tensor;
};

const forGroups = (groups: number, body: (group: number) => void): void => {
  for (let group = 0; group < groups; group++) body(group);
};

const conv = kernel((runtime, inputs, { activation, ...options }: ConvOptions & Activated) => {
  const x = input(inputs, 'x');
  const filter = input(inputs, 'filter');
  const bias = input(inputs, 'bias');
  const g = convGeometry(x.shape, filter.shape, options);
  const y = runtime.output([g.batch, g.outHeight, g.outWidth, g.filters]);
  const addresses = {
    a: runtime.address(x),
    b: runtime.address(filter),
    c: runtime.address(y),
    bias: runtime.address(bias),
    relu: activation === 'relu',
  };
  forGroups(g.groups, (group) => {
    if (!planarForward(runtime, g, addresses) && !winogradForward(runtime, g, group, addresses))
      multiply(runtime, forwardProduct(g, group, addresses));
  });
  return y;
});

const convInput = kernel((runtime, inputs, { shape, ...options }: ConvGradient) => {
  const dz = input(inputs, 'dz');
  const filter = input(inputs, 'filter');
  const g = convGeometry(shape, filter.shape, options);
  const dx = runtime.output(shape);
  const addresses = { a: runtime.address(dz), b: runtime.address(filter), c: runtime.address(dx) };
  forGroups(g.groups, (group) => {
    if (!planarInputGradient(runtime, g, addresses) && !winogradInputGradient(runtime, g, group, addresses))
      multiply(runtime, inputGradientProduct(g, group, addresses));
  });
  return dx;
});

const convFilter = kernel((runtime, inputs, { shape, ...options }: ConvGradient) => {
  const x = input(inputs, 'x');
  const dz = input(inputs, 'dz');
  const g = convGeometry(x.shape, shape, options);
  const dFilter = runtime.output(shape);
  const addresses = { a: runtime.address(x), b: runtime.address(dz), c: runtime.address(dFilter) };
  forGroups(g.groups, (group) => {
    if (!planarFilterGradient(runtime, g, addresses) && !winogradFilterGradient(runtime, g, group, addresses))
      multiply(runtime, filterGradientProduct(g, group, addresses));
  });
  return dFilter;
});

const dense = kernel((runtime, inputs, { activation }: Activated) => {
  const x = input(inputs, 'x');
  const weights = input(inputs, 'kernel');
  const bias = input(inputs, 'bias');
  const [m = 0, k = 0] = x.shape;
  const n = weights.shape[1] ?? 0;
  const y = runtime.output([m, n]);
  const addresses = {
    a: runtime.address(x),
    b: runtime.address(weights),
    c: runtime.address(y),
    bias: runtime.address(bias),
    relu: activation === 'relu',
  };
  multiply(runtime, matMulProduct([m, n, k], { transposeA: false, transposeB: false }, addresses));
  return y;
});

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const matMul = kernel((runtime, inputs, { transposeA, transposeB }: Transposes) => {
  const a = input(inputs, 'a');
  const b = input(inputs, 'b');
  const [m = 0, k = 0] = transposeA ? a.shape.toReversed() : a.shape;
  const n = b.shape[transposeB ? 0 : 1] ?? 0;
  const c = runtime.output([m, n]);
  const addresses = { a: runtime.address(a), b: runtime.address(b), c: runtime.address(c) };
  multiply(runtime, matMulProduct([m, n, k], { transposeA, transposeB }, addresses));
  return c;
});

export const gemmFamily: WasmFamily = {
  definitions: [productKernel, addPartsKernel, ...winogradDefinitions, ...planarDefinitions],
  kernels: [
    { kernelName: 'TrainConv2D', kernelFunc: conv },
    { kernelName: 'TrainConv2DInputGradient', kernelFunc: convInput },
    { kernelName: 'TrainConv2DFilterGradient', kernelFunc: convFilter },
    { kernelName: 'TrainDense', kernelFunc: dense },
    { kernelName: 'TrainMatMul', kernelFunc: matMul },
  ],
  probe: convolutionsProbe,
};
