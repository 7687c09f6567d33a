/**
 * AlexNet as the reference lab builds it, on images of any side from 67 pixels: one tower, and
 * batch normalisation instead of local response normalisation. Pure.
 *
 * After A. Krizhevsky, I. Sutskever, G. E. Hinton, "ImageNet Classification with Deep Convolutional
 * Neural Networks", NIPS 2012. For the differences from the paper, see `alexnet2012`. At 227 px it
 * has 58,324,746 parameters, of which 1,216 (the moving means and variances of 96 + 256 + 256
 * channels) are not trained.
 *
 * Variants, for lessons: another normalisation or none (response normalisation follows convolutions
 * 1 and 2 alone, as in the paper), and convolutions left out. The pools stay, and what feeds the
 * dense layers keeps its 256 channels, so the dense layers keep their size.
 */
import { batchNorm, conv2d, dense, dropout, flatten, maxPool, nameLayers } from './layers';
import type { LayerSpec, NetworkSpec } from './spec';
import { changesOf, normLayers, layerIf, paper, type Variant } from './variant';

/** The layers, with the shape after each at 227 px and at 67 px. */
const layers = (rate: number, { norm, convs }: Variant): LayerSpec[] => [
  conv2d(96, 11, { stride: 4, padding: 'valid' }), // [B, 55, 55, 96]   [B, 15, 15, 96]
  ...normLayers(norm), //                             [B, 55, 55, 96]   [B, 15, 15, 96]
  maxPool(3, 2), //                                   [B, 27, 27, 96]   [B, 7, 7, 96]
  conv2d(256, 5), //                                  [B, 27, 27, 256]  [B, 7, 7, 256]
  ...normLayers(norm), //                             [B, 27, 27, 256]  [B, 7, 7, 256]
  maxPool(3, 2), //                                   [B, 13, 13, 256]  [B, 3, 3, 256]
  ...layerIf(convs >= 4, conv2d(384, 3)), //             [B, 13, 13, 384]  [B, 3, 3, 384]
  ...layerIf(convs >= 5, conv2d(384, 3)), //             [B, 13, 13, 384]  [B, 3, 3, 384]
  ...layerIf(convs >= 3, conv2d(256, 3)), //             [B, 13, 13, 256]  [B, 3, 3, 256]
  ...layerIf(norm === 'batch' && convs >= 3, batchNorm), //  [B, 13, 13, 256]  [B, 3, 3, 256]
  maxPool(3, 2), //                                   [B, 6, 6, 256]    [B, 1, 1, 256]
  flatten, //                                         [B, 9216]         [B, 256]
  dense(4096, 'relu'), //                             [B, 4096]
  dropout(rate), //                                   [B, 4096]
  dense(4096, 'relu'), //                             [B, 4096]
  dropout(rate), //                                   [B, 4096]
  dense(10, 'softmax'), //                            [B, 10]
];

/** The lab's own variant. */
const ofTheLab: Variant = { norm: 'batch', convs: 5 };

const tower: Readonly<Record<Variant['norm'], string>> = {
  batch: 'one tower with batch normalization',
  lrn: 'one tower with local response normalization after convolutions 1 and 2',
  none: 'one tower without normalization',
};

const citation = (variant: Variant): string =>
  [paper, tower[variant.norm], ...changesOf(variant, { ...ofTheLab, norm: variant.norm })].join('; ');

/** The lab's AlexNet: 227 × 227 × 3 → 10. `rate`: dropout, in [0, 1). */
export const alexnet = (rate: number, variant: Variant = ofTheLab): NetworkSpec => ({
  id: 'alexnet',
  citation: citation(variant),
  input: [227, 227, 3],
  layers: nameLayers(layers(rate, variant)),
});

/**
 * The same layers at `side` × `side` × 3 → 10. `side`: pixels, ≥ 67, the smallest of which three
 * 3/2 pools leave a pixel.
 */
export const alexnetSmall = (side: number, rate: number, variant: Variant = ofTheLab): NetworkSpec => ({
  id: 'alexnet-small',
  citation: `${citation(variant)}, at ${side} px`,
  input: [side, side, 3],
  layers: nameLayers(layers(rate, variant)),
});
