/**
 * Converts bytes to the network's input on the device. The only file of this folder that creates
 * tensors; works on any tfjs backend.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { networkImages } from '../kernels/images';
import { channelDeviation, channelMean } from '../lib/cifar10';

const standard = { mean: channelMean, deviation: channelDeviation };

/**
 * Uploads images and converts them to float32 [size, side, side, 3]: augmented, if there are
 * transforms (`Batch.moves`); pixels / 255; for `standard`, minus the channel's mean, divided by
 * its deviation; enlarged bilinearly (not at 32). `pixels` is [size, 32, 32, 3]; the caller
 * disposes the result. Throws a RangeError if a size is wrong. The arithmetic is in
 * kernels/images.ts.
 */
export const preprocess = (
  pixels: Uint8Array,
  size: number,
  side: number,
  scale: Experiment['scale'],
  moves: Uint32Array | null = null,
): Tensor4D => networkImages(pixels, size, side, scale === 'unit' ? null : standard, moves);
