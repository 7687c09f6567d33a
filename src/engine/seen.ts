/** An image as the network takes it in, made to be looked at. Worker or Node. */
import type { Batch } from '../dataset/batches';
import { channelDeviation, channelMean, imageChannels } from '../dataset/cifar10';
import type { Experiment } from '../experiment/schema';
import type { Model } from '../model/build';
import type { SquarePicture } from '../protocol/images';
import { networkInput } from '../training/evaluate';

type Scale = Experiment['scale'];

/** The network's numbers as bytes again: the inverse of dataset/preprocess.ts, rounded. `values`: [side, side, 3]. */
export function asBytes(values: ArrayLike<number>, scale: Scale): Uint8Array {
  const shown = new Uint8ClampedArray(values.length);
  for (let i = 0; i < values.length; i++) {
    const channel = i % imageChannels;
    const value = values[i] ?? 0;
    const share =
      scale === 'unit' ? value : value * (channelDeviation[channel] ?? 1) + (channelMean[channel] ?? 0);
    shown[i] = 255 * share; // rounded and kept within 0–255 by the array
  }
  return new Uint8Array(shown.buffer);
}

/** A batch of one image: read back from the very tensor that goes in. */
export async function seenBy(model: Model, batch: Batch, scale: Scale): Promise<SquarePicture> {
  const images = networkInput(model, batch, scale); // [1, side, side, 3]
  const values = await images.data();
  images.dispose();
  return { side: images.shape[1], pixels: asBytes(values, scale) };
}
