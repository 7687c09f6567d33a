import { describe, expect, it } from 'vitest';
import { augmentImage, drawMove, type Move } from '../../src/dataset/augment';
import { imageBytes } from '../../src/dataset/cifar10';
import { Rng } from '../../src/lib/rng';

const rng = Rng.of(5);
const image = Uint8Array.from({ length: imageBytes }, () => rng.int(256));
const moved = (src: Uint8Array, move: Partial<Move>): Uint8Array => {
  const out = new Uint8Array(imageBytes);
  augmentImage(src, out, 0, { flip: false, dx: 0, dy: 0, ...move });
  return out;
};
const pixel = (from: Uint8Array, y: number, x: number) => [
  ...from.subarray((y * 32 + x) * 3, (y * 32 + x) * 3 + 3),
];

describe('augmentImage', () => {
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
    augmentImage(image, out, imageBytes, { flip: false, dx: 0, dy: 0 });
    expect(out.subarray(imageBytes, 2 * imageBytes)).toEqual(image);
    expect(out.reduce((sum, byte, i) => (Math.floor(i / imageBytes) === 1 ? sum : sum + byte), 0)).toBe(0);
  });
});

const draws = (options: { flip: boolean; shift: number }) => {
  const stream = Rng.of(9);
  return Array.from({ length: 2_000 }, () => drawMove(options, stream));
};

describe('drawMove', () => {
  it('flips half of the images and reaches every shift', () => {
    const moves = draws({ flip: true, shift: 2 });
    expect(moves.filter(({ flip }) => flip).length).toBeGreaterThan(900);
    expect(moves.filter(({ flip }) => flip).length).toBeLessThan(1_100);
    expect([...new Set(moves.map(({ dx }) => dx))].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    expect(new Set(moves.map(({ dx, dy }) => `${dx},${dy}`)).size).toBe(25);
  });

  it('leaves alone what is off', () => {
    const still = draws({ flip: false, shift: 0 });
    expect(still.every(({ flip, dx, dy }) => !flip && dx === 0 && dy === 0)).toBe(true);
  });
});
