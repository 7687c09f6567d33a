import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { batchNormFamily, batchNormTrain } from '../../src/kernels/batchNorm';
import * as gpu from '../../src/kernels/gpu';
import { onEveryBackend } from '../helpers/backends';
import {
  bitsOf,
  distorted,
  errorOf,
  onCpu,
  onGpu,
  random,
  skipped,
  underLimit,
  webGpuProblem,
  withFamilies,
  worstError,
} from '../helpers/kernels';

vi.mock('../../src/kernels/gpu', { spy: true });

const families = [batchNormFamily];
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

/** Two channels of four rows, worked out on paper: means 1 and 0, biased variances 5 and 1. */
const byHand = (): tf.NamedTensorMap => {
  const movingMean = tf.variable(tf.tensor1d([3, -2]), false);
  const movingVariance = tf.variable(tf.tensor1d([1, 9]), false);
  const x = tf.tensor2d([-2, 1, 0, 1, 2, -1, 4, -1], [4, 2]);
  const gamma = tf.tensor1d([2, 1]);
  const beta = tf.tensor1d([0, 10]);
  const options = { momentum: 0.75, epsilon: 4 };
  const y = batchNormTrain(x, gamma, beta, movingMean, movingVariance, options);
  const moved = { movingMean: tf.clone(movingMean), movingVariance: tf.clone(movingVariance) };
  movingMean.dispose();
  movingVariance.dispose();
  return { y, ...moved };
};

const expectByHand = (values: Readonly<Record<string, Float32Array>>): void => {
  const b = 1 / Math.sqrt(5);
  const expected: Record<string, number[]> = {
    y: [-2, 10 + b, -2 / 3, 10 + b, 2 / 3, 10 - b, 2, 10 - b], // divided by √(5 + 4) and √(1 + 4)
    movingMean: [0.75 * 3 + 0.25 * 1, 0.75 * -2],
    movingVariance: [0.75 * 1 + 0.25 * 5, 0.75 * 9 + 0.25 * 1],
  };
  for (const [name, numbers] of Object.entries(expected))
    numbers.forEach((number, i) => expect(values[name]?.[i]).toBeCloseTo(number, 5));
};

describe('the reference', () => {
  it('is right by hand', async () => {
    expectByHand(await onCpu(byHand));
  });
});

onEveryBackend('with tfjs’s own kernels', (use) => {
  it('refuses a parameter of another size, and a tensor without rows', async () => {
    await use();
    const three = tf.variable(tf.zeros([3]));
    const four = tf.variable(tf.zeros([4]));
    const wrong = (): tf.Tensor => batchNormTrain(tf.zeros([2, 4]), four, three, four, four, keras);
    expect(wrong).toThrow(new RangeError('A parameter of size 3 for 4 channels'));
    expect(() => batchNormTrain(tf.zeros([4]), four, four, four, four, keras)).toThrow(RangeError);
  });
});

describe.skipIf(webGpuProblem)(`our batch normalisation${skipped}`, () => {
  beforeEach(() => vi.clearAllMocks());

  it('is right by hand', async () => {
    expectByHand(await onGpu(families, byHand));
  });

  it.each([
    [[1, 55, 55, 96]], // AlexNet-227
    [[1, 27, 27, 256]],
    [[2, 15, 15, 96]], // AlexNet-67
    [[2, 7, 7, 256]],
    [[8, 3, 3, 256]],
    [[64, 128]], // a dense layer
    [[5, 3]],
    [[3, 5, 7, 6]], // channels not divisible by 4
    [[4, 9, 1]],
    [[2, 3, 4, 5, 7]],
    [[17, 4]], // one row more than a block
    [[40_000, 3]],
  ])('agrees with the CPU for %j: y, every gradient, the moving averages', async (shape) => {
    expect(await errorOf(families, passes(shape))).toBeLessThan(1e-4);
  });

  it('agrees for random shapes', async () => {
    const shape = fc.tuple(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: 1, max: 40 }),
    );
    const given = fc.record({
      mean: fc.double({ min: -20, max: 20, noNaN: true }),
      deviation: fc.double({ min: 0.2, max: 5, noNaN: true }),
      momentum: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(shape, given, async (shape, given) => {
        expect(await errorOf(families, passes(shape, given))).toBeLessThan(1e-4);
      }),
      { numRuns: 15, seed: 5 },
    );
  });

  it('keeps its digits where the mean is 1000 and the deviation 1; E[x²] − E[x]² would not', async () => {
    const far = passes([4, 15, 15, 8], { mean: 1000, momentum: 0 });
    const reference = await onCpu(far);
    expect(worstError(await onGpu(families, far), reference)).toBeLessThan(1e-4);
    await tf.setBackend('cpu');
    const x = await tf.randomNormal([4, 15, 15, 8], 1000, 1, 'float32', 1).data();
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (let i = 0; i < x.length; i += 8, count++) {
      const value = x[i] ?? 0;
      sum = Math.fround(sum + value);
      squares = Math.fround(squares + Math.fround(value * value));
    }
    const naive = Math.fround(squares / count) - Math.fround(Math.fround(sum / count) ** 2);
    expect(Math.abs(naive - (reference['movingVariance']?.[0] ?? 0))).toBeGreaterThan(0.05);
  });

  it('a single row is its own mean', async () => {
    const single = await onGpu(families, passes([1, 8], { momentum: 0 }));
    expect([...(single['movingVariance'] ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const beta = await onGpu(families, () => ({ beta: random([8], 3) }));
    expect([...(single['y'] ?? [])]).toEqual([...(beta['beta'] ?? [])]);
    expect([...(single['dx'] ?? [])].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('a wrong ε and a gamma left out of the gradient are noticed', async () => {
    const compute = passes([2, 15, 15, 8]);
    const reference = await onCpu(compute);
    const epsilon = distorted(batchNormFamily, 'TrainBatchNorm', ({ attrs, ...given }) => ({
      ...given,
      attrs: { ...attrs, epsilon: 2e-3 },
    }));
    expect(worstError(await onGpu([epsilon], compute), reference)).toBeGreaterThan(2e-4);
    const gradient = distorted(batchNormFamily, 'TrainBatchNormGrad', ({ inputs, ...given }) => ({
      ...given,
      inputs: { ...inputs, gamma: tf.ones([8]) },
    }));
    expect(worstError(await onGpu([gradient], compute), reference)).toBeGreaterThan(0.1);
  });

  it('gives the same bits twice', async () => {
    const compute = passes([2, 15, 15, 96]);
    expect(bitsOf(await onGpu(families, compute))).toEqual(bitsOf(await onGpu(families, compute)));
  });

  it('is cut into windows of whole blocks where a binding is smaller than the tensor, with the same bits', async () => {
    for (const channels of [8, 3]) {
      const compute = passes([30, 9, 9, channels]);
      const whole = bitsOf(await onGpu(families, compute));
      const cut = bitsOf(await underLimit(20_000, () => onGpu(families, compute)));
      expect(vi.mocked(gpu.dispatch).mock.calls.length).toBeGreaterThan(8);
      expect(cut).toEqual(whole);
    }
  });

  it('takes three dispatches each way, and no new program for another batch', async () => {
    await onGpu(families, passes([2, 7, 7, 16]));
    expect(gpu.dispatch).toHaveBeenCalledTimes(6);
    await onGpu(families, passes([3, 7, 7, 16]));
    const keys = vi.mocked(gpu.dispatch).mock.calls.map(([, { program }]) => program.key);
    expect(keys.slice(6)).toEqual(keys.slice(0, 6));
  });

  it('leaks no tensor', async () => {
    await withFamilies(families, () => {
      const before = tf.memory().numTensors;
      for (const tensor of Object.values(tf.tidy(passes([2, 7, 7, 8])))) tensor.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('the probe is the same computation on both backends', async () => {
    expect(await errorOf(families, batchNormFamily.probe)).toBeLessThan(1e-4);
  });

  it.each([
    ['our kernels', families],
    ['tfjs’s own', []],
  ])(
    'with %s the moving averages stay while tfjs only compiles, and move when it runs',
    async (_, families) => {
      await withFamilies(families, async () => {
        const moving = tf.variable(tf.mul(tf.ones([256]), 7), false);
        const variance = tf.variable(tf.ones([256]), false);
        const x = random([4, 256], 1);
        const gamma = tf.ones([256]);
        const beta = tf.zeros([256]);
        const step = (): void =>
          void tf.tidy(() => batchNormTrain(x, gamma, beta, moving, variance, { ...keras, momentum: 0 }));
        await gpu.compileAhead(tf.backend() as gpu.Gpu, step);
        expect([...new Set(await moving.data())]).toEqual([7]);
        step();
        expect(Math.max(...(await moving.data()))).toBeLessThan(1);
      });
    },
  );
});
