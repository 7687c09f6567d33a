/**
 * Keras's initial weights, seeded. tfjs's differ: its default is glorotNormal, its *Normal kinds
 * lack Keras's truncation correction, and its seed 0 means "unseeded"
 * (tfjs-layers/src/initializers.ts); so ours are written after the model is built. Engine side;
 * uses tfjs, no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import { Rng } from '../lib/rng';

/**
 * Fan in and out of a kernel: [in, out] or [height, width, in / groups, out].
 * Source: keras/src/initializers/random_initializers.py, `compute_fans`.
 */
export function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const receptive = shape.slice(0, -2).reduce((product, side) => product * side, 1);
  return { fanIn: (shape.at(-2) ?? 1) * receptive, fanOut: (shape.at(-1) ?? 1) * receptive };
}

/**
 * Draws uniformly from ±√(6 / (fanIn + fanOut)).
 * Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
 * networks", 2010; Keras `GlorotUniform`.
 */
export function glorotUniform(shape: readonly number[], rng: Rng): Float32Array {
  const { fanIn, fanOut } = fans(shape);
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  const out = new Float32Array(shape.reduce((product, side) => product * side, 1));
  for (let i = 0; i < out.length; i++) out[i] = rng.uniform(-limit, limit);
  return out;
}

/** The initial values of a layer's kernel of this shape in a model built from `seed`. */
export const initialKernel = (layer: string, shape: readonly number[], seed: number): Float32Array =>
  glorotUniform(shape, Rng.of(seed).fork('weights').fork(layer));

/**
 * Gives every kernel of a built model its glorot_uniform values, from a stream named after the
 * layer: the same seed gives the same weights, whatever else is drawn. Biases (zeros) and
 * BatchNorm's weights (1, 0, 0, 1) already match Keras's.
 */
export function initializeWeights(model: Sequential, seed: number): void {
  for (const layer of model.layers) {
    const [kernel, ...others] = layer.weights;
    if (!kernel?.originalName.endsWith('/kernel')) continue;
    const shape = kernel.shape.map((side) => side ?? 1);
    const initial = tf.tensor(initialKernel(layer.name, shape, seed), shape);
    layer.setWeights([initial, ...others.map((weight) => weight.read())]);
    initial.dispose();
  }
}
