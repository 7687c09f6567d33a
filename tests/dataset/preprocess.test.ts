import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { channelDeviation, channelMean, imageBytes } from '../../src/lib/cifar10';
import { preprocess } from '../../src/dataset/preprocess';
import { Rng } from '../../src/lib/rng';

beforeAll(() => tf.setBackend('cpu'));

const rng = Rng.of(8);
const pixels = Uint8Array.from({ length: 2 * imageBytes }, () => rng.int(256));
const run = (side: number, scale: 'unit' | 'standard') =>
  tf.tidy(() => {
    const out = preprocess(pixels, 2, side, scale);
    return { shape: out.shape, dtype: out.dtype, values: out.dataSync() };
  });

/**
 * tf.image.resize, bilinear, as its documentation defines it: half-pixel centres, coordinates kept
 * inside. In plain doubles.
 */
function naiveResize(image: (y: number, x: number, c: number) => number, side: number): number[] {
  const place = (i: number) => {
    const at = Math.min(Math.max(((i + 0.5) * 32) / side - 0.5, 0), 31);
    return { low: Math.floor(at), high: Math.min(Math.floor(at) + 1, 31), share: at - Math.floor(at) };
  };
  const out: number[] = [];
  for (let i = 0; i < side * side * 3; i++) {
    const c = i % 3;
    const x = place(Math.floor(i / 3) % side);
    const y = place(Math.floor(i / 3 / side));
    const row = (r: number) => image(r, x.low, c) * (1 - x.share) + image(r, x.high, c) * x.share;
    out.push(row(y.low) * (1 - y.share) + row(y.high) * y.share);
  }
  return out;
}
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((max, value, i) => Math.max(max, Math.abs(value - (b[i] ?? Number.NaN))), 0);

/** A byte of channel c, standardised. */
const by = (p: number, c: 0 | 1 | 2) => (p / 255 - channelMean[c]) / channelDeviation[c];
/** The second image, pixels / 255. */
const second = (y: number, x: number, c: number) => (pixels[imageBytes + (y * 32 + x) * 3 + c] ?? 0) / 255;

describe('preprocess', () => {
  it('divides by 255', () => {
    const { shape, dtype, values } = run(32, 'unit');
    expect([shape, dtype]).toEqual([[2, 32, 32, 3], 'float32']);
    expect(
      furthest(
        values,
        Array.from(pixels, (p) => p / 255),
      ),
    ).toBeLessThan(1e-7);
  });

  it('standardises each channel with its own mean and deviation', () => {
    const expected = Array.from(pixels, (p, i) => by(p, (i % 3) as 0 | 1 | 2));
    expect(furthest(run(32, 'standard').values, expected)).toBeLessThan(1e-5);
    // By hand: the mean's own grey becomes 0, white of the red channel (1 − 0.4914) / 0.2470 =
    // 2.0589.
    expect(by(255, 0)).toBeCloseTo(2.0589, 3);
  });

  it.each([64, 67, 227])('enlarges to %i as tf.image.resize defines it', (side) => {
    const { shape, values } = run(side, 'unit');
    expect(shape).toEqual([2, side, side, 3]);
    expect(furthest(values.subarray(side * side * 3), naiveResize(second, side))).toBeLessThan(1e-5);
  });

  it('enlarges a ramp to hand-computed values', () => {
    // Side 64: output x lies at (x + ½)/2 − ½ = −¼ → 0, ¼, ¾, 1¼, … of the input; the input is x
    // itself.
    const ramp = Uint8Array.from({ length: imageBytes }, (_, i) => Math.floor(i / 3) % 32);
    const row = tf.tidy(() =>
      tf
        .mul(preprocess(ramp, 1, 64, 'unit'), 255)
        .dataSync()
        .slice(0, 12),
    );
    expect(
      furthest(
        [0, 3, 6, 9].map((i) => row[i] ?? 0),
        [0, 0.25, 0.75, 1.25],
      ),
    ).toBeLessThan(1e-5);
  });

  it('would notice corners aligned instead (negative control)', () => {
    const wrong = tf.tidy(() => {
      const x = tf.div<tf.Tensor4D>(tf.tensor4d(Float32Array.from(pixels), [2, 32, 32, 3]), 255);
      return tf.image.resizeBilinear(x, [67, 67], true, false).dataSync();
    });
    expect(furthest(run(67, 'unit').values, wrong)).toBeGreaterThan(1e-2);
  });

  it('leaves one tensor and refuses a wrong size', () => {
    const before = tf.memory().numTensors;
    const out = preprocess(pixels, 2, 67, 'standard');
    expect(tf.memory().numTensors).toBe(before + 1);
    out.dispose();
    expect(() => preprocess(pixels, 3, 32, 'unit')).toThrow('6144 bytes for 3 images');
  });
});
