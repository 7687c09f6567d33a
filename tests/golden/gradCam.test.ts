/**
 * Grad-CAM is what Keras computes (tests/keras/gradcam.py): heat maps on given weights and images,
 * to 1e-3 of their maximum.
 */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { useKernels } from '../../src/kernels/register';
import { buildModel, restoreWeights, type Model } from '../../src/model/build';
import { networkFor } from '../../src/network';
import { gradCam, type GradCamOptions } from '../../src/training/inspect/gradCam';
import { splitAt, through } from '../../src/training/inspect/layers';
import { onTrainingBackends } from '../helpers/backends';
import { goldenCases } from './cases';
import { images, initialValues } from './recipe';

const tolerance = 1e-3;
const minutes = 60_000;

interface GoldenHeat {
  readonly id: string;
  readonly layer: string;
  readonly asked: GradCamOptions;
  readonly classId: number;
  readonly shape: readonly [number, number];
  readonly values: readonly number[];
  readonly probabilities: readonly number[];
}

const { heats } = JSON.parse(readFileSync(new URL('gradcam.json', import.meta.url), 'utf8')) as {
  readonly heats: readonly GoldenHeat[];
};

/** A case's model with its given weights, and its first image. */
function stage(id: string): { model: Model; image: tf.Tensor4D } {
  const golden = goldenCases.find((candidate) => candidate.id === id);
  if (!golden) throw new Error(`There is no golden case ${id}`);
  const model = buildModel(networkFor(golden.experiment), 1);
  const values = model.net.weights.map(({ originalName, shape }) => {
    const sides = shape.map((side) => side ?? 1);
    return tf.tensor(initialValues(originalName, sides), sides);
  });
  restoreWeights(model, values);
  tf.dispose(values);
  const { input } = model.network;
  const { pixels } = images(0, golden.batch, input);
  const size = input[0] * input[1] * input[2];
  return { model, image: tf.tensor4d(pixels.subarray(0, size), [1, ...input]) };
}

const furthest = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  ours.length === theirs.length
    ? theirs.reduce((max, value, i) => Math.max(max, Math.abs(value - (ours[i] ?? Number.NaN))), 0)
    : Number.POSITIVE_INFINITY;

/** The same map by the gradient of the class's probability, which is not what Grad-CAM is. */
async function ofProbability(
  model: Model,
  image: tf.Tensor4D,
  { layer, classId }: GoldenHeat,
): Promise<ArrayLike<number>> {
  const { before, after } = splitAt(model, layer);
  const heat = tf.tidy(() => {
    const maps = through(before, image) as tf.Tensor4D; // [1, h, w, C]
    const score = (x: tf.Tensor): tf.Tensor =>
      tf.slice(tf.softmax(through(after, x) as tf.Tensor2D), [0, classId], [1, 1]);
    const alpha = tf.mean(tf.grad(score)(maps), [1, 2], true);
    const raw = tf.relu(tf.sum(tf.mul(maps, alpha), 3));
    return tf.div(raw, tf.max(raw));
  });
  const values = await heat.data();
  heat.dispose();
  return values;
}

onTrainingBackends('Grad-CAM', (use, name) => {
  const begin = async (ours: boolean): Promise<void> => {
    await use();
    if (!ours) useKernels([]);
  };
  // At 227 px tfjs's own WebGPU kernels need a larger binding than these adapters have.
  const ours = ['lenet5', 'alexnet-67', 'alexnet2012-227'].map((id) => [id, true] as const);

  it.each(name === 'wasm' ? ours : [...ours, ['lenet5', false] as const])(
    'of %s is what Keras computes; our kernels: %s',
    { timeout: 5 * minutes },
    async (id, withOurs) => {
      await begin(withOurs);
      const { model, image } = stage(id);
      const wanted = heats.filter((heat) => heat.id === id);
      expect(wanted.length).toBeGreaterThan(1);
      for (const { asked, layer, classId, shape, values, probabilities } of wanted) {
        const tensors = tf.memory().numTensors;
        const heat = await gradCam(model, image, asked);
        expect(tf.memory().numTensors).toBe(tensors);
        expect([heat.layer, heat.classId, heat.height, heat.width]).toEqual([layer, classId, ...shape]);
        expect(furthest(heat.values, values)).toBeLessThan(tolerance);
        expect(furthest(heat.probabilities, probabilities)).toBeLessThan(tolerance);
      }
      model.dispose();
      image.dispose();
    },
  );

  it('is not that of the probability, of another class, or of another layer', async () => {
    await begin(true);
    const { model, image } = stage('alexnet-67');
    const [wanted] = heats.filter(({ id, values }) => id === 'alexnet-67' && Math.max(...values) === 1);
    if (!wanted) throw new Error('There is no such map');
    expect(furthest(await ofProbability(model, image, wanted), wanted.values)).toBeGreaterThan(
      10 * tolerance,
    );
    const { layer, classId } = wanted;
    for (const wrong of [
      { layer, classId: 7 },
      { layer: 'conv2d_3', classId },
    ]) {
      const heat = await gradCam(model, image, wrong);
      expect(furthest(heat.values, wanted.values)).toBeGreaterThan(10 * tolerance);
    }
    model.dispose();
    image.dispose();
  });

  it('names a layer, a class and a kind of layer that it cannot explain', async () => {
    await begin(true);
    const { model, image } = stage('lenet5');
    const tensors = tf.memory().numTensors;
    const ask = (options: Partial<GradCamOptions>) =>
      gradCam(model, image, { layer: null, classId: null, ...options });
    await expect(ask({ layer: 'conv2d_9' })).rejects.toThrow('conv2d_9');
    await expect(ask({ layer: 'dense' })).rejects.toThrow('dense');
    await expect(ask({ classId: 10 })).rejects.toThrow('no class 10');
    await expect(ask({ classId: 0.5 })).rejects.toThrow('no class 0.5');
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
    image.dispose();
  });
});
