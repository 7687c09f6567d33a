/**
 * What a lesson can change about an AlexNet: its normalisation, and which convolutions are left
 * out. Pure.
 */
import type { Norm } from '../experiment/effect';
import { batchNorm, responseNorm } from './layers';
import type { LayerSpec } from './spec';

export interface Variant {
  readonly norm: Norm;
  /**
   * 5: all; 4: without the fourth; 3: without the third and the fourth; 2: without the third, the
   * fourth and the fifth.
   */
  readonly convs: number;
}

/** The paper that all AlexNets here follow. */
export const paper =
  'Krizhevsky, Sutskever, Hinton: ImageNet Classification with Deep Convolutional Neural Networks, 2012';

/** A layer if `present`, else nothing. */
export const layerIf = (present: boolean, layer: LayerSpec): LayerSpec[] => (present ? [layer] : []);

/** The normalisation after one convolution. */
export const normLayers = (norm: Norm): LayerSpec[] =>
  ({ batch: [batchNorm], lrn: [responseNorm], none: [] })[norm];

const names: Readonly<Record<Norm, string>> = {
  batch: 'with batch normalization',
  lrn: 'with local response normalization',
  none: 'without normalization',
};

/** What differs from the unmodified network, for its citation; empty if nothing does. */
export const changesOf = ({ norm, convs }: Variant, base: Variant): string[] => [
  ...(norm === base.norm ? [] : [names[norm]]),
  ...(convs === base.convs ? [] : [`${convs} of the 5 convolutions`]),
];
