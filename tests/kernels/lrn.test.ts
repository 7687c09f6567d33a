import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as gpu from '../../src/kernels/gpu';
import { lrnFamily } from '../../src/kernels/lrn';
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
} from '../helpers/kernels';

vi.mock('../../src/kernels/gpu', { spy: true });

type Shape = [number, number, number, number];
interface Constants {
  readonly radius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}
/** The paper's, but for an alpha that matters for inputs of this size. */
const constants: Constants = { radius: 2, bias: 2, alpha: 0.1, beta: 0.75 };

/** y and dx of a random input of this shape. */
const passes =
  (shape: Shape, { radius, bias, alpha, beta }: Constants = constants) =>
  (): tf.NamedTensorMap => {
    const normalise = (t: tf.Tensor4D): tf.Tensor4D =>
      tf.localResponseNormalization(t, radius, bias, alpha, beta);
    const x = random<tf.Rank.R4>(shape, 1, -2, 2);
    const { value, grad } = tf.valueAndGrad(normalise)(x, random<tf.Rank.R4>(shape, 2));
    return { y: value, dx: grad };
  };

describe('the reference', () => {
  it('is the formula, by hand', async () => {
    // x = 1, 2, 3, radius 1, bias 1, alpha 1, beta 1: norms 1 + 5, 1 + 14, 1 + 13.
    const y = (): tf.NamedTensorMap => ({
      y: tf.localResponseNormalization(tf.tensor4d([1, 2, 3], [1, 1, 1, 3]), 1, 1, 1, 1),
    });
    const expected = [1 / 6, 2 / 15, 3 / 14];
    (await onCpu(y))['y']?.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? 0, 6));
  });
});

describe.skipIf(webGpuProblem)(`our LRN and LRNGrad${skipped}`, () => {
  beforeEach(() => vi.clearAllMocks());

  it.each<Shape>([
    [1, 27, 27, 96], // AlexNet-2012 at 227 px after pool1, a quarter of conv1
    [2, 15, 15, 96],
    [2, 7, 7, 256],
    [1, 5, 5, 16],
    [3, 5, 7, 6], // channels not divisible by 4
    [1, 3, 3, 1],
    [2, 1, 1, 4],
    [1, 13, 1, 3],
  ])('agree with the CPU for [%i, %i, %i, %i]', async (...shape) => {
    expect(await errorOf([lrnFamily], passes(shape))).toBeLessThan(1e-4);
  });

  it.each([
    { radius: 0, bias: 1, alpha: 0.5, beta: 0.75 },
    { radius: 1, bias: 1, alpha: 1, beta: 1 },
    { radius: 5, bias: 1, alpha: 1, beta: 0.5 }, // tfjs's defaults
    { radius: 8, bias: 1, alpha: 1, beta: 0.5 },
    { radius: 9, bias: 1, alpha: 1, beta: 0.5 }, // not written out
    { radius: 40, bias: 1, alpha: 1, beta: 0.5 }, // wider than the channels
    { radius: 2, bias: 0, alpha: 1, beta: 0.5 }, // nothing but the squares: beyond the channels 0 / 0
  ])('agree for %o', async (given) => {
    for (const channels of [16, 10])
      expect(await errorOf([lrnFamily], passes([2, 3, 3, channels], given))).toBeLessThan(1e-4);
  });

  it('agree for random shapes and constants', async () => {
    const side = fc.integer({ min: 1, max: 9 });
    const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, fc.integer({ min: 1, max: 40 }));
    const given = fc.record({
      radius: fc.integer({ min: 0, max: 10 }),
      bias: fc.double({ min: 0.5, max: 3, noNaN: true }),
      alpha: fc.double({ min: 1e-4, max: 1, noNaN: true }),
      beta: fc.double({ min: 0.25, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(shape, given, async (shape, given) => {
        expect(await errorOf([lrnFamily], passes(shape, given))).toBeLessThan(1e-4);
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  it('a radius that is wrong by one is noticed, forward and backward', async () => {
    for (const kernel of [tf.LRN, tf.LRNGrad]) {
      const wrong = distorted(lrnFamily, kernel, ({ attrs, ...given }) => ({
        ...given,
        attrs: { ...attrs, depthRadius: 3 },
      }));
      expect(await errorOf([wrong], passes([2, 7, 7, 16]))).toBeGreaterThan(1e-3);
    }
  });

  it('give the same bits twice', async () => {
    const first = bitsOf(await onGpu([lrnFamily], passes([2, 15, 15, 96])));
    expect(bitsOf(await onGpu([lrnFamily], passes([2, 15, 15, 96])))).toEqual(first);
  });

  it('take one dispatch each, and no new program for another batch', async () => {
    await onGpu([lrnFamily], passes([2, 7, 7, 16]));
    expect(gpu.dispatch).toHaveBeenCalledTimes(2);
    await onGpu([lrnFamily], passes([3, 7, 7, 16]));
    const keys = vi.mocked(gpu.dispatch).mock.calls.map(([, { program }]) => program.key);
    expect(keys).toEqual(['lrn/vec4/2', 'lrn-grad/vec4/2', 'lrn/vec4/2', 'lrn-grad/vec4/2']);
  });

  it('are cut into windows where a binding is smaller than the tensor, with the same bits', async () => {
    for (const channels of [16, 6]) {
      const shape: Shape = [3, 9, 9, channels];
      const whole = bitsOf(await onGpu([lrnFamily], passes(shape)));
      const cut = bitsOf(await underLimit(4096, () => onGpu([lrnFamily], passes(shape))));
      expect(vi.mocked(gpu.dispatch).mock.calls.length).toBeGreaterThan(2);
      expect(cut).toEqual(whole);
    }
  });

  it('the probe is the same computation on both backends', async () => {
    expect(await errorOf([lrnFamily], lrnFamily.probe)).toBeLessThan(1e-4);
  });
});
