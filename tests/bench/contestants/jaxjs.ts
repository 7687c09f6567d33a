/**
 * jax-js 0.1.25 (npm `@jax-js/jax`): the whole step, gradients and Adam, in one `jit`. Adam is
 * written out, for its optimizers are not on the registry: Keras's form with ε 1e-7, as
 * src/training/optimizer.ts. It computes in [B, C, H, W] and takes kernels as [out, in, k, k]; so
 * ours are transposed once, and the features are brought into our order before they are flattened.
 */
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from '@jax-js/jax';
import { classCount } from '../../../src/lib/cifar10';
import type { NamedLayer, NetworkSpec } from '../../../src/network';
import { summarize } from '../../../src/network';
import { batchFor, initialKernel, jobs, oneHotRows, type Batch } from '../jobs';
import type { Contestant, Request } from '../protocol';

/** A layer's kernel and bias, by name. */
type Weights = { [layer: string]: { kernel: np.Array; bias: np.Array } };
type State = { weights: Weights; m: Weights; v: Weights };

/** On the default device. */
const upload = (values: Float32Array, shape: number[]): np.Array =>
  np.array(new Float32Array(values), { shape, dtype: np.float32 });

/** What the network's kernels are at first. Convolutions: [k, k, in, out] → [out, in, k, k]. */
async function initialWeights(network: NetworkSpec): Promise<Weights> {
  const weights: Weights = {};
  for (const { layer, inputShape } of summarize(network).rows) {
    const seen = inputShape.at(-1) ?? 0;
    if (layer.kind === 'dense') {
      const kernel = upload(initialKernel(layer.name, [seen, layer.units]), [seen, layer.units]);
      weights[layer.name] = { kernel, bias: np.zeros([layer.units]) };
    }
    if (layer.kind === 'conv2d') {
      const shape = [layer.kernel, layer.kernel, seen, layer.filters];
      const kernel = np.transpose(upload(initialKernel(layer.name, shape), shape), [3, 2, 0, 1]);
      weights[layer.name] = { kernel, bias: np.zeros([layer.filters]) };
    }
  }
  await blockUntilReady(weights);
  return weights;
}

/** One layer, from its input to its output. Consumes both, as every function of jax-js does. */
function applyLayer(layer: NamedLayer, x: np.Array, weights: Weights): np.Array {
  const own = weights[layer.name];
  switch (layer.kind) {
    case 'conv2d': {
      if (!own) throw new Error(`No weights for ${layer.name}`);
      const padding = layer.padding === 'same' ? 'SAME' : 'VALID';
      const maps = lax.convGeneralDilated(x, own.kernel, [layer.stride, layer.stride], padding);
      return nn.relu(maps.add(own.bias.reshape([layer.filters, 1, 1]))); // [B, filters, H', W']
    }
    case 'max-pool':
      return lax.reduceWindow(x, np.max, [layer.pool, layer.pool], [layer.stride, layer.stride]);
    case 'flatten': {
      const rows = x.shape[0] ?? 0;
      return np.transpose(x, [0, 2, 3, 1]).reshape([rows, -1]); // [B, H · W · C]
    }
    case 'dense': {
      if (!own) throw new Error(`No weights for ${layer.name}`);
      const sums = np.matmul(x, own.kernel).add(own.bias); // [B, units]
      return layer.activation === 'relu' ? nn.relu(sums) : sums;
    }
    default:
      throw new Error(`The jax-js contestant has no ${layer.kind}`);
  }
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** The factor of m / (√v + ε) at an iteration, counted from 1. */
const alphaAt = (learningRate: number, iteration: number): number =>
  (learningRate * Math.sqrt(1 - beta2 ** iteration)) / (1 - beta1 ** iteration);

function stepOf(network: NetworkSpec) {
  const lossOf = (weights: Weights, images: np.Array, targets: np.Array): np.Array => {
    const logits = network.layers.reduce((x, layer) => applyLayer(layer, x, weights), images); // [B, 10]
    const rows = logits.shape[0] ?? 1;
    return nn
      .logSoftmax(logits)
      .mul(targets)
      .sum()
      .mul(-1 / rows);
  };
  return jit((state: State, images: np.Array, targets: np.Array, alpha: np.Array) => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(state.weights), images, targets);
    const m: Weights = tree.map(
      (m: np.Array, g: np.Array) => m.mul(beta1).add(g.mul(1 - beta1)),
      state.m,
      tree.ref(gradients),
    );
    const v: Weights = tree.map(
      (v: np.Array, g: np.Array) => v.mul(beta2).add(np.square(g).mul(1 - beta2)),
      state.v,
      gradients,
    );
    const weights: Weights = tree.map(
      (w: np.Array, m: np.Array, v: np.Array) => w.sub(alpha.ref.mul(m).div(np.sqrt(v).add(epsilon))),
      state.weights,
      tree.ref(m),
      tree.ref(v),
    );
    alpha.dispose();
    return { state: { weights, m, v }, loss };
  });
}

/** [B, H, W, C] → [B, C, H, W], on the device. */
const uploadImages = ({ images, shape }: Batch): np.Array =>
  np.transpose(upload(images, shape), [0, 3, 1, 2]);

/** `webgpu` needs `navigator.gpu`. Throws where jax-js does not find the device. */
export async function startJaxjs(
  { job: id, batch: size }: Extract<Request, { kind: 'start' }>,
  device: 'webgpu' | 'wasm',
): Promise<Contestant> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js finds no ${device}`);
  defaultDevice(device);
  const job = jobs[id];
  const network = job.network(0);
  const batch = batchFor(network, size);
  const weights = await initialWeights(network);
  const zeros = (): Weights => tree.map((w: np.Array) => np.zeros(w.shape), weights);
  let state: State = { weights, m: zeros(), v: zeros() };
  let images = uploadImages(batch);
  const targets = upload(oneHotRows(batch.labels), [size, classCount]);
  const step = stepOf(network);
  let iteration = 0;
  return {
    remarks: [],
    async step() {
      iteration++;
      const alpha = np.array(alphaAt(job.learningRate, iteration), { dtype: np.float32 });
      const after = step(state, images.ref, targets.ref, alpha);
      state = after.state;
      const [loss] = await after.loss.data();
      // The loss may be there before the update has run.
      await blockUntilReady(state);
      return loss ?? Number.NaN;
    },
    feed() {
      images.dispose();
      images = uploadImages(batch);
    },
    dispose() {
      tree.dispose(state);
      tree.dispose([images, targets]);
      step.dispose();
    },
  };
}
