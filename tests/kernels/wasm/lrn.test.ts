import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { lrnFamily as family } from '../../../src/kernels/lrn';
import { lrnFamily as wasm } from '../../../src/kernels/wasm/lrn';
import { random } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf } from '../../helpers/wasmEngine';

const tested = { wasm, family };
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
    const { value, grad } = tf.valueAndGrad(normalise)(
      random<tf.Rank.R4>(shape, 1, -2, 2),
      random<tf.Rank.R4>(shape, 2),
    );
    return { y: value, dx: grad };
  };

describe('local response normalisation on the CPU engine', () => {
  const shapes: Shape[] = [
    [1, 1, 1, 1],
    [2, 13, 13, 96],
    [3, 5, 7, 6],
    [1, 4, 4, 3],
    [2, 3, 3, 8],
    [1, 2, 2, 258],
    [1, 40, 40, 5],
  ];
  it.each(shapes.flatMap((shape) => [true, false].map((fma) => [shape, fma] as const)))(
    'agrees with tfjs’s CPU: %j, FMA %s',
    async (shape, fma) => {
      expect(await wasmErrorOf(tested, passes(shape), { fma })).toBeLessThan(1e-6);
    },
  );

  it.each<Constants>([
    { radius: 5, bias: 1, alpha: 1, beta: 0.5 }, // TensorFlow's defaults
    { radius: 2, bias: 2, alpha: 1e-4, beta: 0.75 }, // the paper's
    { radius: 0, bias: 1, alpha: 0.5, beta: 1 },
    { radius: 1, bias: 1e-3, alpha: 100, beta: 2.5 },
    { radius: 20, bias: 0.5, alpha: 0.01, beta: 0.1 },
  ])('agrees for %j', async (given) => {
    for (const channels of [3, 16, 30])
      expect(await wasmErrorOf(tested, passes([2, 4, 3, channels], given))).toBeLessThan(2e-6);
  });

  it('agrees for any shape and constants', async () => {
    const given = fc.record<Constants>({
      radius: fc.integer({ min: 0, max: 9 }),
      bias: fc.double({ min: 0.5, max: 3, noNaN: true }),
      alpha: fc.double({ min: 0, max: 2, noNaN: true }),
      beta: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    const shape = fc.tuple(
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 70 }),
    );
    await fc.assert(
      fc.asyncProperty(shape, given, async (sizes, of) => {
        expect(await wasmErrorOf(tested, passes(sizes, of))).toBeLessThan(2e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('is NaN in every window with a NaN, nowhere else', async () => {
    const values = Array.from({ length: 24 }, (_, i) => (i === 8 ? Number.NaN : i / 10));
    const { y } = await onWasm(tested, () => ({
      y: tf.localResponseNormalization(tf.tensor4d(values, [1, 2, 1, 12]), 2, 1, 1, 0.75),
    }));
    const places = Array.from(y ?? [], (value, i) => (Number.isNaN(value) ? i : -1)).filter((i) => i >= 0);
    expect(places).toEqual([6, 7, 8, 9, 10]);
  });

  it.each<Shape>([
    [3, 13, 13, 96],
    [8, 20, 20, 6],
  ])('gives the same bits with any number of threads: [%i, %i, %i, %i]', async (...shape) => {
    const [first, ...others] = await bitsByThreads(tested, passes(shape));
    for (const bits of others) expect(bits).toEqual(first);
  });

  it.each([tf.LRN, tf.LRNGrad])('would be noticed with another beta (negative control): %s', async (name) => {
    const wrong = distortedWasm(tested, name, (given) => ({
      ...given,
      attrs: { ...given.attrs, beta: 0.8 },
    }));
    expect(await wasmErrorOf(wrong, passes([2, 3, 3, 8]))).toBeGreaterThan(1e-3);
  });
});
