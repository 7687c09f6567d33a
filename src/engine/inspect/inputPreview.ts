/**
 * The network's input image, converted back so that it can be displayed. Runs in the worker or in
 * Node.
 */
import type { Batch } from '../../dataset/batches';
import { channelDeviation, channelMean, imageChannels } from '../../lib/cifar10';
import type { Experiment } from '../../experiment/schema';
import type { Model } from '../../model/build';
import type { SquarePicture } from '../../protocol/data';
import { networkInput } from '../../training/evaluate';

type Scale = Experiment['scale'];

/**
 * Converts the network's input back to bytes: the inverse of dataset/preprocess.ts, rounded.
 * `values`: [side, side, 3].
 */
export function denormalize(values: ArrayLike<number>, scale: Scale): Uint8Array {
  const shown = new Uint8ClampedArray(values.length);
  for (let i = 0; i < values.length; i++) {
    const channel = i % imageChannels;
    const value = values[i] ?? 0;
    const value01 =
      scale === 'unit' ? value : value * (channelDeviation[channel] ?? 1) + (channelMean[channel] ?? 0);
    shown[i] = 255 * value01; // the array rounds and clamps to 0–255
  }
  return new Uint8Array(shown.buffer);
}

/** Takes a batch of one image and reads back the very tensor that the network gets. */
export async function inputPreview(model: Model, batch: Batch, scale: Scale): Promise<SquarePicture> {
  const images = networkInput(model, batch, scale); // [1, side, side, 3]
  const values = await images.data();
  images.dispose();
  return { side: images.shape[1], pixels: denormalize(values, scale) };
}
