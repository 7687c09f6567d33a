/**
 * Files that break off are told from whole ones, and from whole ones with something behind them.
 */
import { describe, expect, it } from 'vitest';
import { breaksOff } from '../../../src/engine/uploads/ending';
import { readHead } from '../../../src/engine/uploads/head';
import { blackPng, cmykJpeg, gif, jpegHead, pngOf, turnedJpeg, webpHead } from '../../helpers/pictureFiles';

async function check(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const head = readHead(bytes.slice(0, 2 ** 21));
  if (!head) throw new Error('no picture');
  return breaksOff(new Blob([bytes]), head);
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const png = pngOf(
  new Uint8Array(16 * 16 * 3).map((_, i) => (i * 31) % 256),
  16,
  16,
);
/**
 * A whole small JPEG in an application segment, as a thumbnail, of one that has no end of its own.
 */
const segment = Uint8Array.of(
  0xff,
  0xd8,
  0xff,
  0xe1,
  (cmykJpeg.length + 2) >> 8,
  (cmykJpeg.length + 2) & 255,
);
const withThumbnail = joined(segment, cmykJpeg, jpegHead(3).slice(2));
const webp = (bytes: number): Uint8Array<ArrayBuffer> => joined(webpHead(false), new Uint8Array(bytes));

describe('a file', () => {
  it.each([
    ['a PNG', png],
    ['a PNG of many megapixels', blackPng(3_000, 2_000)],
    ['a JPEG', turnedJpeg],
    ['another', cmykJpeg],
    ['a JPEG with a film of 9 MB behind it', joined(turnedJpeg, new Uint8Array(9_000_000))],
    ['a GIF, which is left to the browser', gif(1).slice(0, -3)],
    ['a WebP as long as it says', webp(78)],
  ])('is whole: %s', async (_, bytes) => {
    expect(await check(bytes)).toBe(false);
  });

  it.each([
    ['a PNG', png.slice(0, -12)],
    ['a PNG cut within its last word', png.slice(0, -5)],
    ['a JPEG', turnedJpeg.slice(0, -1)],
    ['a JPEG of zeros to its end', joined(turnedJpeg.slice(0, -2), new Uint8Array(9_000_000))],
    ['a JPEG of which only the thumbnail ends', withThumbnail],
    ['a WebP', webp(77)],
  ])('breaks off: %s', async (_, bytes) => {
    expect(await check(bytes)).toBe(true);
  });
});

it('the mark may lie across two pieces', async () => {
  const pieceBytes = 2 ** 22;
  for (const behind of [pieceBytes - 2, pieceBytes - 1, pieceBytes])
    expect(await check(joined(turnedJpeg, new Uint8Array(behind)))).toBe(false);
});
