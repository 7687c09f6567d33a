/** RGB bytes become RGBA without a change of colour. */
import { describe, expect, it } from 'vitest';
import { toRgba } from '../../../src/ui/shared/TileImage';

describe('toRgba', () => {
  it('keeps order and colours, and is opaque', () => {
    const pixels = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
    expect([...toRgba(pixels, 2)]).toEqual([1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 255, 255]);
  });

  it('refuses a wrong number of bytes', () => {
    expect(() => toRgba(new Uint8Array(11), 2)).toThrow('A tile of side 2 has 12 bytes, not 11');
  });
});
