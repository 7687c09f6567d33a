/**
 * Classifies one image that is not from the data set: returns the tensor that went in and the
 * probabilities that came out. Runs in the worker.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../../dataset/batches';
import { imageBytes } from '../../lib/cifar10';
import type { Experiment } from '../../experiment/schema';
import { logits, type Model } from '../../model/build';
import type { Classification } from '../../protocol/uploads';
import { networkInput } from '../../training/evaluate';
import { EngineFailure } from '../core/errors';
import { denormalize } from '../inspect/inputPreview';

type Scale = Experiment['scale'];

/**
 * One image as a batch for evaluation: not shifted, not padded. Throws `bad-command` if it is not
 * 32 × 32.
 */
export function batchOf(pixels: Uint8Array): Batch {
  if (pixels.length !== imageBytes)
    throw new EngineFailure('bad-command', `An image has ${imageBytes} bytes, not ${pixels.length}`);
  return { pixels, labels: new Uint8Array(1), moves: null, count: 1, size: 1 };
}

/**
 * Runs one pass in inference mode, with the same code as evaluation. Both tensors belong to this
 * pass alone, so a training step in the meantime changes neither.
 */
export async function classify(model: Model, pixels: Uint8Array, scale: Scale): Promise<Classification> {
  const batch = batchOf(pixels);
  const [input, output] = tf.tidy((): [tf.Tensor4D, tf.Tensor] => {
    const images = networkInput(model, batch, scale); // [1, side, side, 3]
    return [images, tf.softmax(logits(model, images, 'inference'))]; // …, [1, 10]
  });
  try {
    const [values, probabilities] = await Promise.all([input.data(), output.data()]);
    return {
      input: { side: input.shape[1], pixels: denormalize(values, scale) },
      probabilities: [...probabilities],
    };
  } finally {
    input.dispose();
    output.dispose();
  }
}
