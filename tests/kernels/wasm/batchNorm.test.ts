import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { batchNormFamily as family, batchNormTrain } from '../../../src/kernels/batchNorm';
import { batchNormFamily as wasm } from '../../../src/kernels/wasm/batchNorm';
import { onCpu, random, worstError } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf, withEngine } from '../../helpers/wasmEngine';

const tested = { wasm, family };
const keras = { momentum: 0.99, epsilon: 1e-3 };

interface Given {
  /** Of x's values. */
  readonly mean?: number;
  readonly deviation?: number;
  readonly momentum?: number;
}

/** y, all gradients and the moved averages, for random x, gamma, beta and dy. */
const passes =
  (shape: number[], { mean = 0.5, deviation = 1, momentum = 0.99 }: Given = {}) =>
  (): tf.NamedTensorMap => {
    const channels = [shape.at(-1) ?? 1];
    const x = tf.randomNormal(shape, mean, deviation, 'float32', 1);
    const gamma = random(channels, 2, 0.5, 2);
    const beta = random(channels, 3);
    const movingMean = tf.variable(random(channels, 4), false);
    const movingVariance = tf.variable(random(channels, 5, 0.5, 2), false);
    const normalise = (t: tf.Tensor, g: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      batchNormTrain(t, g, b, movingMean, movingVariance, { ...keras, momentum });
    const { value, grads } = tf.valueAndGrads(normalise)([x, gamma, beta], random(shape, 6));
    const [dx, dgamma, dbeta] = grads as [tf.Tensor, tf.Tensor, tf.Tensor];
    const moved = { movingMean: tf.clone(movingMean), movingVariance: tf.clone(movingVariance) };
    movingMean.dispose();
    movingVariance.dispose();
    return { y: value, dx, dgamma, dbeta, ...moved };
  };

/**
 * The same, with what a sum of so many random terms is in general beside dgamma and dbeta: where
 * they come out near 0, rounding is large beside them alone.
 */
const besideUsualSums = (shape: [rows: number, channels: number]) => (): tf.NamedTensorMap => {
  const { dgamma, dbeta, ...rest } = passes(shape)();
  const usual = tf.tensor1d([Math.sqrt(shape[0] / 3)]);
  const beside = (sums: tf.Tensor | undefined): tf.Tensor => tf.concat([sums as tf.Tensor1D, usual]);
  return { ...rest, dgamma: beside(dgamma), dbeta: beside(dbeta) };
};

/** The same for a single channel, in double precision. */
function exactly(x: ArrayLike<number>): { mean: number; variance: number } {
  const values = Array.from(x);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length };
}

describe('batch normalisation in training on the CPU engine', () => {
  it('agrees with tfjs’s CPU on the family’s probe', async () => {
    expect(await wasmErrorOf(tested, family.probe)).toBeLessThan(1e-5);
  });

  const shapes = [
    [7, 1],
    [64, 10],
    [3, 5, 7, 6],
    [2, 13, 13, 96],
    [5, 4, 4, 3],
    [700, 1],
    [4, 1001],
    [1, 6, 6, 8],
    [9_000, 16],
    [33, 4096],
  ];
  it.each(shapes.flatMap((shape) => [true, false].map((fma) => [shape, fma] as const)))(
    'agrees with tfjs’s CPU: %j, FMA %s',
    async (shape, fma) => {
      expect(await wasmErrorOf(tested, passes(shape), { fma })).toBeLessThan(1e-5);
    },
  );

  it('agrees for any shape', async () => {
    const sizes = fc.tuple(fc.integer({ min: 4, max: 300 }), fc.integer({ min: 1, max: 140 }));
    await fc.assert(
      fc.asyncProperty(sizes, async (shape) => {
        expect(await wasmErrorOf(tested, besideUsualSums(shape))).toBeLessThan(1e-5);
      }),
      // Of 175 rows the only channel's dgamma comes out near 0, a sum of numbers to ±2.
      { numRuns: 25, examples: [[[175, 1]]] },
    );
  });

  it('keeps the variance where the mean is a thousand deviations from 0', async () => {
    const shape = [50_001, 1];
    const given = { mean: 1000, deviation: 1, momentum: 0 };
    const ours = await onWasm(tested, passes(shape, given));
    const { x = [] } = await onCpu(() => ({ x: tf.randomNormal(shape, 1000, 1, 'float32', 1) }));
    const { mean, variance } = exactly(x);
    expect(Math.abs((ours['movingMean']?.[0] ?? 0) / mean - 1)).toBeLessThan(1e-7);
    expect(Math.abs((ours['movingVariance']?.[0] ?? 0) / variance - 1)).toBeLessThan(1e-6);
  });

  it('keeps the variance where the first row lies far out', async () => {
    const x = (): tf.Tensor2D =>
      tf.concat([tf.tensor2d([[300]]), tf.randomNormal([9_999, 1], 0, 1, 'float32', 1)]);
    const ours = await onWasm(tested, () => {
      const mean = tf.variable(tf.zeros([1]), false);
      const variance = tf.variable(tf.ones([1]), false);
      batchNormTrain(x(), tf.ones([1]), tf.zeros([1]), mean, variance, { ...keras, momentum: 0 });
      return { mean: tf.clone(mean), variance: tf.clone(variance) };
    });
    const { mean, variance } = exactly((await onCpu(() => ({ x: x() })))['x'] ?? []);
    expect(Math.abs((ours['mean']?.[0] ?? 0) - mean)).toBeLessThan(1e-6);
    expect(Math.abs((ours['variance']?.[0] ?? 0) / variance - 1)).toBeLessThan(1e-6);
  });

  it.each([[[40_000, 6]], [[3_000, 96]]])(
    'gives the same bits with any number of threads: %j',
    async (shape) => {
      const [first, ...others] = await bitsByThreads(tested, passes(shape));
      for (const bits of others) expect(bits).toEqual(first);
    },
  );

  it('would be noticed with another epsilon or gamma (negative control)', async () => {
    const epsilon = distortedWasm(tested, 'TrainBatchNorm', (given) => ({
      ...given,
      attrs: { ...given.attrs, epsilon: 1e-2 },
    }));
    expect(await wasmErrorOf(epsilon, passes([40, 8]))).toBeGreaterThan(1e-3);
    const swapped = distortedWasm(tested, 'TrainBatchNormGrad', ({ inputs, ...rest }) => ({
      ...rest,
      inputs: { ...inputs, x: inputs['dy'] },
    }));
    expect(await wasmErrorOf(swapped, passes([40, 8]))).toBeGreaterThan(1e-2);
  });

  it('moves the averages in place, of nobody else’s array, and leaves nothing behind', async () => {
    await withEngine([wasm], [family], {}, async (backend) => {
      const array = Float32Array.of(1, 2, 3);
      const mean = tf.variable(tf.tensor1d(array), false);
      const variance = tf.variable(tf.ones([3]), false);
      const before = await mean.data();
      const tensors = tf.memory().numTensors;
      const places = backend.bytes.used;
      tf.tidy(
        () => void batchNormTrain(random([9, 3], 1), tf.ones([3]), tf.zeros([3]), mean, variance, keras),
      );
      expect(await mean.data()).not.toEqual(before);
      expect(array).toEqual(Float32Array.of(1, 2, 3));
      expect(tf.memory().numTensors).toBe(tensors);
      // The two averages have come into the memory.
      expect(backend.bytes.used - places).toBe(2 * 128);
    });
  });
});

describe('batch normalisation in inference on the CPU engine', () => {
  const inference =
    (shape: number[], offset: boolean, scale: boolean, epsilon?: number) => (): tf.NamedTensorMap => {
      const channels = shape.at(-1) ?? 1;
      const of = (seed: number): tf.Tensor1D => random<tf.Rank.R1>([channels], seed, 0.5, 2);
      const x = random<tf.Rank.R4>(shape as [number, number, number, number], 1);
      return {
        y: tf.batchNorm(x, of(2), of(3), offset ? of(4) : undefined, scale ? of(5) : undefined, epsilon),
      };
    };

  it.each([[[1, 1, 1, 1]], [[2, 7, 5, 6]], [[1, 13, 13, 96]], [[3, 4, 4, 3]]])(
    'agrees with tfjs’s CPU: %j',
    async (shape) => {
      for (const offset of [true, false])
        for (const scale of [true, false])
          expect(await wasmErrorOf(tested, inference(shape, offset, scale, 0.01))).toBeLessThan(1e-5);
      expect(await wasmErrorOf(tested, inference(shape, true, true))).toBeLessThan(1e-6);
    },
  );

  it('takes single values for all channels', async () => {
    const single = (): tf.NamedTensorMap => ({
      y: tf.batchNorm(random<tf.Rank.R4>([2, 3, 3, 5], 1), tf.tensor1d([0.3]), tf.tensor1d([2])),
    });
    expect(await wasmErrorOf(tested, single)).toBeLessThan(1e-6);
  });

  it('takes a value for each element', async () => {
    const shape: [number, number, number] = [3, 7, 5];
    const of = (seed: number): tf.Tensor3D => random<tf.Rank.R3>(shape, seed, 0.5, 2);
    const each = (): tf.NamedTensorMap => ({ y: tf.batchNorm(of(1), of(2), of(3), of(4), of(5)) });
    expect(await wasmErrorOf(tested, each)).toBeLessThan(1e-6);
  });

  it('would be noticed with another variance (negative control)', async () => {
    const wrong = distortedWasm(tested, tf.FusedBatchNorm, ({ inputs, ...rest }) => ({
      ...rest,
      inputs: { ...inputs, variance: inputs['scale'] },
    }));
    const ours = await onWasm(wrong, inference([2, 3, 3, 8], true, true));
    expect(worstError(ours, await onCpu(inference([2, 3, 3, 8], true, true)))).toBeGreaterThan(1e-2);
  });
});
