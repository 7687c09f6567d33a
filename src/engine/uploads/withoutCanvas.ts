/**
 * Decodes PNGs and JPEGs without a canvas, for browsers that change what is read from one. Runs in
 * the worker; PNGs also in Node.
 */
import type { DecodedPng } from 'fast-png';
import { lazyPart } from '../../lib/lazyPart';
import type { Head } from './head';

const pngPart = lazyPart(() => import('fast-png'));
// MozJPEG, compiled to WebAssembly.
const jpegPart = lazyPart(() => import('@jsquash/jpeg/decode'));

/**
 * PNGs are decoded in JavaScript, which takes some 0.1 s per million pixels and blocks this thread.
 */
const maxPngPixels = 2 ** 22;
/** Each pixel takes 4 bytes, twice. */
const maxJpegPixels = 2 ** 25;

/** A picture's values and how many make up one pixel: grey, grey and alpha, RGB, or RGBA. */
interface Values {
  readonly values: ArrayLike<number>;
  readonly channels: number;
  /** The largest value. */
  readonly white: number;
}

/** Throws if it has fewer than 8 bits, or a colour that marks transparency. */
function valuesOf(png: DecodedPng, toRgb: (png: DecodedPng) => Uint8Array): Values {
  const { palette, data, channels, depth, transparency } = png;
  if (palette) return { values: toRgb(png), channels: palette[0]?.length ?? 3, white: 255 };
  if (depth < 8 || transparency) throw new Error('A PNG of another kind');
  return { values: data, channels, white: depth === 16 ? 65_535 : 255 };
}

/** The function `rows` of a `Decoded` picture that is `width` pixels wide. */
function rowsOf({ values, channels, white }: Values, width: number): Decoded['rows'] {
  const colours = channels < 3 ? 1 : 3;
  return async (left, top, side, count) => {
    const rows = new Uint8ClampedArray(side * count * 4).fill(255); // [count, side, 4]
    for (let y = 0, to = 0; y < count; y++) {
      let from = ((top + y) * width + left) * channels;
      for (let x = 0; x < side; x++, from += channels, to += 4) {
        const alpha = channels > colours ? (values[from + colours] ?? 0) / white : 1;
        for (let c = 0; c < 3; c++) {
          const value = (values[from + Math.min(c, colours - 1)] ?? 0) / white;
          rows[to + c] = 255 * (value * alpha + 1 - alpha);
        }
      }
    }
    return rows;
  };
}

/**
 * Decodes a PNG's first picture, which is always upright; ignores its colour profile. Rejects if it
 * is damaged, and for kinds that only the browser decodes: fewer than 8 bits without a palette, or
 * one colour that is transparent.
 */
export async function decodePng(file: Blob): Promise<Decoded> {
  const { decode, convertIndexedToRgb } = await pngPart();
  const png = decode(await file.arrayBuffer());
  const { width, height } = png;
  const rows = rowsOf(valuesOf(png, convertIndexedToRgb), width);
  return { width, height, exact: true, rows, close: () => undefined };
}

/**
 * Decodes a JPEG and rotates it according to its EXIF data; ignores its colour profile. Rejects if
 * it is damaged, and for CMYK.
 */
async function decodeJpeg(file: Blob): Promise<Decoded> {
  const { default: decode, init } = await jpegPart();
  // Initialised each time: otherwise its memory would stay as large as the largest picture. It also
  // throws whatever it prints.
  await init({ printErr: () => undefined });
  const { width, height, data } = await decode(await file.arrayBuffer(), { preserveOrientation: true });
  const rows = rowsOf({ values: data, channels: 4, white: 255 }, width);
  return { width, height, exact: true, rows, close: () => undefined };
}

/**
 * Null if the file has another format, or is too large, damaged, or of a kind that only the browser
 * decodes.
 */
export async function decodeWithoutCanvas(file: Blob, head: Head): Promise<Decoded | null> {
  const pixels = head.width * head.height;
  if (head.format === 'png' && pixels <= maxPngPixels) return decodePng(file).catch(() => null);
  if (head.format === 'jpg' && pixels <= maxJpegPixels) return decodeJpeg(file).catch(() => null);
  return null;
}

/** A decoded picture, upright. Types only. */
/** A decoded picture, upright. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** False if the browser changes the pixels that a page reads, whichever way they are read. */
  readonly exact: boolean;
  /**
   * RGBA [count, side, 4] of the rows from `top` on, from column `left` on; transparent pixels are
   * blended over white.
   */
  rows(left: number, top: number, side: number, count: number): Promise<Uint8ClampedArray>;
  /** Frees it. */
  close(): void;
}
