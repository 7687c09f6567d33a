/**
 * LeNet-5 on colour images, the network to compare with. 62,006 parameters. Pure.
 *
 * Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to Document
 * Recognition", Proc. IEEE 86, 1998, section II.B. Differences from the paper: 3 input channels,
 * not 1; relu, not a scaled tanh; max pooling, not trainable averages; convolution 2 sees all 6
 * maps, not the subsets of table I; softmax, not radial basis functions.
 */
import { imageChannels, imageSide } from '../lib/cifar10';
import { conv2d, dense, flatten, maxPool, nameLayers } from './layers';
import type { LayerSpec, NetworkSpec } from './spec';

const layers: readonly LayerSpec[] = [
  conv2d(6, 5, { padding: 'valid' }), //  [B, 28, 28, 6]
  maxPool(2, 2), //                       [B, 14, 14, 6]
  conv2d(16, 5, { padding: 'valid' }), // [B, 10, 10, 16]
  maxPool(2, 2), //                       [B, 5, 5, 16]
  flatten, //                             [B, 400]
  dense(120, 'relu'), //                  [B, 120]
  dense(84, 'relu'), //                   [B, 84]
  dense(10, 'softmax'), //                [B, 10]
];

/** LeNet-5: 32 × 32 × 3 → 10. It has no dropout. */
export const lenet5: NetworkSpec = {
  id: 'lenet5',
  citation: 'LeCun, Bottou, Bengio, Haffner: Gradient-Based Learning Applied to Document Recognition, 1998',
  input: [imageSide, imageSide, imageChannels],
  layers: nameLayers(layers),
};
