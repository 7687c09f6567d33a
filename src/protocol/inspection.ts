/**
 * What is inside the model: filters, feature maps, heat maps, distributions. Types only; plain
 * data.
 */
import type { Distribution } from '../lib/distribution';
import type { SplitName } from './data';

/** The distributions of a layer's values for a few images, in inference mode. */
export interface LayerDistributions {
  readonly layer: string;
  /** The layer's kernel, or BatchNorm's gamma; null if it has no weights. */
  readonly weights: Distribution | null;
  /** The layer's output. */
  readonly activations: Distribution;
  /** Gradient of the mean loss with respect to `weights`. */
  readonly gradients: Distribution | null;
  /**
   * For a layer with relu: how many channels or units are 0 everywhere on every image, of how many;
   * null for other layers.
   */
  readonly dead: { readonly count: number; readonly of: number } | null;
}

/** Some of a layer's output channels for one image. */
export interface FeatureMaps {
  readonly layer: string;
  /** Size of the layer's output. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** In ascending order of their channel numbers. */
  readonly maps: readonly FeatureMap[];
}

export interface FeatureMap {
  /** From 0. */
  readonly channel: number;
  readonly low: number;
  readonly high: number;
  /** height × width, row-major: 0 is `low`, 255 is `high`; all 0 if both are the same. */
  readonly pixels: Uint8Array;
}

/** Grad-CAM of one image: where the layer's maps are evidence for a class. */
export interface Heat {
  readonly layer: string;
  readonly classId: number;
  readonly height: number;
  readonly width: number;
  /** height × width, row-major, 0–1, 1 the greatest; all 0 if nothing is evidence for the class. */
  readonly values: Float32Array;
  /** The image's 10 probabilities, summing to 1. */
  readonly probabilities: readonly number[];
}

/**
 * First-layer filters, scaled to 0–255 over the whole layer: −`extent` … `extent`. `pixels`: count
 * × side × side × 3.
 */
export interface Filters {
  readonly layer: string;
  readonly count: number;
  readonly side: number;
  /** The largest magnitude of all weights. */
  readonly extent: number;
  readonly pixels: Uint8Array;
}

/** As they are, as they were before the first step, or the difference: now minus then. */
export type FiltersAt = 'now' | 'start' | 'change';

/** An image of the data set. */
export interface ImageAsk {
  readonly split: SplitName;
  /** Index in CIFAR-10's own order within its file set, as in a `Tile`. */
  readonly index: number;
}

export interface MapsAsk extends ImageAsk {
  /** Keras's name of a layer before `flatten`. */
  readonly layer: string;
  /** Maximum number of channels, 1–64. */
  readonly maxChannels: number;
}

export interface HeatAsk extends ImageAsk {
  /** Null: the last convolution. */
  readonly layer: string | null;
  /** 0–9; null: the class that the model predicts. */
  readonly classId: number | null;
}

/**
 * The distributions of all layers, in the network's order, for a few training images without
 * augmentation.
 */
export interface Distributions {
  readonly layers: readonly LayerDistributions[];
  readonly images: number;
  /** Number of steps that the model has been trained for. */
  readonly steps: number;
}
