import { describe, expect, it } from 'vitest';
import { imageBytes } from '../../src/lib/cifar10';
import { decodeSheet } from '../../src/dataset/decode';
import { layOut } from '../../src/dataset/sheets/cut';
import { encodePng } from '../../src/dataset/sheets/encodePng';
import { Rng } from '../../src/lib/rng';

const layout = { columns: 4, count: 6 };
const rng = Rng.of(3);
const images = Uint8Array.from({ length: 6 * imageBytes }, () => rng.int(256));
const grid = layOut(images, 4);
const sheet = async () => new Uint8Array(await encodePng(grid, 128, 64));

describe('decodeSheet', () => {
  it('gives back the images, tile by tile', async () => {
    expect(await decodeSheet(await sheet(), layout)).toEqual(images);
  });

  it('places tile 5 in the second row, second column', () => {
    const pixel = ((32 + 3) * 128 + 32 + 7) * 3; // image 5, y 3, x 7
    expect(grid[pixel]).toBe(images[5 * imageBytes + (3 * 32 + 7) * 3]);
  });

  it.each([
    ['another layout', { columns: 4, count: 9 }, '128 × 64 pixels, expected 128 × 96'],
    ['another width', { columns: 3, count: 6 }, 'expected 96 × 64'],
  ])('refuses %s', async (_, other, message) => {
    await expect(decodeSheet(await sheet(), other)).rejects.toThrow(message);
  });
});
