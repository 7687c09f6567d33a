import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as gpu from '../../src/kernels/gpu';
import { imagesFamily, networkImages, type ChannelScale } from '../../src/kernels/images';
import {
  transformImage,
  packTransform,
  identityTransform,
  type AugmentTransform,
} from '../../src/lib/augmentTransform';
import { Rng } from '../../src/lib/rng';
import { onEveryBackend } from '../helpers/backends';
import {
  bitsOf,
  distorted,
  errorOf,
  onGpu,
  skipped,
  underLimit,
  valuesOf,
  webGpuProblem,
  withFamilies,
  worstError,
} from '../helpers/kernels';

vi.mock('../../src/kernels/gpu', { spy: true });

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
const packed = (moves: readonly AugmentTransform[]): Uint32Array => Uint32Array.from(moves, packTransform);
const images =
  (
    bytes: Uint8Array,
    side: number,
    channels: ChannelScale | null,
    moves: readonly AugmentTransform[] | null,
  ) =>
  (): tf.NamedTensorMap => ({
    images: networkImages(bytes, bytes.length / imageBytes, side, channels, moves && packed(moves)),
  });

/** The bytes, moved beforehand. */
function movedBytes(bytes: Uint8Array, moves: readonly AugmentTransform[]): Uint8Array {
  const out = new Uint8Array(bytes.length);
  moves.forEach((move, i) =>
    transformImage(bytes.subarray(i * imageBytes, (i + 1) * imageBytes), out, i * imageBytes, move, [32, 3]),
  );
  return out;
}

describe.skipIf(webGpuProblem)(`our network images${skipped}`, () => {
  afterEach(() => vi.clearAllMocks());

  it('agrees with the CPU on its own probe', async () => {
    expect(await errorOf([imagesFamily], imagesFamily.probe)).toBeLessThan(1e-5);
  });

  it.each([
    [1, 32],
    [3, 32],
    [3, 64],
    [3, 67],
    [3, 227],
    [3, 33],
  ])(
    'agree with the CPU: %i images at side %i, scaled or not, moved or not, in one dispatch',
    async (size, side) => {
      const bytes = randomBytes(size);
      for (const channels of [null, scale]) {
        for (const moves of [null, someMoves.slice(0, size)]) {
          expect(await errorOf([imagesFamily], images(bytes, side, channels, moves))).toBeLessThan(1e-5);
        }
      }
      expect(gpu.dispatch).toHaveBeenCalledTimes(4);
    },
  );

  it('agree for any side and moves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 32, max: 90 }),
        fc.array(anyMove, { minLength: 1, maxLength: 4 }),
        async (side, moves) => {
          const compute = images(randomBytes(moves.length, side), side, scale, moves);
          expect(await errorOf([imagesFamily], compute)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('move as the CPU moves the bytes: the same numbers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyMove, { minLength: 1, maxLength: 4 }), async (moves) => {
        const bytes = randomBytes(moves.length);
        const here = await onGpu([imagesFamily], images(bytes, 67, scale, moves));
        const beforehand = await onGpu([imagesFamily], images(movedBytes(bytes, moves), 67, scale, null));
        expect(worstError(here, beforehand)).toBeLessThan(1e-6);
      }),
      { numRuns: 15 },
    );
  });

  it('are the same bits twice', async () => {
    const compute = images(randomBytes(3), 67, scale, someMoves);
    expect(bitsOf(await onGpu([imagesFamily], compute))).toEqual(
      bitsOf(await onGpu([imagesFamily], compute)),
    );
  });

  it('would be noticed at the wrong side, or unmoved (negative control)', async () => {
    const unmoved = distorted(imagesFamily, 'TrainImages', (given) => ({
      ...given,
      inputs: {
        ...given.inputs,
        moves: tf.tensor1d([identityTransform, identityTransform, identityTransform], 'int32'),
      },
    }));
    const unscaled = distorted(imagesFamily, 'TrainImages', (given) => ({
      ...given,
      attrs: { ...given.attrs, mean: [0, 0, 0] },
    }));
    const compute = images(randomBytes(3), 67, scale, someMoves);
    expect(await errorOf([unmoved], compute)).toBeGreaterThan(0.1);
    expect(await errorOf([unscaled], compute)).toBeGreaterThan(0.1);
  });

  it('go through windows as through the whole', async () => {
    const compute = images(randomBytes(3), 67, scale, someMoves);
    const whole = bitsOf(await onGpu([imagesFamily], compute));
    const windowed = bitsOf(await underLimit(50_000, () => onGpu([imagesFamily], compute)));
    // 3 · 67² pixels of 12 B, in windows of a multiple of 64 pixels.
    expect(gpu.dispatch).toHaveBeenCalledTimes(Math.ceil((3 * 67 * 67) / 4160));
    expect(windowed).toEqual(whole);
  });

  it('take bytes that do not begin at a word', async () => {
    const bytes = randomBytes(1);
    const apart = new Uint8Array(imageBytes + 1);
    apart.set(bytes, 1);
    const a = images(bytes, 32, null, null);
    const b = images(apart.subarray(1), 32, null, null);
    expect(bitsOf(await onGpu([imagesFamily], b))).toEqual(bitsOf(await onGpu([imagesFamily], a)));
  });

  it('upload the bytes and a word an image, no more', async () => {
    await withFamilies([imagesFamily], () => {
      const uploaded: number[] = [];
      const makeTensor = tf.engine().makeTensor.bind(tf.engine());
      const spy = vi.spyOn(tf.engine(), 'makeTensor').mockImplementation((values, shape, dtype) => {
        uploaded.push(4 * tf.util.sizeFromShape(shape));
        return makeTensor(values, shape, dtype);
      });
      const before = tf.memory().numTensors;
      const output = networkImages(randomBytes(3), 3, 227, scale, packed(someMoves));
      spy.mockRestore();
      expect(uploaded).toEqual([3 * imageBytes, 3 * 4]);
      expect(tf.memory().numTensors).toBe(before + 1);
      output.dispose();
    });
  });
});

onEveryBackend('network images in tfjs’s operations', (use) => {
  it('move as the CPU moves the bytes', async () => {
    await use();
    const bytes = randomBytes(3);
    const here = await valuesOf(images(bytes, 67, scale, someMoves));
    const beforehand = await valuesOf(images(movedBytes(bytes, someMoves), 67, scale, null));
    expect(worstError(here, beforehand)).toBe(0);
  });

  it('refuse other numbers of bytes and moves', async () => {
    await use();
    expect(() => networkImages(randomBytes(2), 3, 32, null, null)).toThrow('6144 bytes for 3 images');
    expect(() => networkImages(randomBytes(3), 3, 32, null, packed(someMoves.slice(1)))).toThrow(
      '2 moves for 3',
    );
  });
});
