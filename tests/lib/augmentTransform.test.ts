import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import {
  transformImage,
  packTransform,
  identityTransform,
  unpackTransform,
  type AugmentTransform,
} from '../../src/lib/augmentTransform';
import { Rng } from '../../src/lib/rng';

const imageBytes = 32 * 32 * 3;
const rng = Rng.of(5);
const image = Uint8Array.from({ length: imageBytes }, () => rng.int(256));
const moved = (src: Uint8Array, move: Partial<AugmentTransform>): Uint8Array => {
  const out = new Uint8Array(imageBytes);
  transformImage(src, out, 0, { flip: false, dx: 0, dy: 0, ...move }, [32, 3]);
  return out;
};
const pixel = (from: Uint8Array, y: number, x: number) => [
  ...from.subarray((y * 32 + x) * 3, (y * 32 + x) * 3 + 3),
];

describe('moveImage', () => {
  it('changes nothing without flip and shift, and everything else does (negative control)', () => {
    expect(moved(image, {})).toEqual(image);
    for (const move of [{ flip: true }, { dx: 1 }, { dy: -1 }]) expect(moved(image, move)).not.toEqual(image);
  });

  it('mirrors left to right: twice is the image again', () => {
    const mirrored = moved(image, { flip: true });
    expect(pixel(mirrored, 4, 0)).toEqual(pixel(image, 4, 31));
    expect(moved(mirrored, { flip: true })).toEqual(image);
  });

  it('shifts, and reflects at the edge without repeating it', () => {
    const shifted = moved(image, { dx: 2, dy: -3 });
    expect(pixel(shifted, 10, 10)).toEqual(pixel(image, 7, 12));
    expect(pixel(shifted, 10, 31)).toEqual(pixel(image, 7, 29)); // 33 → 29
    expect(pixel(shifted, 0, 0)).toEqual(pixel(image, 3, 2)); // −3 → 3
    expect(pixel(shifted, 3, 30)).toEqual(pixel(image, 0, 30)); // 32 → 30
  });

  it('mirrors first and shifts then', () => {
    expect(moved(image, { flip: true, dx: 2 })).toEqual(moved(moved(image, { flip: true }), { dx: 2 }));
  });

  it('writes at the offset alone', () => {
    const out = new Uint8Array(3 * imageBytes);
    transformImage(image, out, imageBytes, { flip: false, dx: 0, dy: 0 }, [32, 3]);
    expect(out.subarray(imageBytes, 2 * imageBytes)).toEqual(image);
    expect(out.reduce((sum, byte, i) => (Math.floor(i / imageBytes) === 1 ? sum : sum + byte), 0)).toBe(0);
  });
});

describe('packMove', () => {
  const shift = fc.integer({ min: -31, max: 31 });

  it('keeps every move, in 32 bits', () => {
    fc.assert(
      fc.property(fc.record({ flip: fc.boolean(), dx: shift, dy: shift }), (move) => {
        const word = packTransform(move);
        expect(word).toBe(word >>> 0);
        expect(unpackTransform(word)).toEqual(move);
      }),
    );
    expect(unpackTransform(identityTransform)).toEqual({ flip: false, dx: 0, dy: 0 });
  });
});
