/**
 * Grad-CAM: R. Selvaraju, M. Cogswell, A. Das, R. Vedantam, D. Parikh, D. Batra, "Grad-CAM: Visual
 * Explanations from Deep Networks via Gradient-based Localization", ICCV 2017, arXiv:1610.02391,
 * equations 1 and 2. As in the paper, it takes the gradient of the class's logit, before the
 * softmax, with respect to the layer's output (after its relu, if it has one); as in the authors'
 * code, it divides the map by its maximum. tests/golden/gradCam.test.ts compares it with Keras.
 * Uses no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../../model/build';
import { convolutions } from '../../network';
import type { Heat } from '../../protocol/inspection';
import { isSpatial, splitAt, through } from './layers';

export interface GradCamOptions {
  /** The layer whose output is weighted; null: the last convolution. */
  readonly layer: string | null;
  /** The class whose logit is explained, 0–9; null: the class with the greatest logit. */
  readonly classId: number | null;
}

/**
 * L^c of equation 2, before the division: relu(Σ_k α_k A^k) [h, w], where α_k is the mean of the
 * gradient over the positions.
 */
function heatOf(maps: tf.Tensor4D, gradient: tf.Tensor4D): tf.Tensor2D {
  const alpha = tf.mean(gradient, [1, 2], true); // [1, 1, 1, C]
  return tf.squeeze(tf.relu(tf.sum(tf.mul(maps, alpha), 3)), [0]); // [h, w]
}

/** The layer to use. Throws a RangeError if it does not exist or has no spatial positions. */
function layerFor(model: Model, requested: string | null): string {
  const name = requested ?? convolutions(model.network).at(-1)?.name;
  if (name === undefined) throw new RangeError('The network has no convolution');
  if (!isSpatial(model, name)) throw new RangeError(`The network has no layer ${name} with height and width`);
  return name;
}

const greatest = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
};

/**
 * The heat map of `image` [1, H, W, 3], which still belongs to the caller. Changes nothing and
 * leaves no tensor. Rejects with a RangeError if there is no such layer or class.
 */
export async function gradCam(
  model: Model,
  image: tf.Tensor4D,
  { layer: requested, classId }: GradCamOptions,
): Promise<Heat> {
  const layer = layerFor(model, requested);
  const { before, after } = splitAt(model, layer);
  const [heat, scores] = tf.tidy<[tf.Tensor2D, tf.Tensor3D]>(() => {
    const maps = through(before, image) as tf.Tensor4D; // [1, h, w, C]
    const logits = through(after, maps) as tf.Tensor2D; // [1, classes]
    const classes = logits.shape[1];
    if (classId !== null && !(Number.isInteger(classId) && classId >= 0 && classId < classes))
      throw new RangeError(`There is no class ${classId}; the network knows ${classes}`);
    const chosen = classId === null ? tf.argMax(logits, 1) : tf.tensor1d([classId], 'int32'); // [1]
    const mask = tf.cast(tf.oneHot(chosen as tf.Tensor1D, classes), 'float32'); // [1, classes]
    const scoreOf = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(through(after, x), mask));
    return [
      heatOf(maps, tf.grad(scoreOf)(maps) as tf.Tensor4D),
      tf.stack([logits, tf.softmax(logits)]) as tf.Tensor3D,
    ];
  }); // [h, w], [2, 1, classes]
  const [height, width] = heat.shape;
  const [raw, outputs] = await Promise.all([heat.data(), scores.data()]);
  tf.dispose([heat, scores]);
  const classes = outputs.length / 2;
  const max = Math.max(...raw);
  return {
    layer,
    classId: classId ?? greatest(outputs.subarray(0, classes)),
    height,
    width,
    values: Float32Array.from(raw, (value) => (max > 0 ? value / max : 0)),
    probabilities: [...outputs.subarray(classes)],
  };
}
