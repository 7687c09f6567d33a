/**
 * The facts of CIFAR-10. Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images", 2009, and https://www.cs.toronto.edu/~kriz/cifar.html. Imports nothing.
 */

/** Side of an image in pixels, and its channels (R, G, B). */
export const imageSide = 32;
export const imageChannels = 3;
/** Bytes of one image, row-major, channels last. */
export const imageBytes = imageSide * imageSide * imageChannels;

/** Class names in label order, as Keras and the original list them. */
export const classNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;
export const classCount = classNames.length;

/** Number of images in the two sets; each class has a tenth of them. */
export const trainImages = 50_000;
export const testImages = 10_000;

/**
 * Mean and standard deviation of each channel over the 50 000 training images, pixels / 255
 * (computed from the data; a test recomputes them).
 */
export const channelMean = [0.49139968, 0.48215841, 0.44653091] as const;
export const channelDeviation = [0.24703223, 0.24348513, 0.26158784] as const;
