/**
 * AlexNet as published in 2012, with 10 classes: two towers, local response normalisation, no batch
 * normalisation. Pure.
 *
 * A. Krizhevsky, I. Sutskever, G. E. Hinton, "ImageNet Classification with Deep Convolutional
 * Neural Networks", NIPS 2012: towers, section 3.2 and figure 2; normalisation (k = 2, n = 5, α =
 * 1e-4, β = 0.75), section 3.3; pools 3/2, section 3.4. The paper's α multiplies the sum over the n
 * channels undivided, as TensorFlow's `alpha` does.
 *
 * What differs:
 * - The normalisation stands after pools 1 and 2, as the lab describes it; the paper normalises
 *   before it pools.
 * - The input is 227 px, from which 11/4 makes the paper's 55; the paper says 224, from which it
 *   cannot.
 * - Weights begin as Keras's do (glorot_uniform, biases 0); the paper draws them from a normal of
 *   deviation 0.01 and starts the biases of convolutions 2, 4, 5 and of the hidden dense layers at
 *   1.
 *
 * Parameters, weights + biases; convolutions 2, 4 and 5 see half of the maps before them:
 *   conv 1  11·11·3·96 + 96       =     34,944     dense 1  9216·4096 + 4096 = 37,752,832
 *   conv 2  5·5·(96/2)·256 + 256  =    307,456     dense 2  4096·4096 + 4096 = 16,781,312
 *   conv 3  3·3·256·384 + 384     =    885,120     dense 3  4096·10 + 10     =     40,970
 *   conv 4  3·3·(384/2)·384 + 384 =    663,936
 *   conv 5  3·3·(384/2)·256 + 256 =    442,624     in all                      56,909,194
 * With the paper's 1,000 classes dense 3 has 4,097,000 and the whole 60,965,224: the "60 million"
 * of its abstract.
 */
import { conv2d, dense, dropout, flatten, maxPool, nameLayers } from './layers';
import type { LayerSpec, NetworkSpec } from './spec';
import { changesOf, normLayers, layerIf, paper, type Variant } from './variant';

/** The published variant. */
const published: Variant = { norm: 'lrn', convs: 5 };

const layers = (rate: number, { norm, convs }: Variant): LayerSpec[] => [
  conv2d(96, 11, { stride: 4, padding: 'valid' }), // [B, 55, 55, 96]
  maxPool(3, 2), //                                   [B, 27, 27, 96]
  ...normLayers(norm), //                             [B, 27, 27, 96]
  conv2d(256, 5, { groups: 2 }), //                   [B, 27, 27, 256]
  maxPool(3, 2), //                                   [B, 13, 13, 256]
  ...normLayers(norm), //                             [B, 13, 13, 256]
  ...layerIf(convs >= 4, conv2d(384, 3)), //             [B, 13, 13, 384]
  ...layerIf(convs >= 5, conv2d(384, 3, { groups: 2 })), //  [B, 13, 13, 384]
  ...layerIf(convs >= 3, conv2d(256, 3, { groups: 2 })), //  [B, 13, 13, 256]
  maxPool(3, 2), //                                   [B, 6, 6, 256]
  flatten, //                                         [B, 9216]
  dense(4096, 'relu'), //                             [B, 4096]
  dropout(rate), //                                   [B, 4096]
  dense(4096, 'relu'), //                             [B, 4096]
  dropout(rate), //                                   [B, 4096]
  dense(10, 'softmax'), //                            [B, 10]
];

/** AlexNet of 2012: 227 × 227 × 3 → 10. `rate`: dropout, in [0, 1); the paper's is 0.5. */
export const alexnet2012 = (rate: number, variant: Variant = published): NetworkSpec => ({
  id: 'alexnet2012',
  citation: [paper, ...changesOf(variant, published)].join('; '),
  input: [227, 227, 3],
  layers: nameLayers(layers(rate, variant)),
});
