/** What the custom layers have in common. Engine side; uses tfjs, no worker globals. */
import type * as tf from '@tensorflow/tfjs-core';
import { slideWindow, type WindowAxis } from '../lib/convolution';
import type { LayerSpec } from '../network';

/** A layer's entry in the network list, with its name. */
export type Spec<K extends LayerSpec['kind']> = Extract<LayerSpec, { kind: K }> & { readonly name: string };

/** The shape type of tfjs-layers, which it does not export. */
export type TensorShape = (number | null)[];

/** The input of a layer with a single input. Throws if there is none. */
export function singleTensor(input: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const tensor = Array.isArray(input) ? input[0] : input;
  if (!tensor) throw new Error('The layer was called without an input');
  return tensor;
}

/**
 * The output shape of a window that slides over [B, H, W, …] and produces `channels` feature maps.
 */
export function slidShape(
  shape: TensorShape,
  window: Omit<WindowAxis, 'input'>,
  channels: number | null,
): TensorShape {
  const side = (input: number | null | undefined): number =>
    slideWindow({ ...window, input: input ?? 0 }).output;
  return [shape[0] ?? null, side(shape[1]), side(shape[2]), channels];
}
