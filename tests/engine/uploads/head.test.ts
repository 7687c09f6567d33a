/** What a picture's first bytes tell; and that no bytes at all make the readers throw or hang. */
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { gifMoves, pngMoves, webpMoves } from '../../../src/engine/uploads/animation';
import { headBytes, readHead } from '../../../src/engine/uploads/head';
import { jpegFrame } from '../../../src/engine/uploads/jpeg';
import {
  apng,
  cmykJpeg,
  gif,
  hugePng,
  jpegHead,
  pngOf,
  turnedJpeg,
  webpHead,
} from '../../helpers/pictureFiles';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const still = { cmyk: false, animated: false };

/** A GIF of 1 × 1 pixels whose picture is 22,000 on each side, and begins at x = 3. */
const beyondScreen = (() => {
  const bytes = gif(1);
  new Uint16Array(4).forEach((_, i) => {
    const side = [3, 0, 22_000, 22_000][i]!;
    bytes.set([side & 255, side >> 8], bytes.indexOf(0x2c) + 1 + 2 * i);
  });
  return bytes;
})();

const withZeros = (jpeg: Uint8Array): Uint8Array =>
  Uint8Array.from([...jpeg.subarray(0, 2), 0, 0, 0, ...jpeg.subarray(2)]);

/**
 * The boxes of an AVIF before its data, as far as they tell its size. Source: ISO/IEC 14496-12 and
 * 23008-12.
 */
function avif(brand: string): Uint8Array {
  const box = (type: string, ...parts: readonly Uint8Array[]): Uint8Array => {
    const data = Buffer.concat(parts);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length + 8);
    return new Uint8Array(Buffer.concat([size, Buffer.from(type), data]));
  };
  const numbers = (...values: readonly number[]): Uint8Array =>
    Uint8Array.from(values.flatMap((value) => [value >>> 24, value >>> 16, value >>> 8, value]));
  const ispe = box('ispe', numbers(0, 400, 300));
  const meta = box('meta', numbers(0), box('iprp', box('ipco', ispe)));
  return new Uint8Array(Buffer.concat([box('ftyp', text(brand), numbers(0), text('avifmif1')), meta]));
}

describe('a head', () => {
  it.each([
    ['a PNG', pngOf(new Uint8Array(12), 2, 2), { format: 'png', width: 2, height: 2, ...still }],
    ['one that moves', apng(2), { format: 'png', width: 1, height: 1, cmyk: false, animated: true }],
    ['one that says so of one picture', apng(1), { format: 'png', width: 1, height: 1, ...still }],
    ['a hundred megapixels', hugePng(), { format: 'png', width: 12_000, height: 9_000, ...still }],
    ['a GIF', gif(1), { format: 'gif', width: 1, height: 1, ...still }],
    [
      'one that reaches beyond its screen',
      beyondScreen,
      { format: 'gif', width: 22_003, height: 22_000, ...still },
    ],
    ['one of two pictures', gif(2), { format: 'gif', width: 1, height: 1, cmyk: false, animated: true }],
    ['a WebP', webpHead(false), { format: 'webp', width: 300, height: 200, ...still }],
    [
      'one that moves',
      webpHead(true),
      { format: 'webp', width: 300, height: 200, cmyk: false, animated: true },
    ],
    ['a JPEG', jpegHead(3), { format: 'jpg', width: 640, height: 480, ...still }],
    ['a grey one', jpegHead(1, 12_000, 9_000), { format: 'jpg', width: 12_000, height: 9_000, ...still }],
    [
      'one in four inks',
      jpegHead(4),
      { format: 'jpg', width: 640, height: 480, cmyk: true, animated: false },
    ],
    [
      'a real one in four inks',
      cmykJpeg,
      { format: 'jpg', width: 8, height: 8, cmyk: true, animated: false },
    ],
    [
      'one with zeros between its segments',
      withZeros(jpegHead(3)),
      { format: 'jpg', width: 640, height: 480, ...still },
    ],
    ['an AVIF', avif('avif'), { format: 'avif', width: 400, height: 300, ...still }],
    [
      'one that moves',
      avif('avis'),
      { format: 'avif', width: 400, height: 300, cmyk: false, animated: true },
    ],
    ['one to be turned, as it lies', turnedJpeg, { format: 'jpg', width: 32, height: 16, ...still }],
    [
      'a drawing',
      text('<svg width="20" height="10"></svg>'),
      { format: 'svg', width: 20, height: 10, ...still },
    ],
  ])('tells of %s', (_, bytes, told) => {
    expect(readHead(bytes)).toMatchObject(told);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['words', text('Nothing to see here, only words.')],
    ['an empty piece of a disk', new Uint8Array(4_096)],
    ['a PNG that breaks off', hugePng().slice(0, 15)],
    ['a PNG without width', hugePng(0, 9_000)],
    ['a GIF that breaks off', gif(1).slice(0, 8)],
    ['a JPEG that breaks off', jpegHead(3).slice(0, 15)],
    [
      'a JPEG with other bytes between segments',
      withZeros(jpegHead(3)).map((byte) => (byte === 0 ? 7 : byte)),
    ],
    ['a JPEG with data before a frame', Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0, 0, 0)],
  ])('is none: %s', (_, bytes) => {
    expect(readHead(bytes)).toBeNull();
  });

  it('leaves open whether a GIF moves that breaks off in its first picture', () => {
    const whole = gif(2);
    const first = whole.indexOf(0x2c);
    expect(gifMoves(whole.slice(0, first + 8))).toBeNull();
    expect(readHead(whole.slice(0, first + 8))?.animated).toBeNull();
  });
});

describe('any bytes', () => {
  const seeds = [
    apng(2),
    gif(2),
    webpHead(true),
    jpegHead(4),
    cmykJpeg,
    turnedJpeg,
    pngOf(new Uint8Array(12), 2, 2),
  ];
  /** A real file with some of its bytes changed, perhaps cut off. */
  const damaged = fc
    .record({
      seed: fc.constantFrom(...seeds),
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
      length: fc.nat(),
    })
    .map(({ seed, changes, length }) => {
      const bytes = seed.slice();
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes.slice(0, length % (bytes.length + 1));
    });

  it('are read without an error, and what is told is a size', () => {
    let told = 0;
    const check = (bytes: Uint8Array): void => {
      const head = readHead(bytes);
      for (const read of [jpegFrame, gifMoves, pngMoves, webpMoves]) read(bytes);
      if (!head) return;
      told++;
      expect(head.width).toBeGreaterThan(0);
      expect(head.height).toBeGreaterThan(0);
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), check), { numRuns: 1_000 });
    fc.assert(fc.property(damaged, check), { numRuns: 2_000 });
    // It would notice nothing if all were refused.
    expect(told).toBeGreaterThan(100);
  });

  it.each([
    ['a JPEG of nothing but fill bytes', [0xff, 0xd8], 0xff],
    ['a JPEG of empty segments', [0xff, 0xd8, 0xff, 0xe0], 0],
    ['a JPEG of other bytes', [0xff, 0xd8, 0x12], 0x12],
    ['a GIF of comments', [...text('GIF89a'), 1, 0, 1, 0, 0, 0, 0], 0x21],
    ['a drawing that never ends', [...text('<svg ')], 0x20],
    ['an AVIF of boxes', [0, 0, 0, 8, ...text('ftypavif')], 1],
  ])('as many as are read do not hang it: %s', (_, begin, rest) => {
    const bytes = new Uint8Array(headBytes).fill(rest);
    bytes.set(begin);
    const began = performance.now();
    readHead(bytes);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
