/**
 * Grad-CAM: R. Selvaraju, M. Cogswell, A. Das, R. Vedantam, D. Parikh, D. Batra, "Grad-CAM: Visual Explanations from Deep Networks via
 * Gradient-based Localization", ICCV 2017, arXiv:1610.02391, equations 1 and 2. The gradient is that of the class's logit, before the
 * softmax, as the paper takes it, by the layer's output (after its relu, where it has one); the map is divided by its maximum, as the
 * authors' code does. Held against Keras in tests/golden/gradCam.test.ts. No worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../../model/build';
import { convolutions } from '../../network';
import type { Heat } from '../logs';
import { isSpatial, splitAt, through } from './layers';

export interface GradCamOptions {
  /** Whose output is weighed; null: the last convolution. */
  readonly layer: string | null;
  /** Whose logit is explained, 0–9; null: the class with the greatest. */
  readonly classId: number | null;
}

/** L^c of equation 2, before its division: relu(Σ_k α_k A^k) [h, w], with α_k the mean of the gradient over the places. */
function heatOf(maps: tf.Tensor4D, gradient: tf.Tensor4D): tf.Tensor2D {
  const alpha = tf.mean(gradient, [1, 2], true); // [1, 1, 1, C]
  return tf.squeeze(tf.relu(tf.sum(tf.mul(maps, alpha), 3)), [0]); // [h, w]
}

/** The layer to weigh. Throws a RangeError where it does not exist or has no places. */
function layerFor(model: Model, asked: string | null): string {
  const name = asked ?? convolutions(model.network).at(-1)?.name;
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
 * The heat of `image` [1, H, W, 3], which stays the caller's. Changes nothing, leaves no tensor behind. Rejects with a RangeError where
 * there is no such layer or class.
 */
export async function gradCam(
  model: Model,
  image: tf.Tensor4D,
  { layer: asked, classId }: GradCamOptions,
): Promise<Heat> {
  const layer = layerFor(model, asked);
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
  const [raw, judged] = await Promise.all([heat.data(), scores.data()]);
  tf.dispose([heat, scores]);
  const classes = judged.length / 2;
  const most = Math.max(...raw);
  return {
    layer,
    classId: classId ?? greatest(judged.subarray(0, classes)),
    height,
    width,
    values: Float32Array.from(raw, (value) => (most > 0 ? value / most : 0)),
    probabilities: [...judged.subarray(classes)],
  };
}
