/**
 * tfjs 4.22 as published: stock layers, `model.compile`, `model.trainOnBatch`; of the flags only
 * WEBGPU_MATMUL_PROGRAM_TYPE 3, without which its products are wrong (src/kernels/patches.ts).
 * Neither our patches nor our kernels are imported here. The loss is taken from logits, which costs
 * stock less than its own softmax and cross-entropy. Where dense1's kernel is larger than the
 * device's binding limit, the layer is two of half the columns, side by side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { classCount } from '../../../src/lib/cifar10';
import { count } from '../../../src/lib/units';
import type { NamedLayer, NetworkSpec } from '../../../src/network';
import { batchFor, initialKernel, jobs, oneHotRows } from '../jobs';
import type { Contestant, Request } from '../protocol';

type Start = Extract<Request, { kind: 'start' }>;
type Dense = Extract<NamedLayer, { kind: 'dense' }>;

const activationOf = ({ activation }: Dense): 'relu' | 'linear' =>
  activation === 'relu' ? 'relu' : 'linear';

/** Columns [first, end) of a matrix [rows, columns]. */
function columns(matrix: Float32Array, width: number, first: number, end: number): Float32Array {
  const rows = matrix.length / width;
  const out = new Float32Array(rows * (end - first));
  for (let row = 0; row < rows; row++)
    out.set(matrix.subarray(row * width + first, row * width + end), row * (end - first));
  return out;
}

/** Builds the network; collects what each layer's kernel shall be. */
class Builder {
  readonly kernels: { readonly layer: layers.Layer; readonly kernel: () => Float32Array }[] = [];
  readonly remarks: string[] = [];

  constructor(private readonly bindingBytes: number) {}

  private apply(layer: layers.Layer, to: SymbolicTensor, kernel?: () => Float32Array): SymbolicTensor {
    const output = layer.apply(to) as SymbolicTensor;
    if (kernel) this.kernels.push({ layer, kernel });
    return output;
  }

  private dense(layer: Dense, to: SymbolicTensor): SymbolicTensor {
    const { name, units } = layer;
    const seen = to.shape[1] ?? 0;
    const activation = activationOf(layer);
    const kernel = (): Float32Array => initialKernel(name, [seen, units]);
    if (seen * units * 4 <= this.bindingBytes)
      return this.apply(layers.dense({ name, units, activation }), to, kernel);
    const half = units / 2;
    this.remarks.push(`${name} as two layers of ${count(half)} units, concatenated`);
    const halves = [0, half].map((first) =>
      this.apply(layers.dense({ name: `${name}_from_${first}`, units: half, activation }), to, () =>
        columns(kernel(), units, first, first + half),
      ),
    );
    return layers.concatenate({ name: `${name}_whole` }).apply(halves) as SymbolicTensor;
  }

  add(layer: NamedLayer, to: SymbolicTensor): SymbolicTensor {
    const { name } = layer;
    switch (layer.kind) {
      case 'conv2d': {
        const { filters, kernel: kernelSize, stride: strides, padding, activation } = layer;
        const conv = layers.conv2d({ name, filters, kernelSize, strides, padding, activation });
        const shape = [kernelSize, kernelSize, to.shape[3] ?? 0, filters];
        return this.apply(conv, to, () => initialKernel(name, shape));
      }
      case 'dense':
        return this.dense(layer, to);
      case 'batch-norm':
        return this.apply(
          layers.batchNormalization({ name, momentum: layer.momentum, epsilon: layer.epsilon }),
          to,
        );
      case 'max-pool': {
        const { pool: poolSize, stride: strides, padding } = layer;
        return this.apply(layers.maxPooling2d({ name, poolSize, strides, padding }), to);
      }
      case 'flatten':
        return this.apply(layers.flatten({ name }), to);
      case 'dropout':
        return this.apply(layers.dropout({ name, rate: layer.rate }), to);
      default:
        throw new Error(`Stock tfjs-layers has no ${layer.kind}`);
    }
  }
}

function build(network: NetworkSpec, bindingBytes: number): { net: LayersModel; remarks: readonly string[] } {
  const builder = new Builder(bindingBytes);
  const inputs = input({ shape: [...network.input] });
  let outputs = inputs;
  for (const layer of network.layers) outputs = builder.add(layer, outputs);
  const net = model({ inputs, outputs });
  for (const { layer, kernel } of builder.kernels) {
    const [variable, ...others] = layer.getWeights();
    if (!variable) throw new Error(`${layer.name} has no kernel`);
    const initial = tf.tensor(kernel(), variable.shape);
    layer.setWeights([initial, ...others]);
    initial.dispose();
  }
  return { net, remarks: builder.remarks };
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/**
 * tfjs adds ε after the second moment's bias is corrected
 * (tfjs-core/src/optimizers/adam_optimizer.ts), Keras before: with this ε at an iteration, counted
 * from 1, tfjs's update is Keras's. A number alone; the work is the same.
 */
const epsilonAt = (iteration: number): number => epsilon / Math.sqrt(1 - beta2 ** iteration);

/** tfjs's backend of that name; `webgpu` needs `navigator.gpu`. Throws where tfjs cannot start. */
export async function startStock(
  { job: id, batch: size, dropout }: Start,
  backend: 'webgpu' | 'cpu',
  bindingBytes: number,
): Promise<Contestant> {
  if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else {
    await import('@tensorflow/tfjs-backend-webgpu');
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`tf.setBackend("${backend}") gave false`);
  const job = jobs[id];
  const network = job.network(dropout);
  const { net, remarks } = build(network, bindingBytes);
  const optimizer = tf.train.adam(job.learningRate, beta1, beta2, epsilon);
  let iteration = 0;
  net.compile({ optimizer, loss: (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits) });
  const batch = batchFor(network, size);
  const targets = tf.tensor2d(oneHotRows(batch.labels), [size, classCount]);
  let images = tf.tensor4d(batch.images, batch.shape);
  return {
    remarks,
    async step() {
      iteration++;
      Object.assign(optimizer, { epsilon: epsilonAt(iteration) });
      const loss = await net.trainOnBatch(images, targets);
      return Array.isArray(loss) ? (loss[0] ?? Number.NaN) : loss;
    },
    feed() {
      images.dispose();
      images = tf.tensor4d(batch.images, batch.shape);
      // tfjs would upload it at its first use, in the middle of the step.
      if (backend === 'webgpu') (tf.backend() as WebGPUBackend).uploadToGPU(images.dataId);
    },
    dispose() {
      net.dispose();
      optimizer.dispose();
      tf.dispose([images, targets]);
    },
  };
}
