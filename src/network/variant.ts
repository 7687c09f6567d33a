/** What can be changed of an AlexNet for a lesson: its normalisation, and convolutions that are left out. Pure. */
import type { Norm } from '../experiment/effect';
import { batchNorm, responseNorm } from './layers';
import type { LayerSpec } from './spec';

export interface Variant {
  readonly norm: Norm;
  /** 5: all; 4: without the fourth; 3: without the third and the fourth; 2: without the third, the fourth and the fifth. */
  readonly convs: number;
}

/** The paper that they all follow. */
export const paper =
  'Krizhevsky, Sutskever, Hinton: ImageNet Classification with Deep Convolutional Neural Networks, 2012';

/** A layer, unless it is left out. */
export const only = (there: boolean, layer: LayerSpec): LayerSpec[] => (there ? [layer] : []);

/** The normalisation at one place. */
export const normLayers = (norm: Norm): LayerSpec[] =>
  ({ batch: [batchNorm], lrn: [responseNorm], none: [] })[norm];

const names: Readonly<Record<Norm, string>> = {
  batch: 'with batch normalization',
  lrn: 'with local response normalization',
  none: 'without normalization',
};

/** What differs from a network as it is, for its citation; empty where nothing does. */
export const changesOf = ({ norm, convs }: Variant, own: Variant): string[] => [
  ...(norm === own.norm ? [] : [names[norm]]),
  ...(convs === own.convs ? [] : [`${convs} of the 5 convolutions`]),
];
