import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { convGeometry } from '../../../src/kernels/gemm/geometry';
import { gemmFamily as family } from '../../../src/kernels/gemm';
import { wasmFamilies } from '../../../src/kernels/wasm/families';
import { backwards } from '../../../src/kernels/wasm/sliding';
import { winogradMatrices, type Matrix } from '../../../src/kernels/wasm/winograd/matrices';
import {
  gradientChunk,
  tilingOf,
  winogradSizeOf,
  winogradSizes,
} from '../../../src/kernels/wasm/winograd/tiling';
import { relativeError } from '../../../src/lib/numeric';
import { bitsOf, random } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf } from '../../helpers/wasmEngine';
import { conv, convPasses, type Conv } from '../gemmCases';

const tested = { wasm: wasmFamilies.gemm, family };
/** As for products that are added up plainly. */
const tolerance = 1e-5;

const times = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * (vector[i] ?? 0), 0));

describe('Winograd’s matrices', () => {
  const numbers = (length: number) =>
    fc.array(fc.integer({ min: -100, max: 100 }), { minLength: length, maxLength: length });
  const sums = [
    [3, 3],
    [2, 5],
    [5, 2],
  ] as const;

  it.each(sums)('give %i outputs of %i taps', (outputs, taps) => {
    const { input, filter, output } = winogradMatrices(outputs, taps);
    fc.assert(
      fc.property(numbers(outputs + taps - 1), numbers(taps), (d, g) => {
        const u = times(filter, g);
        const v = times(input, d);
        const found = times(
          output,
          u.map((value, i) => value * (v[i] ?? 0)),
        );
        const wanted = Array.from({ length: outputs }, (_, i) =>
          g.reduce((sum, tap, k) => sum + tap * (d[i + k] ?? 0), 0),
        );
        wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
      }),
    );
  });

  it('transform the input alike for a convolution and its filter’s gradient', () => {
    expect(winogradMatrices(2, 5).input).toEqual(winogradMatrices(5, 2).input);
  });

  it('exist for 5 or 6 inputs', () => {
    expect(() => winogradMatrices(4, 4)).toThrow('4 outputs of 4 taps see 7 inputs, not 5 or 6');
  });
});

const sizesOf = ({ x, kernel, filters, stride, padding, groups }: Conv) => {
  const g = convGeometry(x, [kernel, kernel, x[3] / groups, filters], { stride, padding, groups });
  return {
    forward: winogradSizeOf(g, g)?.outputs ?? null,
    backward: winogradSizeOf(g, backwards(g))?.outputs ?? null,
  };
};

describe('which convolutions Winograd’s method computes', () => {
  it.each([
    ['AlexNet, second', conv([8, 27, 27, 96], 5, 256), 2],
    ['AlexNet, fourth', conv([8, 13, 13, 384], 3, 384), 3],
    ['AlexNet at 67 px, fourth', conv([32, 3, 3, 384], 3, 384), 3],
    ['AlexNet 2012, fourth', conv([1, 13, 13, 384], 3, 384, 1, 'same', 2), 3],
    ['one small image: the filter’s transform would take longer', conv([1, 3, 3, 384], 3, 384), null],
    ['a stride', conv([8, 13, 13, 384], 3, 384, 2), null],
    ['AlexNet, first', conv([8, 227, 227, 3], 11, 96, 4, 'valid'), null],
    ['LeNet-5, second', conv([64, 14, 14, 6], 5, 16, 1, 'valid'), null],
  ] as const)('%s', (_, shape, outputs) => {
    expect(sizesOf(shape)).toEqual({ forward: outputs, backward: outputs });
  });

  it('has tiles that cover the outputs', () => {
    const sliding = { batch: 2, height: 13, width: 7, padTop: 1, padLeft: 1, outHeight: 13, outWidth: 7 };
    expect(tilingOf(sliding, winogradSizes[0])).toEqual({ down: 5, across: 3, tiles: 30 });
  });
});

describe('Winograd’s method on the CPU engine', () => {
  const shapes: Record<string, Conv> = {
    '3 × 3, tiles that reach beside the image': conv([4, 7, 5, 32], 3, 40),
    '3 × 3, two towers': conv([4, 6, 6, 64], 3, 80, 1, 'same', 2),
    '3 × 3, maps of one tile': conv([16, 3, 3, 40], 3, 32),
    '5 × 5, tiles that reach beside the image': conv([2, 7, 5, 40], 5, 32),
    '5 × 5, valid: the input’s gradient has other tiles': conv([3, 9, 9, 32], 5, 32, 1, 'valid'),
  };

  it.each(Object.entries(shapes))('agrees with tfjs’s CPU: %s', async (_, shape) => {
    expect(sizesOf(shape)).toEqual({ forward: expect.any(Number), backward: expect.any(Number) });
    expect(await wasmErrorOf(tested, convPasses(shape))).toBeLessThan(tolerance);
  });

  it('agrees with tfjs’s CPU for any image, with two roundings too', async () => {
    const any = fc.record({
      batch: fc.integer({ min: 2, max: 4 }),
      height: fc.integer({ min: 5, max: 7 }),
      width: fc.integer({ min: 5, max: 7 }),
      kernel: fc.constantFrom(3, 5),
      padding: fc.constantFrom('same' as const, 'valid' as const),
      fma: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ batch, height, width, kernel, padding, fma }) => {
        const passes = convPasses(conv([batch, height, width, 32], kernel, 32, 1, padding), 'linear');
        expect(await wasmErrorOf(tested, passes, { fma })).toBeLessThan(tolerance);
      }),
      { numRuns: 10 },
    );
  });

  it('sums over more tiles than it takes at a time', async () => {
    const images = 36;
    const half = 18;
    const parts = (): tf.NamedTensorMap => {
      const x = random<tf.Rank.R4>([images, 10, 10, 32], 1, -1, 1);
      const dz = random<tf.Rank.R4>([images, 10, 10, 32], 2, -1, 1);
      const gradient = (first: number, count: number): tf.Tensor => {
        const part = (whole: tf.Tensor4D) => tf.slice4d(whole, [first, 0, 0, 0], [count, 10, 10, 32]);
        const inputs = { x: part(x), dz: part(dz) };
        const attrs = { stride: 1, padding: 'same', groups: 1, shape: [3, 3, 32, 32] };
        return tf.engine().runKernel<tf.Tensor>('TrainConv2DFilterGradient', inputs, attrs);
      };
      return { whole: gradient(0, images), halves: tf.add(gradient(0, half), gradient(half, half)) };
    };
    const sliding = {
      batch: half,
      height: 10,
      width: 10,
      padTop: 1,
      padLeft: 1,
      outHeight: 10,
      outWidth: 10,
    };
    expect(tilingOf(sliding, winogradSizes[0]).tiles).toBeLessThanOrEqual(gradientChunk);
    expect(tilingOf({ ...sliding, batch: images }, winogradSizes[0]).tiles).toBeGreaterThan(gradientChunk);
    const { whole, halves } = await onWasm(tested, parts);
    expect(relativeError(whole ?? [], halves ?? [])).toBeLessThan(tolerance);
    expect(
      relativeError(
        whole ?? [],
        (halves ?? new Float32Array()).map((value) => value / 2),
      ),
    ).toBeGreaterThan(0.1);
  });

  it('is the same to the bit with every tile and any number of threads', async () => {
    const passes = convPasses(conv([16, 13, 13, 32], 3, 40));
    const [first, ...others] = await bitsByThreads(tested, passes, true);
    for (const bits of others) expect(bits).toEqual(first);
    for (const rows of [4, 6, 8])
      expect(bitsOf(await onWasm(tested, passes, { tile: { rows, columns: 8 } }))).toEqual(first);
  });

  it('is caught when it is wrong (negative control)', async () => {
    const passes = convPasses(conv([4, 6, 6, 32], 3, 32));
    const wrong = distortedWasm(tested, 'TrainConv2DFilterGradient', (given) => ({
      ...given,
      attrs: { ...given.attrs, padding: 'valid' },
    }));
    expect(await wasmErrorOf(wrong, passes)).toBeGreaterThan(1_000 * tolerance);
  });
});
