/**
 * Runs a model layer by layer in inference mode: dropout is off, BatchNorm uses its moving
 * averages, nothing changes. Uses no worker globals.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Model } from '../../model/build';
import { spatialLayers } from '../../network';

/** The layers that compute, in order: tfjs's input layer is left out. */
export const layersOf = ({ net }: Model): layers.Layer[] => net.layers.filter(({ name }) => name !== 'input');

/** One layer's output. */
export const applyLayer = (layer: layers.Layer, x: tf.Tensor): tf.Tensor =>
  layer.apply(x, { training: false }) as tf.Tensor;

/** Sends `x` through `part` of the layers. Call it inside a tidy. */
export const through = (part: readonly layers.Layer[], x: tf.Tensor): tf.Tensor =>
  part.reduce((input, layer) => applyLayer(layer, input), x);

/**
 * The layers up to and including the named one, and those after it. Throws a RangeError if there is
 * no such layer.
 */
export function splitAt(model: Model, name: string): { before: layers.Layer[]; after: layers.Layer[] } {
  const all = layersOf(model);
  const index = all.findIndex((layer) => layer.name === name);
  if (index < 0) throw new RangeError(`The network has no layer ${name}`);
  return { before: all.slice(0, index + 1), after: all.slice(index + 1) };
}

/** Whether a layer's output has height and width. */
export const isSpatial = ({ network }: Model, name: string): boolean =>
  spatialLayers(network).some((layer) => layer.name === name);
