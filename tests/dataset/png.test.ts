import * as fc from '../helpers/properties';
import { decode, encode } from 'fast-png';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PngError, readPng } from '../../src/dataset/png';
import { encodePng } from '../../src/dataset/sheets/encodePng';

const ofOwn = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Bytes of a chunk; its checksum is 0, as nobody looks at it. */
function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  return bytes;
}

/**
 * A PNG whose rows, each with its filter's number before it, are these bytes, in data chunks of
 * `piece` bytes.
 */
function pngOf(
  filtered: Uint8Array,
  width: number,
  height: number,
  piece = 1 << 20,
): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const data = deflateSync(filtered);
  const pieces = Array.from({ length: Math.ceil(data.length / piece) }, (_, i) =>
    chunk('IDAT', data.subarray(i * piece, (i + 1) * piece)),
  );
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const all = [
    signature,
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from('any')),
    ...pieces,
    chunk('IEND', Buffer.alloc(0)),
  ];
  return ofOwn(Buffer.concat(all));
}

/** Rows of differences with any of the five filters, and the picture's size. */
const picture = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      rows: fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 4 }),
          fc.uint8Array({ minLength: width * 3, maxLength: width * 3 }),
        ),
        { minLength: height, maxLength: height },
      ),
    }),
  );

describe('readPng', () => {
  it('reads each filter as another decoder does, the data in one piece or in many', async () => {
    const used = new Set<number>();
    await fc.assert(
      fc.asyncProperty(picture, async ({ width, height, rows }) => {
        const filtered = Uint8Array.from(rows.flatMap(([filter, bytes]) => [filter, ...bytes]));
        for (const [filter] of rows) used.add(filter);
        for (const piece of [1 << 20, 5]) {
          const png = pngOf(filtered, width, height, piece);
          expect(await readPng(png, { width, height })).toEqual(decode(png).data);
        }
      }),
      { numRuns: 100 },
    );
    expect(used.size).toBe(5);
  });

  it('is lossless for an encoder of another make', async () => {
    const data = Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => i % 251);
    const png = ofOwn(encode({ width: 40, height: 30, data, channels: 3 }));
    expect(await readPng(png, { width: 40, height: 30 })).toEqual(data);
  });

  it.each([
    ['alpha', { data: new Uint8Array(16), channels: 4 }, '4 channels of 8 bits, expected 3 of 8'],
    [
      '16 bits',
      { data: new Uint16Array(12), channels: 3, depth: 16 },
      '3 channels of 16 bits, expected 3 of 8',
    ],
    ['grey', { data: new Uint8Array(4), channels: 1 }, '1 channels of 8 bits, expected 3 of 8'],
  ] as const)('refuses %s', async (_, given, message) => {
    const png = ofOwn(encode({ width: 2, height: 2, ...given }));
    await expect(readPng(png, { width: 2, height: 2 })).rejects.toThrow(new PngError(message));
  });

  it('refuses one of another size before it inflates anything', async () => {
    const png = ofOwn(await encodePng(new Uint8Array(12), 2, 2));
    await expect(readPng(png.subarray(0, 40), { width: 3, height: 2 })).rejects.toThrow(
      new PngError('2 × 2 pixels, expected 3 × 2'),
    );
  });

  it('refuses an interlaced one', async () => {
    const png = ofOwn(await encodePng(new Uint8Array(12), 2, 2));
    png[28] = 1;
    await expect(readPng(png, { width: 2, height: 2 })).rejects.toThrow(new PngError('an interlaced PNG'));
  });

  const size = { width: 2, height: 2 };
  const rows = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6);
  it.each([
    ['no PNG', new Uint8Array(100)],
    ['nothing', new Uint8Array(0)],
    ['fewer rows than it declares', pngOf(rows.subarray(0, 13), 2, 2)],
    ['more rows than it declares', pngOf(Uint8Array.from([...rows, 0]), 2, 2)],
    ['a thousand times as many', pngOf(new Uint8Array(14_000), 2, 2)],
    ['a filter that there is not', pngOf(rows.with(7, 5), 2, 2)],
    ['data that are no zlib data', pngOf(rows, 2, 2).fill(0, 60, 70)],
  ])('refuses %s', async (_, png) => {
    await expect(readPng(png, size)).rejects.toThrow(new PngError('not a readable PNG'));
  });

  it('refuses any part of one', async () => {
    const png = pngOf(rows, 2, 2);
    const data = png.length - 12;
    for (let bytes = 0; bytes < data; bytes++)
      await expect(readPng(png.subarray(0, bytes), size), `${bytes} bytes`).rejects.toThrow(PngError);
    expect(await readPng(png.subarray(0, data), size)).toHaveLength(12);
  });
});
