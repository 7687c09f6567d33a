/** What a model makes of one image that is none of the data set's: the tensor that went in, and the probabilities that came out. Worker. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../../dataset/batches';
import { imageBytes } from '../../dataset/cifar10';
import type { Experiment } from '../../experiment/schema';
import { logits, type Model } from '../../model/build';
import type { Sight } from '../../protocol/own';
import { networkInput } from '../../training/evaluate';
import { EngineFailure } from '../errors';
import { asBytes } from '../seen';

type Scale = Experiment['scale'];

/** One image as evaluation takes a batch: not moved, not padded. Throws `bad-command` where it is not of 32 × 32. */
export function batchOf(pixels: Uint8Array): Batch {
  if (pixels.length !== imageBytes)
    throw new EngineFailure('bad-command', `An image has ${imageBytes} bytes, not ${pixels.length}`);
  return { pixels, labels: new Uint8Array(1), moves: null, count: 1, size: 1 };
}

/**
 * One pass in inference mode, on the path of evaluation. Both tensors are of this pass alone, so that a training step that comes meanwhile
 * changes neither.
 */
export async function sight(model: Model, pixels: Uint8Array, scale: Scale): Promise<Sight> {
  const batch = batchOf(pixels);
  const [input, output] = tf.tidy((): [tf.Tensor4D, tf.Tensor] => {
    const images = networkInput(model, batch, scale); // [1, side, side, 3]
    return [images, tf.softmax(logits(model, images, false))]; // …, [1, 10]
  });
  try {
    const [values, probabilities] = await Promise.all([input.data(), output.data()]);
    return {
      input: { side: input.shape[1], pixels: asBytes(values, scale) },
      probabilities: [...probabilities],
    };
  } finally {
    input.dispose();
    output.dispose();
  }
}
