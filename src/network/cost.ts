/**
 * What a layer costs: parameters, multiply-accumulates, bytes, and the receptive field of one
 * output. Pure.
 */
import { never } from '../lib/result';
import { imageOf, sizeOf, unitsOf, windowOf } from './shapes';
import type { NamedLayer, Shape } from './spec';

/** Bytes of a float32; all values are held as float32. */
export const floatBytes = 4;

/**
 * Numbers that a layer keeps: trained by the optimizer, or updated from the data (batch
 * normalisation's mean and variance).
 */
export interface Parameters {
  readonly trainable: number;
  readonly nonTrainable: number;
}

/** Parameters of a layer with the input shape `input`. */
export function parametersOf(layer: NamedLayer, input: Shape): Parameters {
  switch (layer.kind) {
    case 'conv2d': {
      const seen = imageOf(input, layer)[2] / layer.groups;
      return { trainable: layer.kernel ** 2 * seen * layer.filters + layer.filters, nonTrainable: 0 };
    }
    case 'dense':
      return { trainable: unitsOf(input, layer) * layer.units + layer.units, nonTrainable: 0 };
    case 'batch-norm': {
      const channels = input.at(-1) ?? 0;
      return { trainable: 2 * channels, nonTrainable: 2 * channels };
    }
    case 'lrn':
    case 'max-pool':
    case 'flatten':
    case 'dropout':
      return { trainable: 0, nonTrainable: 0 };
    default:
      return never(layer);
  }
}

/**
 * Multiply-accumulates of one image's forward pass, without the additions of the bias. 0 for a
 * layer without a kernel.
 */
export function macsOf(layer: NamedLayer, input: Shape, output: Shape): number {
  if (layer.kind === 'conv2d')
    return sizeOf(output) * layer.kernel ** 2 * (imageOf(input, layer)[2] / layer.groups);
  if (layer.kind === 'dense') return unitsOf(input, layer) * layer.units;
  return 0;
}

/** float32 bytes of one image's output. */
export const activationBytesOf = (output: Shape): number => sizeOf(output) * floatBytes;

/** What one output position sees of the input image. */
export interface Reach {
  /** Side of the receptive field in input pixels, not cut off at the edges. */
  readonly field: number;
  /** Input pixels from one output position to the next. */
  readonly jump: number;
}

/** The reach at the input image itself: each pixel sees itself. */
export const firstReach: Reach = { field: 1, jump: 1 };

/**
 * Reach after a layer; null from flatten on, where each value sees everything.
 * Source: A. Araujo, W. Norris, J. Sim, "Computing Receptive Fields of Convolutional Neural
 * Networks", Distill, 2019, eq. 2.
 */
export function reachAfter(layer: NamedLayer, before: Reach | null): Reach | null {
  if (layer.kind === 'flatten' || layer.kind === 'dense' || !before) return null;
  const window = windowOf(layer);
  if (!window) return before;
  return { field: before.field + (window.filter - 1) * before.jump, jump: before.jump * window.stride };
}
