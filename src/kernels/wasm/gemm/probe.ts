/**
 * The probe of the CPU engine's convolutions, which the self-test runs besides the family's own
 * probe. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { hasKernel } from '../../family';
import { convBias, waves } from '../../gemm';

/** Side of the images: Winograd's method is not used for smaller ones. */
const side = 9;
/** Channels of the images, then filters. */
const widths = [3, 6, 32, 32] as const;

/**
 * A matrix [81 · 9, 81]: for each position and tap of a 3 × 3 window it has a 1 at the pixel that
 * lies there, or none if that is outside the image.
 */
function windows(): tf.Tensor2D {
  const ones = tf.buffer([side * side * 9, side * side]);
  for (let row = 0; row < side * side * 9; row++) {
    const position = Math.floor(row / 9);
    const tap = row % 9;
    const y = Math.floor(position / side) + Math.floor(tap / 3) - 1;
    const x = (position % side) + (tap % 3) - 1;
    if (y >= 0 && y < side && x >= 0 && x < side) ones.set(1, row, side * y + x);
  }
  return ones.toTensor() as tf.Tensor2D;
}

/** One 3 × 3 convolution, with the family's kernel. */
function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  if (hasKernel('TrainConv2D'))
    return convBias(x, filter, bias, { stride: 1, padding: 'same', groups: 1, activation: 'relu' });
  // The reference: im2col as a matrix product, then another product. The gradients of tfjs's own
  // convolution take far longer on its CPU backend.
  const [, , channels, filters] = filter.shape;
  const seen = tf.matMul(windows(), tf.reshape(x, [side * side, channels])); // [81 · 9, channels]
  const product = tf.matMul(
    tf.reshape(seen, [side * side, 9 * channels]),
    tf.reshape(filter, [9 * channels, filters]),
  );
  return tf.reshape(tf.relu(tf.add(product, bias)), [1, side, side, filters]);
}

const net = (images: tf.Tensor, ...filters: tf.Tensor[]): tf.Tensor =>
  filters.reduce((y, filter, i) => {
    const bias = waves([filter.shape[3] ?? 0], i);
    return convolve(y as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D);
  }, images); // [1, 9, 9, 32]

/**
 * y and all gradients of three consecutive convolutions: with six filters and with six channels,
 * which are computed from planes, and with 32 channels and filters, by Winograd's method.
 */
export const convolutionsProbe = (): tf.NamedTensorMap =>
  tf.tidy(() => {
    const filters = [0, 1, 2].map((i) => {
      const [channels = 0, count = 0] = widths.slice(i);
      return tf.div(waves([3, 3, channels, count], i), channels);
    });
    const inputs = [waves([1, side, side, widths[0]], 3), ...filters];
    const { value, grads } = tf.valueAndGrads(net)(inputs, waves([1, side, side, widths[3]], 4));
    const gradients = grads.map((tensor, i) => [`convolutions’ gradient ${i + 1}`, tensor] as const);
    return { convolutions: value, ...Object.fromEntries(gradients) };
  });
