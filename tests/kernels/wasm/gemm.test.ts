import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { convBias, gemmFamily as family } from '../../../src/kernels/gemm';
import { wasmFamilies } from '../../../src/kernels/wasm/families';
import { blocksOf, partLength } from '../../../src/kernels/wasm/gemm/blocks';
import { bitsOf, random } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf } from '../../helpers/wasmEngine';
import {
  anyConvolution,
  conv,
  convolutions,
  convPasses,
  denseLayers,
  densePasses,
  matrixProduct,
  matrixSizes,
} from '../gemmCases';

const tested = { wasm: wasmFamilies.gemm, family };
/** Sums of float32 in another order than tfjs's. */
const tolerance = 1e-5;

describe('products on the CPU engine', () => {
  it.each(Object.entries(convolutions))('agree with tfjs’s CPU: %s', async (_, shape) => {
    expect(await wasmErrorOf(tested, convPasses(shape))).toBeLessThan(tolerance);
  });

  it.each(denseLayers)('agree with tfjs’s CPU: %i images, dense %i → %i', async (batch, units, outputs) => {
    for (const activation of ['relu', 'linear'] as const) {
      expect(await wasmErrorOf(tested, densePasses(batch, units, outputs, activation))).toBeLessThan(
        tolerance,
      );
    }
  });

  it.each(matrixSizes)('multiply in all four transpositions: [%i, %i] · [.., %i]', async (m, k, n) => {
    for (const [a, b] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ] as const) {
      expect(await wasmErrorOf(tested, matrixProduct([m, k, n], a, b))).toBeLessThan(tolerance);
    }
  });

  it('agree with tfjs’s CPU for any convolution, with two roundings too', async () => {
    await fc.assert(
      fc.asyncProperty(anyConvolution, fc.boolean(), async (shape, fma) => {
        expect(await wasmErrorOf(tested, convPasses(shape), { fma })).toBeLessThan(tolerance);
      }),
      { numRuns: 40 },
    );
  });

  it('are the same to the bit with every tile', async () => {
    const shape = convolutions['odd everywhere'];
    if (!shape) throw new Error('There is no such convolution');
    const digests: unknown[] = [];
    for (const tile of [
      { rows: 4, columns: 8 },
      { rows: 6, columns: 8 },
      { rows: 8, columns: 8 },
    ])
      digests.push(bitsOf(await onWasm(tested, convPasses(shape), { tile })));
    for (const digest of digests) expect(digest).toEqual(digests[0]);
  });

  it('are the same to the bit with any number of threads, in parts of K too', async () => {
    // The filter's gradient is 75 × 7, over 4 · 28 · 28 positions: parts of K. The others have more
    // tasks than threads.
    const compute = convPasses(conv([4, 32, 32, 3], 5, 7, 1, 'valid'));
    expect(partLength(75, 7, 4 * 28 * 28)).toBeLessThan(4 * 28 * 28);
    for (const fma of [true, false]) {
      const [first, ...others] = await bitsByThreads(tested, compute, fma);
      for (const bits of others) expect(bits).toEqual(first);
    }
  });

  it('keep a NaN through bias and relu', async () => {
    const nan = (): tf.NamedTensorMap => {
      const x = tf.mul<tf.Tensor4D>(random<tf.Rank.R4>([1, 2, 2, 1], 3), Number.NaN);
      const filter = random<tf.Rank.R4>([1, 1, 1, 5], 1);
      const options = { stride: 1, padding: 'same', groups: 1, activation: 'relu' } as const;
      return { y: convBias(x, filter, random<tf.Rank.R1>([5], 2), options) };
    };
    const { y } = await onWasm(tested, nan);
    expect([...(y ?? [])].every(Number.isNaN)).toBe(true);
    expect(y).toHaveLength(20);
  });

  it('refuse more channels than they have zeros for', async () => {
    const wide = (): tf.NamedTensorMap => ({ ...convPasses(conv([1, 1, 1, 17_000], 1, 1))() });
    await expect(onWasm(tested, wide)).rejects.toThrow('17000 channels; the CPU engine takes 16368');
  });

  it('are caught when one is wrong (negative control)', async () => {
    const passes = convPasses(conv([2, 8, 8, 4], 3, 4));
    const wrong = distortedWasm(tested, 'TrainConv2DFilterGradient', (given) => ({
      ...given,
      attrs: { ...given.attrs, padding: 'valid' },
    }));
    expect(await wasmErrorOf(tested, passes)).toBeLessThan(tolerance);
    expect(await wasmErrorOf(wrong, passes)).toBeGreaterThan(1_000 * tolerance);
  });
});

describe('blocks of a product', () => {
  const sizes = fc.integer({ min: 1, max: 60_000 });
  const tile = fc.constantFrom({ rows: 4, columns: 8 }, { rows: 6, columns: 8 }, { rows: 8, columns: 8 });

  it('cover it, fit the scratch memory, and cut K by K alone', () => {
    fc.assert(
      fc.property(sizes, sizes, sizes, fc.integer({ min: 1, max: 16 }), tile, (m, n, k, threads, of) => {
        const { blockK, blockRows, taskRows, taskColumns, tasksAcross, tasks } = blocksOf(
          m,
          n,
          k,
          threads,
          of,
        );
        expect(tasksAcross * taskColumns).toBeGreaterThanOrEqual(n);
        expect((tasks / tasksAcross) * taskRows).toBeGreaterThanOrEqual(m);
        expect(blockRows % of.rows).toBe(0);
        expect(blockRows * blockK).toBeLessThanOrEqual(65_536);
        expect(taskColumns * blockK).toBeLessThanOrEqual(262_144);
        expect(blocksOf(1, 1, k, 1, { rows: 4, columns: 8 }).blockK).toBe(blockK);
      }),
    );
  });
});
