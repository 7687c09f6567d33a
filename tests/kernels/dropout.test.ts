import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dropout, dropoutFamily, dropoutMask } from '../../src/kernels/dropout';
import * as gpu from '../../src/kernels/gpu';
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

const passes = (shape: number[], rate: number, key: number) => (): tf.NamedTensorMap => {
  const x = random(shape, 1);
  const { value, grad } = tf.valueAndGrad((t: tf.Tensor) => dropout(t, rate, key))(x, random(shape, 2));
  return { y: value, dx: grad };
};

describe('dropoutMask', () => {
  it('is 0 in about `rate` of the elements, 1 / (1 − rate) elsewhere', () => {
    const mask = dropoutMask(100_000, 0.3, 5);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    expect(mask.filter((value) => value === 0).length / mask.length).toBeCloseTo(0.3, 2);
  });

  it('changes with the key', () => {
    expect(dropoutMask(100, 0.5, 1)).not.toEqual(dropoutMask(100, 0.5, 2));
  });
});

describe('dropout', () => {
  it('refuses a rate outside of [0, 1)', () => {
    for (const rate of [-0.1, 1, Number.NaN])
      expect(() => dropout(tf.scalar(1), rate, 1)).toThrow(RangeError);
  });
});

describe.skipIf(webGpuProblem)(`our dropout${skipped}`, () => {
  afterEach(() => vi.clearAllMocks());

  it('agrees with the CPU on its own probe', async () => {
    expect(await errorOf([dropoutFamily], dropoutFamily.probe)).toBeLessThan(1e-5);
  });

  it.each([
    [[64, 120], 0.5, 1],
    [[32, 4096], 0.5, 0xffff_ffff],
    [[3, 7, 11], 0.25, 0x8000_0000],
    [[1], 0.9, 12],
    [[5, 84], 0, 3],
  ])('has the bits of the CPU for %j, rate %d, key %i, forward and backward', async (shape, rate, key) => {
    const compute = passes(shape, rate, key);
    const ours = bitsOf(await onGpu([dropoutFamily], compute));
    expect(gpu.dispatch).toHaveBeenCalledTimes(2);
    expect(ours).toEqual(bitsOf(await onCpu(compute)));
  });

  it('has them for any shape, rate and key', async () => {
    const keys = fc.integer({ min: 0, max: 0xffff_ffff });
    const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    const rates = fc.double({ min: 0, max: 0.99, noNaN: true });
    await fc.assert(
      fc.asyncProperty(shapes, rates, keys, async (shape, rate, key) => {
        const compute = passes(shape, rate, key);
        expect(bitsOf(await onGpu([dropoutFamily], compute))).toEqual(bitsOf(await onCpu(compute)));
      }),
      { numRuns: 20 },
    );
  });

  it('would notice another key (negative control)', async () => {
    const wrong = distorted(dropoutFamily, 'TrainDropout', (given) => ({
      ...given,
      attrs: { ...given.attrs, key: 2 },
    }));
    const compute = passes([4, 64], 0.5, 1);
    expect(bitsOf(await onGpu([wrong], compute))).not.toEqual(bitsOf(await onCpu(compute)));
  });

  it.each([1000, 1001])('counts on through windows: %i elements', async (size) => {
    const compute = passes([size], 0.5, 9);
    const windowed = bitsOf(await underLimit(1024, () => onGpu([dropoutFamily], compute)));
    expect(gpu.dispatch).toHaveBeenCalledTimes(8);
    expect(windowed).toEqual(bitsOf(await onCpu(compute)));
  });
});
