/**
 * Builds a tfjs model that yields logits from a network's list of layers. Engine side; uses tfjs,
 * no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { copyOf } from '../kernels/update';
import { never } from '../lib/result';
import type { NamedLayer, NetworkSpec } from '../network';
import { initializeWeights } from './initialize';
import { LocalResponseNormalization, MaxPooling2D, SeededDropout, type DropoutClock } from './layers';
import { BatchNormalization, Conv2D, Dense } from './weighted';

/** A network with its weights on the current backend. The owner must call `dispose`. */
export interface Model {
  readonly network: NetworkSpec;
  /**
   * Input [B, H, W, C] float32 → logits [B, classes]: the last layer's softmax is left to the loss
   * and to `probabilities`.
   */
  readonly net: Sequential;
  /** Determines the dropout masks; the training step advances `step`. */
  readonly clock: DropoutClock;
  readonly dispose: () => void;
}

/**
 * One layer of the list as a tfjs layer. The softmax at the end is left out: with it, tfjs's
 * cross-entropy has a gradient of exactly 0 where p(true) < 1e-7 (tfjs-layers/src/losses.ts), so
 * training works on logits.
 */
function toLayer(layer: NamedLayer, clock: DropoutClock): layers.Layer {
  const { name } = layer;
  switch (layer.kind) {
    case 'conv2d':
      return new Conv2D(layer);
    case 'batch-norm':
      return new BatchNormalization(layer);
    case 'lrn':
      return new LocalResponseNormalization(layer);
    case 'max-pool':
      return new MaxPooling2D(layer);
    case 'flatten':
      return layers.flatten({ name });
    case 'dense':
      return new Dense(layer);
    case 'dropout':
      return new SeededDropout(layer, clock);
    default:
      return never(layer);
  }
}

/**
 * Builds the model with Keras's initial weights for `seed`. Throws if a layer does not fit its
 * input.
 */
export function buildModel(network: NetworkSpec, seed: number): Model {
  const clock: DropoutClock = { seed, step: 0 };
  const net = sequential({ name: 'sequential' });
  net.add(layers.inputLayer({ inputShape: [...network.input], name: 'input' }));
  for (const layer of network.layers) net.add(toLayer(layer, clock));
  initializeWeights(net, seed);
  return { network, net, clock, dispose: () => void net.dispose() };
}

/** In training mode dropout and batch statistics are on, as Keras's `training=True` has them. */
export type Mode = 'training' | 'inference';

/** Logits [B, classes] of preprocessed images [B, H, W, C]. */
export const logits = (model: Model, images: tf.Tensor4D, mode: Mode): tf.Tensor2D =>
  model.net.apply(images, { training: mode === 'training' }) as tf.Tensor2D;

/** The trained variables by name, in layer order. */
export function trainableVariables(model: Model): Map<string, tf.Variable> {
  return new Map(
    model.net.trainableWeights.map((weight) => [weight.originalName, weight.read() as tf.Variable]),
  );
}

/**
 * A copy of all weights, moving statistics included, that later updates do not change, not even
 * in-place updates. The caller disposes it.
 */
export const copyWeights = (model: Model): tf.Tensor[] =>
  model.net.weights.map((weight) => copyOf(weight.read()));

/**
 * Builds a model of `network`, whose layers must have the same weight shapes as `model`, with the
 * weights of `model`, which is disposed.
 */
export function moveWeights(model: Model, network: NetworkSpec): Model {
  const moved = buildModel(network, model.clock.seed);
  const copy = copyWeights(model);
  model.dispose();
  restoreWeights(moved, copy);
  tf.dispose(copy);
  return moved;
}

/**
 * Writes a copy back: the weights share its buffers from then on, so later in-place updates change
 * the copy too. Dispose it soon.
 */
export function restoreWeights(model: Model, copy: readonly tf.Tensor[]): void {
  model.net.setWeights([...copy]);
}
