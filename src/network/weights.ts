/** The weights of a network's layers, with the names that the model gives them. Pure. */
import type { OptimizerId } from '../experiment/schema';
import { never } from '../lib/result';
import { imageOf, outputShape, unitsOf } from './shapes';
import type { NamedLayer, NetworkSpec, Shape } from './spec';

/**
 * What each optimizer keeps for a trained weight; each slot has the weight's size. Source:
 * training/optimizer.ts.
 */
export const slotNames = { sgd: [], momentum: ['momentum'], adam: ['m', 'v'] } as const satisfies Readonly<
  Record<OptimizerId, readonly string[]>
>;

/** One weight: a float32 tensor. */
export interface WeightSpec {
  /** `conv2d/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** False for batch normalisation's moving statistics, which no optimizer touches. */
  readonly trainable: boolean;
}

function ofLayer(layer: NamedLayer, input: Shape): WeightSpec[] {
  const weight = (name: string, shape: readonly number[], trainable = true): WeightSpec => ({
    name: `${layer.name}/${name}`,
    shape,
    trainable,
  });
  switch (layer.kind) {
    case 'conv2d': {
      const { kernel, filters, groups } = layer;
      const seen = imageOf(input, layer)[2] / groups;
      return [weight('kernel', [kernel, kernel, seen, filters]), weight('bias', [filters])];
    }
    case 'dense':
      return [weight('kernel', [unitsOf(input, layer), layer.units]), weight('bias', [layer.units])];
    case 'batch-norm': {
      const channels = [input.at(-1) ?? 0];
      return [
        weight('gamma', channels),
        weight('beta', channels),
        weight('moving_mean', channels, false),
        weight('moving_variance', channels, false),
      ];
    }
    case 'lrn':
    case 'max-pool':
    case 'flatten':
    case 'dropout':
      return [];
    default:
      return never(layer);
  }
}

/**
 * All weights of a network, layer by layer. Throws a RangeError that names the layer whose input
 * does not fit.
 */
export function weightsOf(network: NetworkSpec): WeightSpec[] {
  let shape: Shape = [null, ...network.input];
  return network.layers.flatMap((layer) => {
    const input = shape;
    shape = outputShape(layer, input);
    return ofLayer(layer, input);
  });
}

/**
 * What an optimizer keeps for a network, weight by weight: `dense/kernel/m`. Throws as `weightsOf`.
 */
export const optimizerState = (network: NetworkSpec, optimizer: OptimizerId): WeightSpec[] =>
  weightsOf(network)
    .filter(({ trainable }) => trainable)
    .flatMap((weight) => slotNames[optimizer].map((slot) => ({ ...weight, name: `${weight.name}/${slot}` })));
