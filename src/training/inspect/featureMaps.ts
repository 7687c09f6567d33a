/**
 * A layer's output for one image: its channels as pictures, or a sample that is small enough to
 * look at (Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014, § 4).
 * Uses no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../../model/build';
import { towersOf } from '../../network';
import type { FeatureMap, FeatureMaps } from '../../protocol/inspection';
import { isSpatial, splitAt, through } from './layers';

/**
 * Chooses the channels to show, in ascending order: of `maxChannels`, half are those with the
 * greatest maximum (the lower number in a tie), and half are evenly spread over the others, so that
 * weak ones are shown as well. All of them if there are no more than `maxChannels`.
 */
export function chooseChannels(highs: ArrayLike<number>, maxChannels: number): number[] {
  const all = Array.from(highs, (_, channel) => channel);
  if (all.length <= maxChannels) return all;
  const byHigh = all.toSorted((a, b) => (highs[b] ?? 0) - (highs[a] ?? 0) || a - b);
  const strong = byHigh.slice(0, Math.ceil(maxChannels / 2));
  const rest = all.filter((channel) => !strong.includes(channel));
  const remaining = maxChannels - strong.length;
  const spread = Array.from(
    { length: remaining },
    (_, i) => rest[Math.trunc((i * rest.length) / remaining)] ?? 0,
  );
  return [...strong, ...spread].toSorted((a, b) => a - b);
}

/** The range of a channel of `values` [positions, channels]. */
function rangeOf(values: Float32Array, channels: number, channel: number): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

function mapOf(
  values: Float32Array,
  channels: number,
  channel: number,
  { low, high }: { low: number; high: number },
): FeatureMap {
  const scale = high > low ? 255 / (high - low) : 0;
  const pixels = Uint8Array.from({ length: values.length / channels }, (_, pixel) =>
    Math.round(((values[pixel * channels + channel] ?? 0) - low) * scale),
  );
  return { channel, low, high, pixels };
}

/**
 * At most `maxChannels` channels of the output of `layer` for `image` [1, H, W, 3], which still
 * belongs to the caller; with two towers, half of them from each. Leaves no tensor. Rejects with a
 * RangeError if there is no such layer, or its output has no height and width.
 */
export async function featureMaps(
  model: Model,
  image: tf.Tensor4D,
  layer: string,
  maxChannels: number,
): Promise<FeatureMaps> {
  const { before } = splitAt(model, layer);
  if (!isSpatial(model, layer)) throw new RangeError(`The output of ${layer} has no height and width`);
  const output = tf.tidy(() => through(before, image)); // [1, h, w, channels]
  const [, height = 0, width = 0, channels = 0] = output.shape;
  const values = (await output.data()) as Float32Array;
  output.dispose();
  const ranges = Array.from({ length: channels }, (_, channel) => rangeOf(values, channels, channel));
  const towers = towersOf(model.network);
  const half = channels / towers;
  const chosen = Array.from({ length: towers }, (_, tower) => {
    const towerHighs = ranges.slice(tower * half, (tower + 1) * half).map(({ high }) => high);
    return chooseChannels(towerHighs, Math.trunc(maxChannels / towers)).map(
      (channel) => tower * half + channel,
    );
  });
  const maps = chosen.flat().map((channel) => mapOf(values, channels, channel, ranges[channel]!));
  return { layer, height, width, channels, maps };
}
