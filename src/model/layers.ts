/**
 * The layers that tfjs-layers lacks or has wrong: seeded dropout, grouped convolution, local response normalisation.
 * Engine side; knows tfjs, no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { LayerSpec } from '../network';
import { slideWindow } from '../lib/convolution';
import { mix32 } from '../lib/rng';

type Spec<K extends LayerSpec['kind']> = Extract<LayerSpec, { kind: K }>;
/** tfjs-layers' shape, whose name it does not export. */
type TensorShape = (number | null)[];
type Config = { readonly name: string };

/** What decides a dropout mask besides the layer: read at every call, written by the training step. */
export interface DropoutClock {
  seed: number;
  step: number;
}

function only(input: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const tensor = Array.isArray(input) ? input[0] : input;
  if (!tensor) throw new Error('The layer was called without an input');
  return tensor;
}

function hashName(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = mix32(hash ^ name.charCodeAt(i));
  return hash;
}

/**
 * Dropout's mask as a function of (seed, layer, step, element), scaled: 0 or 1 / (1 − rate).
 * Counter-based (MurmurHash3's finaliser over a counter), so that a step's mask can be made again without the steps before it.
 */
export function dropoutMask(size: number, rate: number, key: number): Float32Array {
  const mask = new Float32Array(size);
  const threshold = rate * 0x1_0000_0000;
  const scale = 1 / (1 - rate);
  for (let i = 0; i < size; i++) if (mix32(Math.imul(i, 0x9e3779b9) ^ key) >= threshold) mask[i] = scale;
  return mask;
}

/**
 * Dropout with a new, reproducible mask at every step. tfjs's own repeats one mask for ever when it is seeded, and cannot be
 * reproduced when it is not (tfjs-core/src/ops/dropout.ts). The mask is made on the CPU and uploaded: 1 MB a layer at batch 64.
 */
export class SeededDropout extends layers.Layer {
  static readonly className = 'SeededDropout';

  constructor(
    private readonly spec: Spec<'dropout'> & Config,
    private readonly clock: DropoutClock,
  ) {
    super({ name: spec.name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = only(inputs);
    if (!kwargs.training || this.spec.rate === 0) return input.clone();
    return tf.tidy(() => {
      const key = mix32(mix32(this.clock.seed ^ hashName(this.name)) + this.clock.step);
      return tf.mul(input, tf.tensor(dropoutMask(input.size, this.spec.rate, key), input.shape)); // input's shape
    });
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    return shape;
  }
}

/**
 * Convolution whose filters see only the feature maps of their own group: the two towers of AlexNet 2012, Keras's
 * `Conv2D(groups=2)`. Kernel [k, k, in / groups, filters], as Keras; tfjs-layers has no groups.
 */
export class GroupedConv2D extends layers.Layer {
  static readonly className = 'GroupedConv2D';
  private kernel: ReturnType<GroupedConv2D['addWeight']> | null = null;
  private bias: ReturnType<GroupedConv2D['addWeight']> | null = null;

  constructor(private readonly spec: Spec<'conv2d'> & Config) {
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
    this.kernel = this.addWeight(
      'kernel',
      [kernel, kernel, channels / groups, filters],
      'float32',
      initializers.zeros(),
    );
    this.bias = this.addWeight('bias', [filters], 'float32', initializers.zeros());
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { kernel, bias } = this;
    if (!kernel || !bias) throw new Error(`${this.name} was called before it was built`);
    const { groups, stride, padding, activation } = this.spec;
    return tf.tidy(() => {
      const towers = tf.split<tf.Tensor4D>(only(inputs), groups, 3); // groups × [B, H, W, in / groups]
      const filters = tf.split<tf.Tensor4D>(kernel.read(), groups, 3); // groups × [k, k, in / groups, filters / groups]
      const maps = towers.map((tower, i) => tf.conv2d(tower, filters[i] as tf.Tensor4D, stride, padding));
      const output = tf.add(tf.concat(maps, 3), bias.read()); // [B, H', W', filters]
      return activation === 'relu' ? tf.relu(output) : output;
    });
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    const { kernel: filter, stride, padding, filters } = this.spec;
    const side = (input: number | null | undefined): number =>
      slideWindow({ input: input ?? 0, filter, stride, padding }).output;
    return [shape[0] ?? null, side(shape[1]), side(shape[2]), filters];
  }
}

/** Local response normalisation across channels (Krizhevsky et al., 2012, § 3.3), as `tf.nn.local_response_normalization`. */
export class LocalResponseNormalization extends layers.Layer {
  static readonly className = 'LocalResponseNormalization';

  constructor(private readonly spec: Spec<'lrn'> & Config) {
    super({ name: spec.name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { depthRadius, bias, alpha, beta } = this.spec;
    return tf.localResponseNormalization(only(inputs) as tf.Tensor4D, depthRadius, bias, alpha, beta); // input's shape
  }

  override computeOutputShape(shape: TensorShape): TensorShape {
    return shape;
  }
}
