/** Which layers have feature maps, so that an image can be shown inside a network. Pure. */
import type { NamedLayer, NetworkSpec } from './spec';

/** The layers whose output has one picture per channel: those before `flatten`. */
export function spatialLayers({ layers }: NetworkSpec): readonly NamedLayer[] {
  const flat = layers.findIndex(({ kind }) => kind === 'flatten' || kind === 'dense');
  return flat < 0 ? layers : layers.slice(0, flat);
}

export const convolutions = ({ layers }: NetworkSpec): readonly NamedLayer[] =>
  layers.filter(({ kind }) => kind === 'conv2d');

/**
 * A network in which a convolution has two groups has two towers, side by side in every layer: the
 * first half of the channels and the second (Krizhevsky et al., 2012, figure 2).
 */
export const towersOf = ({ layers }: NetworkSpec): 1 | 2 =>
  layers.some((layer) => layer.kind === 'conv2d' && layer.groups === 2) ? 2 : 1;
