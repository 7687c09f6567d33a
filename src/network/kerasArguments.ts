/**
 * The arguments of Keras's class for each kind of layer. Pure. Source: `get_config` of the classes
 * (Keras 3.15.1).
 */
import { never } from '../lib/result';
import type { LayerSpec } from './spec';

/** The arguments of a layer's class, without its name. */
export function layerArguments(layer: LayerSpec): Readonly<Record<string, unknown>> {
  switch (layer.kind) {
    case 'conv2d': {
      const { filters, kernel, stride, padding, groups, activation } = layer;
      return {
        filters,
        kernel_size: [kernel, kernel],
        strides: [stride, stride],
        padding,
        data_format: 'channels_last',
        groups,
        activation,
      };
    }
    case 'batch-norm':
      return { axis: -1, momentum: layer.momentum, epsilon: layer.epsilon };
    case 'lrn': {
      const { depthRadius, bias, alpha, beta } = layer;
      return { depth_radius: depthRadius, bias, alpha, beta };
    }
    case 'max-pool': {
      const { pool, stride, padding } = layer;
      return { pool_size: [pool, pool], strides: [stride, stride], padding, data_format: 'channels_last' };
    }
    case 'flatten':
      return { data_format: 'channels_last' };
    case 'dense':
      return { units: layer.units, activation: layer.activation };
    case 'dropout':
      return { rate: layer.rate };
    default:
      return never(layer);
  }
}
