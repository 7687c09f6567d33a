import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as gpu from '../../src/kernels/gpu';
import { maxPool, maxPoolFamily, type Pooling } from '../../src/kernels/maxPool';
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
  type Values,
} from '../helpers/kernels';

vi.mock('../../src/kernels/gpu', { spy: true });

type Shape = [number, number, number, number];
const alexnet: Pooling = { pool: 3, stride: 2, padding: 'valid' };
const lenet: Pooling = { pool: 2, stride: 2, padding: 'valid' };
const families = [maxPoolFamily];

/** y and dx for a given input and dy. */
const passes =
  (x: () => tf.Tensor4D, pooling: Pooling, dy: (shape: number[]) => tf.Tensor) => (): tf.NamedTensorMap => {
    const pool = (t: tf.Tensor): tf.Tensor => maxPool(t as tf.Tensor4D, pooling);
    const input = x();
    const { value, grad } = tf.valueAndGrad(pool)(input, dy(pool(input).shape));
    return { y: value, dx: grad };
  };

const randomPasses = (shape: Shape, pooling: Pooling) =>
  passes(
    () => random<tf.Rank.R4>(shape, 1),
    pooling,
    (out) => random(out, 2),
  );

/** An image of one channel pooled, and the gradient of dy = 1, 2, 3 … */
const counted = (rows: number[][], pooling: Pooling, channels = 1): (() => tf.NamedTensorMap) => {
  const image = (): tf.Tensor4D =>
    tf.tile(tf.tensor4d(rows.flat(), [1, rows.length, rows[0]?.length ?? 0, 1]), [1, 1, 1, channels]);
  const counting = ([, height = 0, width = 0]: number[]): tf.Tensor =>
    tf.tile(tf.reshape(tf.range(1, height * width + 1), [1, height, width, 1]), [1, 1, 1, channels]);
  return passes(image, pooling, counting);
};

interface ByHand {
  readonly of: string;
  readonly rows: number[][];
  readonly pooling: Pooling;
  readonly y: number[];
  readonly dx: number[];
}
/** Worked out on paper; dy is 1, 2, 3 … in row-major order. */
const byHand: ByHand[] = [
  {
    of: 'equal values, windows side by side: the first of each',
    rows: [
      [7, 7, 7, 7],
      [7, 7, 7, 7],
    ],
    pooling: lenet,
    y: [7, 7],
    dx: [1, 0, 2, 0, 0, 0, 0, 0],
  },
  {
    of: 'equal values, overlapping windows',
    rows: Array.from({ length: 5 }, () => [-3, -3, -3, -3, -3]),
    pooling: alexnet,
    y: [-3, -3, -3, -3],
    dx: [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 4, ...Array.from({ length: 12 }, () => 0)],
  },
  {
    of: 'a maximum that two windows share, and a tie in a row and in a column',
    rows: [
      [0, 5, 9, 1, 4],
      [2, 9, 0, 3, 4],
      [1, 1, 1, 1, 1],
    ],
    pooling: alexnet,
    y: [9, 9],
    dx: [0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  },
  {
    of: '`same`: windows that begin outside, all values below 0',
    rows: [
      [-1, -2, -2],
      [-3, -1, -4],
      [-5, -6, -7],
    ],
    pooling: { pool: 3, stride: 2, padding: 'same' },
    y: [-1, -1, -1, -1],
    dx: [1, 0, 0, 0, 9, 0, 0, 0, 0],
  },
];

const expectByHand = (values: Values, { y, dx }: ByHand, channels = 1): void => {
  const each = (array: number[]): number[] =>
    array.flatMap((value) => Array.from({ length: channels }, () => value));
  expect([...(values['y'] ?? [])]).toEqual(each(y));
  expect([...(values['dx'] ?? [])]).toEqual(each(dx));
};

describe('the reference', () => {
  it.each(byHand)('is right for $of', async (known) => {
    expectByHand(await onCpu(counted(known.rows, known.pooling)), known);
  });

  it('a window that does not fit, or is larger than 16, is refused', () => {
    expect(() => maxPool(tf.zeros([1, 2, 9, 1]), alexnet)).toThrow(
      new RangeError('A window of 3 does not fit into 2 × 9'),
    );
    const large: Pooling = { pool: 17, stride: 1, padding: 'valid' };
    expect(() => maxPool(tf.zeros([1, 20, 20, 1]), large)).toThrow(RangeError);
  });
});

describe.skipIf(webGpuProblem)(`our max pooling${skipped}`, () => {
  beforeEach(() => vi.clearAllMocks());

  it.each(byHand)('is right for $of', async (known) => {
    for (const channels of [1, 3, 4])
      expectByHand(await onGpu(families, counted(known.rows, known.pooling, channels)), known, channels);
  });

  it('and tfjs’s own gradient on WebGPU is not: it sends a tie to the last', async () => {
    const known = byHand[0] as ByHand;
    // 128 elements and more: smaller ones tfjs computes on the CPU.
    const stock = await onGpu([], counted(known.rows, known.pooling, 64));
    expect([...(stock['dx'] ?? [])].filter((_, i) => i % 64 === 0)).toEqual([0, 0, 0, 0, 0, 1, 0, 2]);
  });

  it.each<[Shape, Pooling]>([
    [[1, 55, 55, 96], alexnet], // AlexNet-227
    [[1, 27, 27, 256], alexnet],
    [[1, 13, 13, 256], alexnet],
    [[2, 15, 15, 96], alexnet], // AlexNet-67
    [[2, 7, 7, 256], alexnet],
    [[2, 3, 3, 256], alexnet],
    [[4, 28, 28, 6], lenet], // LeNet-5
    [[4, 10, 10, 16], lenet],
    [[1, 1, 1, 1], { pool: 1, stride: 1, padding: 'valid' }],
    [[2, 20, 17, 5], { pool: 16, stride: 3, padding: 'valid' }],
    [[3, 9, 6, 4], { pool: 2, stride: 3, padding: 'valid' }], // pixels that no window sees
    [[3, 8, 11, 7], { pool: 3, stride: 1, padding: 'same' }],
    [[2, 8, 8, 8], { pool: 5, stride: 3, padding: 'same' }],
  ])('agrees with the CPU for %j, %j', async (shape, pooling) => {
    expect(await errorOf(families, randomPasses(shape, pooling))).toBeLessThan(1e-6);
  });

  it('agrees for random shapes, ties included', async () => {
    const side = fc.integer({ min: 1, max: 12 });
    const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, fc.integer({ min: 1, max: 9 }));
    const pooling = fc.record({
      pool: fc.integer({ min: 1, max: 5 }),
      stride: fc.integer({ min: 1, max: 4 }),
      padding: fc.constant('same' as const),
    });
    await fc.assert(
      fc.asyncProperty(shape, pooling, async (shape, pooling) => {
        // Few different values, so that most windows have a tie.
        const coarse = (): tf.Tensor4D => tf.round(random<tf.Rank.R4>(shape, 5, -2, 2));
        const compute = passes(coarse, pooling, (out) => random(out, 6));
        expect(await errorOf(families, compute)).toBeLessThan(1e-6);
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it('a window of another size is noticed, forward and backward', async () => {
    const compute = randomPasses([2, 7, 7, 8], { pool: 2, stride: 2, padding: 'same' });
    const reference = await onCpu(compute);
    for (const kernel of ['TrainMaxPool', 'TrainMaxPoolGrad']) {
      const wrong = distorted(maxPoolFamily, kernel, ({ attrs, ...given }) => ({
        ...given,
        attrs: { ...attrs, pool: 1 },
      }));
      expect(worstError(await onGpu([wrong], compute), reference)).toBeGreaterThan(1e-2);
    }
  });

  it('gives the same bits twice', async () => {
    const compute = randomPasses([2, 15, 15, 96], alexnet);
    expect(bitsOf(await onGpu(families, compute))).toEqual(bitsOf(await onGpu(families, compute)));
  });

  it('is cut into windows of whole images where a binding is smaller than the tensor, with the same bits', async () => {
    for (const channels of [8, 3]) {
      const compute = randomPasses([70, 5, 5, channels], alexnet);
      const whole = bitsOf(await onGpu(families, compute));
      const cut = bitsOf(await underLimit(64 * 25 * 4 * channels, () => onGpu(families, compute)));
      expect(vi.mocked(gpu.dispatch).mock.calls.length).toBeGreaterThan(3);
      expect(cut).toEqual(whole);
    }
  });

  it('takes one dispatch in inference and one more for the gradient, and leaks nothing', async () => {
    await withFamilies(families, async () => {
      const x = random<tf.Rank.R4>([2, 7, 7, 8], 1);
      const before = tf.memory().numTensors;
      tf.tidy(() => void maxPool(x, alexnet));
      expect(gpu.dispatch).toHaveBeenCalledTimes(1);
      const dx = tf.grad((t: tf.Tensor) => maxPool(t as tf.Tensor4D, alexnet))(x);
      expect(gpu.dispatch).toHaveBeenCalledTimes(3);
      dx.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('needs no new program for another batch or size', async () => {
    await onGpu(families, randomPasses([2, 7, 7, 8], alexnet));
    await onGpu(families, randomPasses([5, 9, 8, 4], lenet));
    const keys = vi.mocked(gpu.dispatch).mock.calls.map(([, { program }]) => program.key);
    expect(new Set(keys)).toEqual(new Set(['max-pool/4', 'max-pool-grad/4']));
  });

  it('the probe is the same computation on both backends', async () => {
    expect(await errorOf(families, maxPoolFamily.probe)).toBeLessThan(1e-6);
  });
});
