import { decode } from 'fast-png';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/dataset/sheets/encodePng';

describe('encodePng', () => {
  it('is read back exactly by another decoder, checksums included', async () => {
    const picture = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) => {
        const length = width * height * 3;
        return fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          pixels: fc.uint8Array({ minLength: length, maxLength: length }),
        });
      });
    await fc.assert(
      fc.asyncProperty(picture, async ({ width, height, pixels }) => {
        const back = decode(await encodePng(pixels, width, height), { checkCrc: true });
        expect([back.width, back.height, back.depth, back.channels]).toEqual([width, height, 8, 3]);
        expect(back.data).toEqual(pixels);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses pixels of another size', async () => {
    await expect(encodePng(new Uint8Array(11), 2, 2)).rejects.toThrow('11 bytes for 2 × 2 × 3');
  });
});
