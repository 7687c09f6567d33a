/** Area averaging: by hand, and against a slow reference. */
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { AreaAverage } from '../../../src/engine/uploads/average';

/** RGB [side, side, 3] in bands of `band` rows. */
function averaged(pixels: Uint8Array, from: number, to: number, band = from): number[] {
  const average = new AreaAverage(from, to);
  for (let row = 0; row < from; row += band) {
    const count = Math.min(band, from - row);
    const rows = new Uint8ClampedArray(count * from * 4);
    for (let i = 0; i < count * from; i++) {
      const at = (row * from + i) * 3;
      rows.set([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0, 255], i * 4);
    }
    average.add(rows);
  }
  return [...average.result()];
}

const grey = (values: readonly number[]): Uint8Array => Uint8Array.from(values.flatMap((v) => [v, v, v]));

/** The mean over a fine grid on which both old and new pixels are whole. */
function reference(pixels: Uint8Array, from: number, to: number): number[] {
  const at = (y: number, x: number, c: number): number =>
    pixels[(Math.floor(y / to) * from + Math.floor(x / to)) * 3 + c] ?? 0;
  return Array.from({ length: to * to * 3 }, (_, i) => {
    const c = i % 3;
    const x = Math.floor(i / 3) % to;
    const y = Math.floor(i / 3 / to);
    let sum = 0;
    for (let dy = 0; dy < from; dy++)
      for (let dx = 0; dx < from; dx++) sum += at(y * from + dy, x * from + dx, c);
    return Math.round(sum / from ** 2);
  });
}

describe('area averaging', () => {
  it('leaves a picture of the same side as it is', () => {
    const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 37) % 256);
    expect(averaged(pixels, 32, 32)).toEqual([...pixels]);
  });

  it('takes the mean of what a pixel covers, parts of pixels too', () => {
    expect(averaged(grey([0, 10, 20, 30]), 2, 1)).toEqual([15, 15, 15]);
    // 3 → 2: the middle row and column go half to either side: (0 + 90/2) / 1.5 = 30.
    const stripes = grey([0, 90, 0, 0, 90, 0, 0, 90, 0]);
    expect(averaged(stripes, 3, 2)).toEqual(Array(12).fill(30));
  });

  it('makes grey of the finest checkerboard, where every other pixel alone would be black or white', () => {
    const side = 64;
    const board = grey(
      Array.from({ length: side * side }, (_, i) => (((i % side) + Math.floor(i / side)) % 2) * 255),
    );
    expect(new Set(averaged(board, side, 32))).toEqual(new Set([128]));
    // What picking pixels gives: aliasing.
    expect(new Set(board.filter((_, i) => i % 6 === 0))).toEqual(new Set([0, 255]));
  });

  it('is the same as a slow reference, in bands of any height', () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 9 }))
      .chain(([from, to]) =>
        fc.record({
          from: fc.constant(from),
          to: fc.constant(to),
          band: fc.integer({ min: 1, max: from }),
          pixels: fc.uint8Array({ minLength: from * from * 3, maxLength: from * from * 3 }),
        }),
      );
    fc.assert(
      fc.property(picture, ({ from, to, band, pixels }) => {
        expect(averaged(pixels, from, to, band)).toEqual(reference(pixels, from, to));
      }),
      { numRuns: 300 },
    );
  });
});
