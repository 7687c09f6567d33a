import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { lossFamily as family, softmaxCrossEntropy } from '../../../src/kernels/loss';
import { lossFamily as wasm } from '../../../src/kernels/wasm/loss';
import { onCpu, random, worstError, type Values } from '../../helpers/kernels';
import { distortedWasm, onWasm, wasmErrorOf } from '../../helpers/wasmEngine';

const tested = { wasm, family };
const labelsOf = (rows: number, classes: number): Int32Array =>
  Int32Array.from({ length: rows }, (_, i) => (7 * i + 3) % classes);
const passes =
  (rows: number, classes: number, size = 3) =>
  (): tf.NamedTensorMap => {
    const labels = tf.tensor1d(labelsOf(rows, classes), 'int32');
    const logits = random<tf.Rank.R2>([rows, classes], 1, -size, size);
    const { loss, stats } = softmaxCrossEntropy(logits, labels);
    const gradient = tf.grad((z: tf.Tensor) => tf.mul(softmaxCrossEntropy(z as tf.Tensor2D, labels).loss, 2));
    return { loss, stats, gradient: gradient(logits) };
  };

/**
 * What `passes` should give: loss = log Σ exp(z − z[label]), and its gradient. tfjs's operations
 * are no reference where a prediction is sure: in float32, log(1 + 1e-5) has three digits.
 */
async function inDoubles(rows: number, classes: number, size: number): Promise<Values> {
  const { z = new Float32Array() } = await onCpu(() => ({ z: random([rows, classes], 1, -size, size) }));
  const gradient = new Float32Array(z.length);
  let loss = 0;
  let right = 0;
  labelsOf(rows, classes).forEach((label, row) => {
    const logits = z.slice(row * classes, (row + 1) * classes);
    const shares = Float64Array.from(logits, (value) => Math.exp(value - (logits[label] ?? 0)));
    const sum = shares.reduce((total, share) => total + share, 0);
    loss += Math.log(sum) / rows;
    right += Number(logits.indexOf(Math.max(...logits)) === label);
    // Of 2 × the loss: see `passes`.
    shares.forEach(
      (share, c) => (gradient[row * classes + c] = (2 * (share / sum - Number(c === label))) / rows),
    );
  });
  return { loss: Float32Array.of(loss), stats: Float32Array.of(loss, right), gradient };
}

describe('the loss on the CPU engine', () => {
  it('agrees with tfjs’s CPU on the family’s probe', async () => {
    expect(await wasmErrorOf(tested, family.probe)).toBeLessThan(1e-6);
  });

  it.each([
    [1, 2],
    [1, 10],
    [64, 10],
    [7, 3],
    [129, 1000],
  ])('agrees with tfjs’s CPU: [%i, %i]', async (rows, classes) => {
    expect(await wasmErrorOf(tested, passes(rows, classes))).toBeLessThan(1e-5);
  });

  it('is the formula in double precision, for any shape and size of logits', async () => {
    const sizes = [fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 20 })] as const;
    await fc.assert(
      fc.asyncProperty(...sizes, fc.constantFrom(0.01, 1, 30), async (...given) => {
        expect(worstError(await onWasm(tested, passes(...given)), await inDoubles(...given))).toBeLessThan(
          1e-6,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('is finite for logits of any finite size', async () => {
    const { loss } = await onWasm(tested, () => ({
      loss: softmaxCrossEntropy(tf.tensor2d([[3e38, -3e38]]), tf.tensor1d([0], 'int32')).loss,
    }));
    expect(loss).toEqual(Float32Array.of(0));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'is NaN where a logit is %d',
    async (logit) => {
      for (const place of [0, 2, 5]) {
        const logits = Array.from({ length: 6 }, (_, i) => (i === place ? logit : i));
        const { loss, stats } = await onWasm(tested, () => ({
          ...softmaxCrossEntropy(tf.tensor2d(logits, [2, 3]), tf.tensor1d([1, 2], 'int32')),
        }));
        expect(loss).toEqual(Float32Array.of(Number.NaN));
        expect(stats?.[0]).toBeNaN();
      }
    },
  );

  it('would be noticed with other labels (negative control)', async () => {
    const wrong = distortedWasm(tested, 'TrainSoftmaxCrossEntropy', ({ inputs, ...rest }) => ({
      ...rest,
      inputs: { ...inputs, labels: tf.zeros([20], 'int32') },
    }));
    expect(await wasmErrorOf(wrong, passes(20, 10))).toBeGreaterThan(1e-2);
  });
});
