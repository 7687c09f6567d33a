import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { lossFamily, softmaxCrossEntropy } from '../../src/kernels/loss';
import { Rng } from '../../src/lib/rng';
import { onEveryBackend } from '../helpers/backends';
import {
  bitsOf,
  distorted,
  errorOf,
  onGpu,
  random,
  skipped,
  valuesOf,
  webGpuProblem,
  withFamilies,
  worstError,
} from '../helpers/kernels';

/**
 * Loss, statistics and a weighted gradient of random logits, at most `size` either way. The first
 * row's label is its least likely class: in a batch whose rows are all sure and right the loss is
 * next to 0, and rounding is large beside it.
 */
const passes =
  (rows: number, classes: number, size = 3) =>
  (): tf.NamedTensorMap => {
    const rng = Rng.of(rows * classes);
    const logits = random<tf.Rank.R2>([rows, classes], 1, -size, size);
    const others = Int32Array.from({ length: rows - 1 }, () => rng.int(classes));
    const labels = tf.concat1d([
      tf.argMin(tf.slice2d(logits, [0, 0], [1, classes]), 1),
      tf.tensor1d(others, 'int32'),
    ]);
    const lossOf = (z: tf.Tensor2D): tf.Scalar => tf.mul(softmaxCrossEntropy(z, labels).loss, 0.3);
    const { loss, stats } = softmaxCrossEntropy(logits, labels);
    return { loss, stats, gradient: tf.grad((z) => lossOf(z as tf.Tensor2D))(logits) };
  };

/** Of two rows: equal logits, then a sure and wrong one. */
const byHand = (): tf.NamedTensorMap => {
  const logits = tf.tensor2d([0, 0, 0, 0, 1000, -1000], [2, 3]);
  const labels = tf.tensor1d([0, 2], 'int32');
  const { loss, stats } = softmaxCrossEntropy(logits, labels);
  const gradient = tf.grad((z) => softmaxCrossEntropy(z as tf.Tensor2D, labels).loss)(logits);
  return { loss, stats, gradient };
};
const expected = {
  // (log 3 + 2000) / 2; the first of three equal logits is the label's.
  loss: Float32Array.of((Math.log(3) + 2000) / 2),
  stats: Float32Array.of((Math.log(3) + 2000) / 2, 1),
  // (softmax − onehot) / 2
  gradient: Float32Array.of((1 / 3 - 1) / 2, 1 / 6, 1 / 6, 0, 0.5, -0.5),
};

onEveryBackend('softmaxCrossEntropy in tfjs’s operations', (use) => {
  it('is the formula, by hand', async () => {
    await use();
    expect(worstError(await valuesOf(byHand), expected)).toBeLessThan(1e-6);
  });

  it('refuses labels of another length or type', async () => {
    await use();
    const logits = tf.zeros<tf.Rank.R2>([2, 3]);
    expect(() => softmaxCrossEntropy(logits, tf.tensor1d([1], 'int32'))).toThrow(
      '2 rows of logits, but 1 labels of int32',
    );
    expect(() => softmaxCrossEntropy(logits, tf.tensor1d([1, 2]))).toThrow('2 labels of float32');
  });
});

describe.skipIf(webGpuProblem)(`our softmaxCrossEntropy${skipped}`, () => {
  it('agrees with the CPU on its own probe', async () => {
    expect(await errorOf([lossFamily], lossFamily.probe)).toBeLessThan(1e-5);
  });

  it('is the formula, by hand, with logits of ±1000', async () => {
    expect(worstError(await onGpu([lossFamily], byHand), expected)).toBeLessThan(1e-6);
  });

  it.each([
    [1, 10],
    [64, 10],
    [65, 10],
    [7, 3],
    [130, 11],
    [1024, 10],
    [2, 1000],
  ])('agrees with the CPU for %i rows of %i classes', async (rows, classes) => {
    expect(await errorOf([lossFamily], passes(rows, classes))).toBeLessThan(1e-4);
  });

  it('agrees for any shape and size of logits', async () => {
    const rows = fc.integer({ min: 1, max: 200 });
    const classes = fc.integer({ min: 2, max: 30 });
    const size = fc.integer({ min: 1, max: 1000 });
    await fc.assert(
      fc.asyncProperty(rows, classes, size, async (b, c, s) => {
        expect(await errorOf([lossFamily], passes(b, c, s))).toBeLessThan(1e-4);
      }),
      { numRuns: 10 },
    );
  });

  it('gives the same bits twice', async () => {
    const first = bitsOf(await onGpu([lossFamily], passes(200, 10)));
    expect(bitsOf(await onGpu([lossFamily], passes(200, 10)))).toEqual(first);
  });

  it.each([Number.NaN, Infinity, -Infinity])(
    'says NaN for a logit of %d, so that the run stops',
    async (bad) => {
      for (const place of [0, 3, 5]) {
        const { stats } = await onGpu([lossFamily], () => {
          const logits = [1, 0, 2, 0, 1, 2].map((logit, i) => (i === place ? bad : logit));
          return {
            stats: softmaxCrossEntropy(tf.tensor2d(logits, [2, 3]), tf.tensor1d([0, 1], 'int32')).stats,
          };
        });
        expect(stats?.[0]).toBeNaN();
      }
    },
  );

  it('would be noticed with another row’s labels (negative control)', async () => {
    const wrong = distorted(lossFamily, 'TrainSoftmaxCrossEntropy', (given) => {
      const labels = given.inputs['labels'];
      return {
        ...given,
        inputs: { ...given.inputs, ...(labels && { labels: tf.reverse(labels as tf.Tensor) }) },
      };
    });
    expect(await errorOf([wrong], passes(64, 10))).toBeGreaterThan(0.01);
  });

  it('leaves only what it returns', async () => {
    await withFamilies([lossFamily], () => {
      const logits = tf.zeros<tf.Rank.R2>([200, 10]);
      const labels = tf.zeros<tf.Rank.R1>([200], 'int32');
      const before = tf.memory().numTensors;
      const { value, grad } = tf.valueAndGrad((z) => softmaxCrossEntropy(z as tf.Tensor2D, labels).loss)(
        logits,
      );
      expect(tf.memory().numTensors).toBe(before + 2);
      tf.dispose([value, grad, logits, labels]);
    });
  });
});
