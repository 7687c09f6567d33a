import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { maxPool, maxPoolFamily as family, type Pooling } from '../../../src/kernels/maxPool';
import { maxPoolFamily as wasm } from '../../../src/kernels/wasm/maxPool';
import { random } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf } from '../../helpers/wasmEngine';

const tested = { wasm, family };
type Shape = [number, number, number, number];
const alexnet: Pooling = { pool: 3, stride: 2, padding: 'valid' };
const lenet: Pooling = { pool: 2, stride: 2, padding: 'valid' };

/** y and dx for a given input and a random dy. */
const passes = (x: () => tf.Tensor4D, pooling: Pooling) => (): tf.NamedTensorMap => {
  const pool = (t: tf.Tensor): tf.Tensor => maxPool(t as tf.Tensor4D, pooling);
  const input = x();
  const { value, grad } = tf.valueAndGrad(pool)(input, random(pool(input).shape, 2));
  return { y: value, dx: grad };
};
const randomPasses = (shape: Shape, pooling: Pooling) => passes(() => random<tf.Rank.R4>(shape, 1), pooling);

describe('max pooling on the CPU engine', () => {
  const shapes: Shape[] = [
    [1, 5, 5, 1],
    [2, 13, 13, 96],
    [3, 7, 9, 6],
    [1, 28, 28, 3],
    [5, 8, 8, 8],
    [1, 3, 3, 21],
    [70, 4, 4, 4],
  ];
  const poolings: Pooling[] = [
    alexnet,
    lenet,
    { pool: 3, stride: 1, padding: 'same' },
    { pool: 2, stride: 3, padding: 'valid' },
  ];
  it.each(shapes.flatMap((shape) => poolings.map((pooling) => [shape, pooling] as const)))(
    'agrees with tfjs’s CPU: %j, %j',
    async (shape, pooling) => {
      expect(await wasmErrorOf(tested, randomPasses(shape, pooling))).toBeLessThan(1e-6);
    },
  );

  it('agrees for any shape and window', async () => {
    const pooling = fc.record<Pooling>({
      pool: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 4 }),
      padding: fc.constantFrom('same', 'valid'),
    });
    const shape = fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 4, max: 12 }),
      fc.integer({ min: 4, max: 12 }),
      fc.integer({ min: 1, max: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(shape, pooling, async (sizes, of) => {
        expect(await wasmErrorOf(tested, randomPasses(sizes, of))).toBeLessThan(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('gives a tie to the first maximum in row-major order', async () => {
    const tied = passes(() => tf.ones([1, 4, 4, 5]), lenet);
    const { y, dx } = await onWasm(tested, tied);
    expect(new Set(y)).toEqual(new Set([1]));
    const rows = Array.from({ length: 16 }, (_, i) => dx?.subarray(5 * i, 5 * i + 5).every((v) => v === 0));
    expect(rows.map((zero, i) => (zero ? -1 : i)).filter((i) => i >= 0)).toEqual([0, 2, 8, 10]);
    expect(await wasmErrorOf(tested, tied)).toBeLessThan(1e-6);
  });

  it('finds the maximum among numbers below 0 beside the zeros of `same`', async () => {
    const below = passes(() => tf.sub(random<tf.Rank.R4>([2, 5, 5, 7], 1), 10), {
      pool: 3,
      stride: 2,
      padding: 'same',
    });
    expect(await wasmErrorOf(tested, below)).toBeLessThan(1e-6);
  });

  it('is NaN where a window begins with NaN', async () => {
    const image = [Number.NaN, 1, 2, 3, 1, Number.NaN, 2, 3];
    const { y } = await onWasm(tested, () => ({ y: maxPool(tf.tensor4d(image, [1, 2, 4, 1]), lenet) }));
    expect(y).toEqual(Float32Array.of(Number.NaN, 3));
  });

  it.each<Shape>([
    [8, 27, 27, 6],
    [3, 13, 13, 96],
  ])('gives the same bits with any number of threads: [%i, %i, %i, %i]', async (...shape) => {
    const [first, ...others] = await bitsByThreads(tested, randomPasses(shape, alexnet));
    for (const bits of others) expect(bits).toEqual(first);
  });

  it('would be noticed with another stride or place (negative control)', async () => {
    const wrong = distortedWasm(tested, 'TrainMaxPoolGrad', ({ inputs, ...rest }) => ({
      ...rest,
      inputs: { ...inputs, dy: inputs['argmax'] },
    }));
    expect(await wasmErrorOf(wrong, randomPasses([2, 7, 7, 8], alexnet))).toBeGreaterThan(1e-2);
    const stride = distortedWasm(tested, 'TrainMaxPool', (given) => ({
      ...given,
      attrs: { ...given.attrs, stride: 1 },
    }));
    expect(await wasmErrorOf(stride, randomPasses([2, 7, 7, 8], alexnet))).toBeGreaterThan(1e-2);
  });
});
