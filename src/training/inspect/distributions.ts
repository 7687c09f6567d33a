/**
 * Describes the distributions of every layer's weights, outputs and gradients on a few images, and
 * counts relus that never fire. Runs one forward and backward pass in inference mode; of large
 * tensors it reads an evenly spread sample. Uses no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { softmaxCrossEntropy } from '../../kernels/loss';
import { sampleRuns } from '../../kernels/runs';
import { describeValues } from '../../lib/distribution';
import type { Model } from '../../model/build';
import type { LayerDistributions } from '../../protocol/inspection';
import { labelTensor } from '../step';
import { applyLayer, layersOf } from './layers';

/** Maximum number of values read per tensor: 128 kB for each of AlexNet's 38. */
const maxSampledValues = 32_768;

/** The kernel of a layer, or BatchNorm's gamma. */
const leadingWeight = (layer: layers.Layer): tf.Variable | null =>
  (layer.trainableWeights[0]?.read() as tf.Variable | undefined) ?? null;

/** The tensors of a pass; the caller disposes them. */
interface Pass {
  readonly outputs: ReadonlyMap<string, tf.Tensor>;
  /** By the variable's name. */
  readonly gradients: tf.NamedTensorMap;
}

/**
 * Computes every layer's output, and the gradients of the mean loss with respect to the leading
 * weights.
 */
function passOver(model: Model, images: tf.Tensor4D, labels: Uint8Array): Pass {
  const outputs = new Map<string, tf.Tensor>();
  const variables = layersOf(model).flatMap((layer) => leadingWeight(layer) ?? []);
  const targets = labelTensor(labels); // [B]
  try {
    const { value, grads } = tf.variableGrads(() => {
      let x: tf.Tensor = images;
      for (const layer of layersOf(model)) {
        x = tf.keep(applyLayer(layer, x));
        outputs.set(layer.name, x);
      }
      return softmaxCrossEntropy(x as tf.Tensor2D, targets).loss; // x: [B, classes]
    }, variables);
    value.dispose();
    return { outputs, gradients: grads };
  } catch (thrown) {
    tf.dispose([...outputs.values()]);
    throw thrown;
  } finally {
    targets.dispose();
  }
}

/** The layers to report: flatten, and dropout in inference mode, only pass on their input. */
function reportedLayers(model: Model): layers.Layer[] {
  const silent = model.network.layers.filter(({ kind }) => kind === 'flatten' || kind === 'dropout');
  return layersOf(model).filter((layer) => !silent.some(({ name }) => name === layer.name));
}

/** Whether a layer's output has passed through relu. */
const hasRelu = ({ network }: Model, name: string): boolean =>
  network.layers.some((layer) => layer.name === name && 'activation' in layer && layer.activation === 'relu');

/**
 * What to read for a layer: the samples of its tensors, and the maximum of each channel if its
 * relus can be dead.
 */
interface Reading {
  readonly layer: string;
  readonly kind: 'weights' | 'activations' | 'gradients' | 'highs';
  /** Size of the tensor that the sample is from. */
  readonly size: number;
  readonly values: tf.Tensor1D;
}

/** The maximum of each channel or unit of [B, .., C]: [C]. */
const highsOf = (y: tf.Tensor): tf.Tensor1D => tf.max(tf.reshape(y, [-1, y.shape.at(-1) ?? 1]), 0);

function readingsOf(model: Model, { outputs, gradients }: Pass): Reading[] {
  return reportedLayers(model).flatMap((layer) => {
    const weight = leadingWeight(layer);
    const gradient = weight && gradients[weight.name];
    const output = outputs.get(layer.name);
    const part = (kind: Reading['kind'], tensor: tf.Tensor | null | undefined): Reading[] =>
      tensor
        ? [{ layer: layer.name, kind, size: tensor.size, values: sampleRuns(tensor, maxSampledValues) }]
        : [];
    const highs = output && hasRelu(model, layer.name) ? highsOf(output) : null;
    return [
      ...part('weights', weight),
      ...part('activations', output),
      ...part('gradients', gradient),
      ...(highs ? [{ layer: layer.name, kind: 'highs', size: highs.size, values: highs } as const] : []),
    ];
  });
}

/** Reads all of them at once, because each read is a round trip. */
async function read(readings: readonly Reading[], packed: tf.Tensor): Promise<Float32Array[]> {
  const all = (await packed.data().finally(() => packed.dispose())) as Float32Array;
  let at = 0;
  return readings.map(({ values: { size } }) => all.subarray(at, (at += size)));
}

function layerOf(
  layer: string,
  readings: readonly Reading[],
  parts: readonly Float32Array[],
): LayerDistributions {
  const partOf = (kind: Reading['kind']) => {
    const at = readings.findIndex((reading) => reading.layer === layer && reading.kind === kind);
    const values = parts[at];
    return values ? { values, size: readings[at]?.size ?? 0 } : null;
  };
  const of = (kind: Reading['kind']) => {
    const part = partOf(kind);
    return part && describeValues(part.values, part.size);
  };
  const activations = of('activations');
  if (!activations) throw new Error(`${layer} gave no output`);
  const highs = partOf('highs')?.values;
  const dead = highs ? { count: highs.filter((high) => high === 0).length, of: highs.length } : null;
  return { layer, weights: of('weights'), activations, gradients: of('gradients'), dead };
}

/**
 * The distributions of every layer except flatten and dropout, for `images` [B, H, W, 3], which
 * still belong to the caller, and their classes [B]. Changes nothing and leaves no tensor;
 * everything is queued before the first await, so that a run's steps can follow at once.
 */
export async function distributions(
  model: Model,
  images: tf.Tensor4D,
  labels: Uint8Array,
): Promise<LayerDistributions[]> {
  const pass = passOver(model, images, labels);
  let readings: readonly Reading[] = [];
  let packed: tf.Tensor;
  try {
    packed = tf.tidy(() => {
      readings = readingsOf(model, pass);
      return tf.concat(readings.map(({ values }) => values));
    });
  } finally {
    tf.dispose([...pass.outputs.values()]);
    tf.dispose(pass.gradients);
  }
  const parts = await read(readings, packed);
  return reportedLayers(model).map(({ name }) => layerOf(name, readings, parts));
}
