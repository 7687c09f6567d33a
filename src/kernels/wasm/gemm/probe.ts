/** What the CPU engine's convolutions are tried on before they train, besides the family's own probe. Engine side. */
import * as tf from '@tensorflow/tfjs-core';
import { convBias, waves } from '../../gemm';

/**
 * y and all gradients of three convolutions: of six filters and of six channels, which are computed from planes, and of 32 channels and
 * filters, by Winograd's method. tfjs's CPU backend takes a quarter of a second for it.
 */
export const convolutionsProbe = (): tf.NamedTensorMap =>
  tf.tidy(() => {
    const same = { stride: 1, padding: 'same', groups: 1, activation: 'relu' } as const;
    const sizes = [3, 6, 32, 32];
    const filters = [0, 1, 2].map((i) =>
      tf.mul(waves([3, 3, sizes[i] ?? 0, sizes[i + 1] ?? 0], i), 1 / (sizes[i] ?? 1)),
    );
    const net = (x: tf.Tensor, ...weights: tf.Tensor[]): tf.Tensor =>
      weights.reduce(
        (seen, filter, i) =>
          convBias(
            seen as tf.Tensor4D,
            filter as tf.Tensor4D,
            waves([sizes[i + 1] ?? 0], i) as tf.Tensor1D,
            same,
          ),
        x,
      ); // [1, 9, 9, 32]
    const inputs = [waves([1, 9, 9, 3], 3), ...filters];
    const { value, grads } = tf.valueAndGrads(net)(inputs, waves([1, 9, 9, 32], 4));
    return Object.fromEntries(
      [value, ...grads].map((tensor, i) => [
        i === 0 ? 'convolutions' : `convolutions’ gradient ${i}`,
        tensor,
      ]),
    );
  });
