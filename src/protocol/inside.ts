/** Looking into the model: what is asked of one image, and what is told of all layers. Types only. */
import type { LayerDistributions } from '../training/logs';
import type { SplitName } from './images';

/** An image of the data set. */
export interface ImageAsk {
  readonly split: SplitName;
  /** Place in CIFAR-10's own order within its file set, as a `Tile` has it. */
  readonly index: number;
}

export interface MapsAsk extends ImageAsk {
  /** Keras's name; one before `flatten`. */
  readonly layer: string;
  /** Channels at most, 1–64. */
  readonly most: number;
}

export interface HeatAsk extends ImageAsk {
  /** Null: the last convolution. */
  readonly layer: string | null;
  /** 0–9; null: the class that the model takes the image for. */
  readonly classId: number | null;
}

/** Of all layers, in the network's order, on a few images of the training split as they are. */
export interface Distributions {
  readonly layers: readonly LayerDistributions[];
  readonly images: number;
  /** Steps that the model has been trained for. */
  readonly steps: number;
}
