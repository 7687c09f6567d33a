/**
 * Small real picture files, made here; those that need an encoder of their own are written out,
 * with what made them.
 */
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';

type Bytes = Uint8Array<ArrayBuffer>;

const text = (words: string): number[] => Array.from(words, (letter) => letter.charCodeAt(0));
const big = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const bytes = (...parts: readonly (readonly number[] | Uint8Array)[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** RGB or RGBA, row-major, as a PNG. */
export const pngOf = (data: Uint8Array, width: number, height: number): Bytes =>
  new Uint8Array(
    encode({ width, height, data, channels: data.length / (width * height) === 4 ? 4 : 3, depth: 8 }),
  );

function chunk(name: string, data: readonly number[] | Uint8Array): Bytes {
  const named = bytes(text(name), data);
  return bytes(big(data.length), named, big(crc32(named)));
}
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The beginning of a grey PNG of this size, up to its data. */
const pngHead = (width: number, height: number, ...chunks: readonly Bytes[]): Bytes =>
  bytes(signature, chunk('IHDR', [...big(width), ...big(height), 8, 0, 0, 0, 0]), ...chunks);

/** A whole black PNG of any size, which is small as a file: 64 million pixels are 65 kB. */
export function blackPng(width: number, height: number): Bytes {
  const data = new Uint8Array(deflateSync(new Uint8Array((width + 1) * height)));
  const body = Buffer.concat([Buffer.from('IDAT'), data]);
  const parts = [pngHead(width, height), big(data.length), body, big(crc32(body)), chunk('IEND', [])];
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
}

/** A head that claims a size, without anything behind it. */
export const hugePng = (width = 12_000, height = 9_000): Bytes =>
  bytes(pngHead(width, height), chunk('IDAT', [0]));

const blackPixel = new Uint8Array(deflateSync(new Uint8Array(2)));

/** Frame control of an APNG: one pixel, a tenth of a second. */
const frame = (sequence: number): Bytes =>
  chunk('fcTL', [...big(sequence), ...big(1), ...big(1), ...big(0), ...big(0), 0, 1, 0, 10, 0, 0]);

/** An APNG of so many pictures of one black pixel. */
export function apng(pictures: number): Bytes {
  const others = Array.from({ length: pictures - 1 }, (_, i) =>
    bytes(frame(2 * i + 1), chunk('fdAT', [...big(2 * i + 2), ...blackPixel])),
  );
  return bytes(
    pngHead(1, 1, chunk('acTL', [...big(pictures), ...big(0)]), frame(0)),
    chunk('IDAT', blackPixel),
    ...others,
    chunk('IEND', []),
  );
}

/** So many pictures of one pixel, red; GIF89a with a comment before each. */
export function gif(pictures: number): Bytes {
  const head = [...text('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0];
  const comment = [0x21, 0xfe, 2, ...text('hi'), 0];
  const picture = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  return bytes(head, ...Array.from({ length: pictures }, () => [...comment, ...picture]), [0x3b]);
}

/** The extended header of a WebP of 300 × 200. */
export const webpHead = (animated: boolean): Bytes =>
  bytes(
    text('RIFF'),
    [100, 0, 0, 0],
    text('WEBPVP8X'),
    [10, 0, 0, 0],
    [animated ? 2 : 0, 0, 0, 0, 43, 1, 0, 199, 0, 0],
  );

/**
 * The beginning of a JPEG of this size: an application segment, fill bytes, and the frame header.
 */
export const jpegHead = (components: number, width = 640, height = 480): Bytes =>
  bytes(
    [0xff, 0xd8, 0xff, 0xee, 0, 5, 1, 2, 3, 0xff, 0xff],
    [0xff, 0xc0, 0, 8 + 3 * components, 8, height >> 8, height & 255, width >> 8, width & 255, components],
    new Uint8Array(3 * components),
  );

const decoded = (base64: string): Bytes => new Uint8Array(Buffer.from(base64, 'base64'));

/**
 * 8 × 8, red in four inks. Python: `Image.new('CMYK', (8, 8), (0, 255, 255, 0)).save(…,
 * quality=95)`, Pillow 13.
 */
export const cmykJpeg = decoded(
  `/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9/K/n/r+f+v38r//Z`,
);

/**
 * 32 × 16, red left and blue right, with EXIF orientation 6: upright it is 16 × 32, red above.
 * Pillow 13, quality 95, 4 : 4 : 4.
 */
export const turnedJpeg = decoded(
  `/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAQACADAREAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAj/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFwEBAQEBAAAAAAAAAAAAAAAAAAoICf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIvZTd/AEhqqE14CvEq6lABIaqhNeA//2Q==`,
);
