/**
 * Bytes become the network's input, on the device. The only file of this folder that makes tensors; works on any tfjs backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { channelDeviation, channelMean, imageBytes, imageChannels, imageSide } from './cifar10';

/**
 * Uploads images and makes them float32 [size, side, side, 3]: pixels / 255; for `standard` less the channel's mean, over its
 * deviation; enlarged bilinearly with half-pixel centres, as TensorFlow 2's `tf.image.resize` does (no step at 32).
 * `pixels` is [size, 32, 32, 3]; the caller disposes the result. Throws a RangeError if the size is wrong.
 */
export function preprocess(
  pixels: Uint8Array,
  size: number,
  side: number,
  scale: Experiment['scale'],
): tf.Tensor4D {
  if (pixels.length !== size * imageBytes) {
    throw new RangeError(
      `preprocess: ${pixels.length} bytes for ${size} images, expected ${size * imageBytes}`,
    );
  }
  return tf.tidy(() => {
    const shape: [number, number, number, number] = [size, imageSide, imageSide, imageChannels];
    const bytes = tf.tensor4d(new Float32Array(pixels), shape); // [B, 32, 32, 3]
    const unit = tf.div<tf.Tensor4D>(bytes, 255); // [B, 32, 32, 3]
    const scaled =
      scale === 'unit'
        ? unit
        : tf.div<tf.Tensor4D>(
            tf.sub(unit, tf.tensor1d([...channelMean])),
            tf.tensor1d([...channelDeviation]),
          ); // [B, 32, 32, 3]
    return side === imageSide ? scaled : tf.image.resizeBilinear(scaled, [side, side], false, true); // [B, side, side, 3]
  });
}
