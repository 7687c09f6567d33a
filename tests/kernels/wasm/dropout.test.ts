import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { dropout, dropoutFamily as family, dropoutMask } from '../../../src/kernels/dropout';
import { dropoutFamily as wasm } from '../../../src/kernels/wasm/dropout';
import { onCpu, random } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf } from '../../helpers/wasmEngine';

const tested = { wasm, family };
const passes = (size: number, rate: number, key: number) => (): tf.NamedTensorMap => {
  const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => dropout(x, rate, key))(
    random([size], 1),
    random([size], 2),
  );
  return { y: value, dx: grad };
};

describe('dropout on the CPU engine', () => {
  it('agrees with tfjs’s CPU on the family’s probe', async () => {
    expect(await wasmErrorOf(tested, family.probe)).toBeLessThan(1e-6);
  });

  it.each([1, 3, 16, 77, 100_003])('has the bits of the mask: %i elements', async (size) => {
    for (const [rate, key] of [
      [0.5, 7],
      [0.3, 0xdecade],
      [0, 1],
      [1 - 2 ** -32, 0xffff_ffff],
    ] as const) {
      const { mask } = await onWasm(tested, () => ({ mask: dropout(tf.ones([size]), rate, key) }));
      expect(mask).toEqual(dropoutMask(size, rate, key));
    }
  });

  it('has the bits of tfjs’s operations, forward and backward', async () => {
    const rate = fc.double({ min: 0, max: 0.99, noNaN: true });
    const key = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9_000 }), rate, key, async (...given) => {
        const compute = passes(...given);
        expect(await onWasm(tested, compute)).toEqual(await onCpu(compute));
      }),
      { numRuns: 20 },
    );
  });

  it('hides no NaN', async () => {
    const { y } = await onWasm(tested, () => ({ y: dropout(tf.mul(tf.ones([64]), Number.NaN), 0.5, 3) }));
    expect(y?.every((value) => Number.isNaN(value))).toBe(true);
  });

  it('gives the same bits with any number of threads', async () => {
    const [first, ...others] = await bitsByThreads(tested, passes(40_001, 0.5, 9));
    for (const bits of others) expect(bits).toEqual(first);
  });

  it('would be noticed with another key (negative control)', async () => {
    const wrong = distortedWasm(tested, 'TrainDropout', (given) => ({
      ...given,
      attrs: { ...given.attrs, key: 1 },
    }));
    expect(await wasmErrorOf(wrong, passes(100, 0.5, 9))).toBeGreaterThan(0.1);
  });
});
