/** An image as the network takes it in, made to be looked at. Worker or Node. */
import type { Batch } from '../dataset/batches';
import { channelDeviation, channelMean, imageChannels } from '../dataset/cifar10';
import type { Experiment } from '../experiment/schema';
import type { Model } from '../model/build';
import type { NetworkInput } from '../protocol/images';
import { networkInput } from '../training/evaluate';

/** The batch's first image: read back from the very tensor that goes in, its scaling undone. */
export async function seenBy(model: Model, batch: Batch, scale: Experiment['scale']): Promise<NetworkInput> {
  const images = networkInput(model, batch, scale); // [B, side, side, 3]
  const values = await images.data();
  images.dispose();
  const side = images.shape[1];
  const pixels = new Uint8Array(side * side * imageChannels).map((_, i) => {
    const channel = i % imageChannels;
    const value = values[i] ?? 0;
    const unit =
      scale === 'unit' ? value : value * (channelDeviation[channel] ?? 1) + (channelMean[channel] ?? 0);
    return Math.round(Math.min(Math.max(unit, 0), 1) * 255);
  });
  return { side, pixels };
}
