/**
 * Mean and standard deviation of each channel, in exact integer sums: 60 000 images stay far below
 * 2^53. Pure.
 */
import { imageChannels } from '../../lib/cifar10.ts';

export interface ChannelStatistics {
  /** Mean of pixels / 255; R, G, B. */
  readonly mean: readonly [number, number, number];
  /** Standard deviation of the whole population (not n − 1). */
  readonly deviation: readonly [number, number, number];
}

export class ChannelSums {
  private readonly sums = new Float64Array(imageChannels);
  private readonly squares = new Float64Array(imageChannels);
  private pixels = 0;

  /** Adds pixels, channels last. */
  add(pixels: Uint8Array): void {
    for (let c = 0; c < imageChannels; c++) {
      let sum = 0;
      let squares = 0;
      for (let i = c; i < pixels.length; i += imageChannels) {
        const value = pixels[i] ?? 0;
        sum += value;
        squares += value * value;
      }
      this.sums[c] = (this.sums[c] ?? 0) + sum;
      this.squares[c] = (this.squares[c] ?? 0) + squares;
    }
    this.pixels += pixels.length / imageChannels;
  }

  statistics(): ChannelStatistics {
    const mean = (c: number): number => (this.sums[c] ?? 0) / this.pixels;
    const deviation = (c: number): number => Math.sqrt((this.squares[c] ?? 0) / this.pixels - mean(c) ** 2);
    return {
      mean: [mean(0) / 255, mean(1) / 255, mean(2) / 255],
      deviation: [deviation(0) / 255, deviation(1) / 255, deviation(2) / 255],
    };
  }
}
