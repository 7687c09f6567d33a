/**
 * Small made-up images that a network can learn: each class has a colour, with noise. For tests
 * that need no CIFAR-10.
 */
import type { Batch } from '../../src/dataset/batches';
import { imageBytes } from '../../src/lib/cifar10';
import { Rng } from '../../src/lib/rng';
import type { TrainingData } from '../../src/training/data';

/** A batch of `size` images whose class can be told from their colour; `classes` ≤ 10. */
export function colouredBatch(size: number, seed: number, classes = 10): Batch {
  const rng = Rng.of(seed);
  const pixels = new Uint8Array(size * imageBytes);
  const labels = Uint8Array.from({ length: size }, (_, i) => i % classes);
  pixels.forEach((_, at) => {
    const label = labels[Math.floor(at / imageBytes)] ?? 0;
    const tone = 40 + ((label * (at % 3) * 37 + label * 23) % 170);
    pixels[at] = tone + rng.int(46);
  });
  return { pixels, labels, moves: null, count: size, size };
}

/**
 * Training data of `steps` batches an epoch, the same in every epoch, and one batch to validate on.
 */
export function syntheticData(size: number, steps: number): TrainingData {
  return {
    valImages: size,
    async *train(_epoch, start) {
      for (let step = start; step < steps; step++) yield colouredBatch(size, step);
    },
    async *val() {
      yield colouredBatch(size, 1_000);
    },
  };
}
