/**
 * The layers without weights that are missing, wrong or slow in tfjs-layers: seeded dropout,
 * max-pooling, local response normalisation. Engine side; uses tfjs, no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { dropout } from '../kernels/dropout';
import { maxPool } from '../kernels/maxPool';
import { mix32 } from '../lib/rng';
import { singleTensor, slidShape, type Spec, type TensorShape } from './layer';

/**
 * What determines a dropout mask besides the layer: read at every call, written by the training
 * step.
 */
export interface DropoutClock {
  seed: number;
  step: number;
}

function hashName(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = mix32(hash ^ name.charCodeAt(i));
  return hash;
}

/**
 * Dropout with a new, reproducible mask at every step: a function of (seed, layer, step, element).
 * tfjs's own repeats one mask for ever if it is seeded, and cannot be reproduced if it is not
 * (tfjs-core/src/ops/dropout.ts).
 */
export class SeededDropout extends layers.Layer {
  static readonly className = 'SeededDropout';

  constructor(
    private readonly spec: Spec<'dropout'>,
    private readonly clock: DropoutClock,
  ) {
    super({ name: spec.name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = singleTensor(inputs);
    if (!kwargs.training || this.spec.rate === 0) return input.clone();
    const key = mix32(mix32(this.clock.seed ^ hashName(this.name)) + this.clock.step);
    return dropout(input, this.spec.rate, key); // input's shape
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    return shape;
  }
}

/**
 * Keras's `MaxPooling2D`. With our kernels, a tie sends its gradient to the first maximum, as in
 * TensorFlow.
 */
export class MaxPooling2D extends layers.Layer {
  static readonly className = 'LabMaxPooling2D';

  constructor(private readonly spec: Spec<'max-pool'>) {
    super({ name: spec.name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return maxPool(singleTensor(inputs) as tf.Tensor4D, this.spec); // [B, H', W', C]
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    const { pool: filter, stride, padding } = this.spec;
    return slidShape(shape, { filter, stride, padding }, shape[3] ?? null);
  }
}

/**
 * Local response normalisation across channels (Krizhevsky et al., 2012, § 3.3), like
 * `tf.nn.local_response_normalization`.
 */
export class LocalResponseNormalization extends layers.Layer {
  static readonly className = 'LocalResponseNormalization';

  constructor(private readonly spec: Spec<'lrn'>) {
    super({ name: spec.name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { depthRadius, bias, alpha, beta } = this.spec;
    return tf.localResponseNormalization(singleTensor(inputs) as tf.Tensor4D, depthRadius, bias, alpha, beta); // input's shape
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    return shape;
  }
}
