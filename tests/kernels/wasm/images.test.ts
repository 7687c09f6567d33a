import type * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { imagesFamily as family, networkImages, type ChannelScale } from '../../../src/kernels/images';
import { imagesFamily as wasm, imagesScratchBytes } from '../../../src/kernels/wasm/images';
import { packTransform, type AugmentTransform } from '../../../src/lib/augmentTransform';
import { Rng } from '../../../src/lib/rng';
import { onCpu } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf } from '../../helpers/wasmEngine';

const tested = { wasm, family };
const imageBytes = 3072;
const scale: ChannelScale = { mean: [0.49, 0.48, 0.45], deviation: [0.25, 0.24, 0.26] };
const randomBytes = (size: number, seed = 4): Uint8Array => {
  const rng = Rng.of(seed);
  return Uint8Array.from({ length: size * imageBytes }, () => rng.int(256));
};
const shift = fc.integer({ min: -31, max: 31 });
const anyMove = fc.record<AugmentTransform>({ flip: fc.boolean(), dx: shift, dy: shift });
const someMoves: AugmentTransform[] = [
  { flip: true, dx: 0, dy: 0 },
  { flip: false, dx: 3, dy: -4 },
  { flip: true, dx: -31, dy: 31 },
];
const images =
  (
    bytes: Uint8Array,
    side: number,
    channels: ChannelScale | null,
    moves: readonly AugmentTransform[] | null,
  ) =>
  (): tf.NamedTensorMap => ({
    images: networkImages(
      bytes,
      bytes.length / imageBytes,
      side,
      channels,
      moves && Uint32Array.from(moves, packTransform),
    ),
  });

describe('network images on the CPU engine', () => {
  it('agree with tfjs’s CPU on the family’s probe', async () => {
    expect(await wasmErrorOf(tested, family.probe)).toBeLessThan(1e-6);
  });

  it.each([
    [1, 32],
    [3, 32],
    [3, 64],
    [3, 67],
    [1, 227],
    [3, 33],
    [2, 1],
    [2, 20],
  ])('agree with tfjs’s CPU: %i images at side %i, scaled or not, moved or not', async (size, side) => {
    const bytes = randomBytes(size);
    for (const channels of [null, scale])
      for (const moves of [null, someMoves.slice(0, size)])
        for (const fma of [true, false])
          expect(await wasmErrorOf(tested, images(bytes, side, channels, moves), { fma })).toBeLessThan(1e-6);
  });

  it('agree for any side and moves', async () => {
    const moves = fc.array(anyMove, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), moves, async (side, each) => {
        expect(await wasmErrorOf(tested, images(randomBytes(each.length), side, scale, each))).toBeLessThan(
          1e-6,
        );
      }),
      { numRuns: 25 },
    );
  });

  it('are the bits of tfjs’s operations where nothing is enlarged', async () => {
    const still = images(randomBytes(3), 32, scale, someMoves);
    expect(await onWasm(tested, still)).toEqual(await onCpu(still));
  });

  it('give the same bits with any number of threads', async () => {
    const [first, ...others] = await bitsByThreads(tested, images(randomBytes(3), 131, scale, someMoves));
    for (const bits of others) expect(bits).toEqual(first);
  });

  it('need no more scratch than a thread has', () => {
    expect(imagesScratchBytes).toBeLessThanOrEqual(65_536);
  });

  it('would be noticed with another mean (negative control)', async () => {
    const wrong = distortedWasm(tested, 'TrainImages', (given) => ({
      ...given,
      attrs: { ...given.attrs, mean: [0.5, 0.5, 0.5] },
    }));
    expect(await wasmErrorOf(wrong, images(randomBytes(1), 67, scale, null))).toBeGreaterThan(1e-3);
  });
});
