/**
 * The layers with weights: convolution, dense, batch normalisation. The weights' names, order,
 * shapes and initial values are those of tfjs-layers and Keras; kernels start as zeros, which
 * `initialize` replaces. The computation is in kernels/, which uses our own kernels if they are
 * enabled. Engine side; uses tfjs, no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { batchNormTrain } from '../kernels/batchNorm';
import { convBias, denseBias } from '../kernels/gemm';
import { singleTensor, slidShape, type Spec, type TensorShape } from './layer';

/** The activation that the layer itself applies: a softmax is left to the loss (see `build`). */
const activationOf = ({ activation }: Spec<'conv2d'> | Spec<'dense'>): 'relu' | 'linear' =>
  activation === 'relu' ? 'relu' : 'linear';

type Initial = 'zeros' | 'ones';

abstract class WeightedLayer extends layers.Layer {
  private readonly addedWeights = new Map<string, ReturnType<WeightedLayer['addWeight']>>();

  protected weight(name: string, shape: TensorShape, initial: Initial = 'zeros', trainable = true): void {
    const initializer = initial === 'ones' ? initializers.ones() : initializers.zeros();
    this.addedWeights.set(name, this.addWeight(name, shape, 'float32', initializer, undefined, trainable));
  }

  /** The variable of a weight. Throws if the layer has not been built. */
  protected variable<R extends tf.Rank>(name: string): tf.Variable<R> {
    const weight = this.addedWeights.get(name);
    if (!weight) throw new Error(`${this.name} was called before it was built`);
    return weight.read() as tf.Variable<R>;
  }
}

/**
 * Keras's `Conv2D` with its `groups`, which tfjs-layers lacks: filters then see only the feature
 * maps of their own group, like the two towers of AlexNet 2012. Kernel [k, k, in / groups,
 * filters].
 */
export class Conv2D extends WeightedLayer {
  static readonly className = 'LabConv2D';

  constructor(private readonly spec: Spec<'conv2d'>) {
    super({ name: spec.name });
  }

  override build(shape: TensorShape): void {
    const { kernel, filters, groups } = this.spec;
    const channels = shape.at(-1) ?? 0;
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new Error(
        `${this.name}: ${channels} channels and ${filters} filters do not split into ${groups} groups`,
      );
    }
    this.weight('kernel', [kernel, kernel, channels / groups, filters]);
    this.weight('bias', [filters]);
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const kernel = this.variable<tf.Rank.R4>('kernel');
    const bias = this.variable<tf.Rank.R1>('bias');
    return convBias(singleTensor(inputs) as tf.Tensor4D, kernel, bias, {
      ...this.spec,
      activation: activationOf(this.spec),
    }); // [B, H', W', filters]
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    const { kernel: filter, stride, padding, filters } = this.spec;
    return slidShape(shape, { filter, stride, padding }, filters);
  }
}

/** Keras's `Dense`. */
export class Dense extends WeightedLayer {
  static readonly className = 'LabDense';

  constructor(private readonly spec: Spec<'dense'>) {
    super({ name: spec.name });
  }

  override build(shape: TensorShape): void {
    this.weight('kernel', [shape.at(-1) ?? 0, this.spec.units]);
    this.weight('bias', [this.spec.units]);
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const kernel = this.variable<tf.Rank.R2>('kernel');
    const bias = this.variable<tf.Rank.R1>('bias');
    return denseBias(singleTensor(inputs) as tf.Tensor2D, kernel, bias, activationOf(this.spec)); // [B, units]
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    return [shape[0] ?? null, this.spec.units];
  }
}

/**
 * Keras's `BatchNormalization` over the last axis: uses the batch's statistics in training, their
 * moving averages in inference.
 */
export class BatchNormalization extends WeightedLayer {
  static readonly className = 'LabBatchNormalization';

  constructor(private readonly spec: Spec<'batch-norm'>) {
    super({ name: spec.name });
  }

  override build(shape: TensorShape): void {
    const channels = [shape.at(-1) ?? 0];
    this.weight('gamma', channels, 'ones');
    this.weight('beta', channels);
    this.weight('moving_mean', channels, 'zeros', false);
    this.weight('moving_variance', channels, 'ones', false);
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = singleTensor(inputs) as tf.Tensor4D;
    const [gamma, beta, mean, variance] = (['gamma', 'beta', 'moving_mean', 'moving_variance'] as const).map(
      (name) => this.variable<tf.Rank.R1>(name),
    ) as [tf.Variable<tf.Rank.R1>, tf.Variable<tf.Rank.R1>, tf.Variable<tf.Rank.R1>, tf.Variable<tf.Rank.R1>];
    if (!kwargs.training) return tf.batchNorm(x, mean, variance, beta, gamma, this.spec.epsilon); // x's shape
    return batchNormTrain(x, gamma, beta, mean, variance, this.spec); // x's shape
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    return shape;
  }
}
