import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { imageBytes } from '../../src/dataset/cifar10';
import { SheetDecodeError, decodeSheet } from '../../src/dataset/decode';
import { layOut } from '../../src/dataset/sheets/cut';
import { encodePng } from '../../src/dataset/sheets/encodePng';
import { Rng } from '../../src/lib/rng';

const layout = { columns: 4, count: 6 };
const rng = Rng.of(3);
const images = Uint8Array.from({ length: 6 * imageBytes }, () => rng.int(256));
const grid = layOut(images, 4);
const sheet = () => encodePng(grid, 128, 64);

describe('decodeSheet', () => {
  it('gives back the images, tile by tile', async () => {
    expect(decodeSheet(await sheet(), layout)).toEqual(images);
  });

  it('places tile 5 in the second row, second column', () => {
    const pixel = ((32 + 3) * 128 + 32 + 7) * 3; // image 5, y 3, x 7
    expect(grid[pixel]).toBe(images[5 * imageBytes + (3 * 32 + 7) * 3]);
  });

  it('is lossless for an encoder of another make', () => {
    expect(decodeSheet(encode({ width: 128, height: 64, data: grid, channels: 3 }), layout)).toEqual(images);
  });

  it.each([
    ['another layout', { columns: 4, count: 9 }, '128 × 64 pixels, expected 128 × 96'],
    ['another width', { columns: 3, count: 6 }, 'expected 96 × 64'],
  ])('refuses %s', async (_, other, message) => {
    const png = await sheet();
    expect(() => decodeSheet(png, other)).toThrow(SheetDecodeError);
    expect(() => decodeSheet(png, other)).toThrow(message);
  });

  it('refuses alpha and 16 bits', () => {
    const rgba = encode({ width: 128, height: 64, data: new Uint8Array(128 * 64 * 4), channels: 4 });
    const deep = encode({
      width: 128,
      height: 64,
      data: new Uint16Array(128 * 64 * 3),
      channels: 3,
      depth: 16,
    });
    expect(() => decodeSheet(rgba, layout)).toThrow('4 channels of 8 bits');
    expect(() => decodeSheet(deep, layout)).toThrow('3 channels of 16 bits');
  });

  it('refuses what is no PNG, or half of one', async () => {
    const png = await sheet();
    expect(() => decodeSheet(new Uint8Array(100), layout)).toThrow(SheetDecodeError);
    expect(() => decodeSheet(png.slice(0, png.length / 2), layout)).toThrow(SheetDecodeError);
  });
});
