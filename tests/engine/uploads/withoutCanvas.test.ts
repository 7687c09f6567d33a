/**
 * PNGs without a canvas: each kind that is decoded gives the pixels that a browser shows over
 * white.
 */
import { encode, type ImageData } from 'fast-png';
import { expect, it } from 'vitest';
import { decodePng } from '../../../src/engine/uploads/withoutCanvas';

const fileOf = (image: Omit<ImageData, 'width' | 'height'>): Blob =>
  new Blob([new Uint8Array(encode({ width: 2, height: 2, ...image }))]);

it.each<[string, Omit<ImageData, 'width' | 'height'>, readonly number[]]>([
  [
    'RGB',
    { channels: 3, depth: 8, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) },
    [7, 8, 9, 255, 10, 11, 12, 255],
  ],
  [
    'RGBA, over white',
    {
      channels: 4,
      depth: 8,
      data: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255, 0, 100, 255, 0, 0, 100, 255, 51),
    },
    [255, 255, 255, 255, 204, 224, 255, 255],
  ],
  ['grey', { channels: 1, depth: 8, data: Uint8Array.of(1, 2, 3, 4) }, [3, 3, 3, 255, 4, 4, 4, 255]],
  [
    'grey and alpha',
    { channels: 2, depth: 8, data: Uint8Array.of(1, 255, 2, 255, 9, 255, 9, 0) },
    [9, 9, 9, 255, 255, 255, 255, 255],
  ],
  [
    'grey of 16 bits',
    { channels: 1, depth: 16, data: Uint16Array.of(0, 0, 257, 65_535) },
    [1, 1, 1, 255, 255, 255, 255, 255],
  ],
  [
    'a palette',
    {
      channels: 1,
      depth: 8,
      data: Uint8Array.of(0, 0, 1, 0),
      palette: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
    [4, 5, 6, 255, 1, 2, 3, 255],
  ],
])('%s', async (_, image, wanted) => {
  const picture = await decodePng(fileOf(image));
  expect(picture).toMatchObject({ width: 2, height: 2, exact: true });
  // The lower row.
  expect([...(await picture.rows(0, 1, 2, 1))]).toEqual(wanted);
  expect([...(await picture.rows(1, 1, 1, 1))]).toEqual(wanted.slice(4));
});

it('leaves what it cannot do to the browser', async () => {
  const black = fileOf({ channels: 1, depth: 1, data: Uint8Array.of(0, 0) });
  await expect(decodePng(black)).rejects.toThrow('of another kind');
  const whole = await fileOf({ channels: 1, depth: 8, data: new Uint8Array(4) }).arrayBuffer();
  await expect(decodePng(new Blob([whole.slice(0, 50)]))).rejects.toThrow('decompressing');
});
