/** A PNG becomes pixels without a canvas, for browsers that change what is read from one. Worker or Node. */
import type { DecodedPng } from 'fast-png';
import { lazyPart } from '../../lib/part';
import type { Decoded } from './decoded';

const pngPart = lazyPart(() => import('fast-png'));

/** Decoding it in JavaScript takes some 0.1 s a million pixels, and blocks this thread meanwhile. */
export const mostPngPixels = 2 ** 22;

/** Its values and how many make one pixel: grey, grey and alpha, RGB, or RGBA. */
interface Values {
  readonly values: ArrayLike<number>;
  readonly channels: number;
  /** The largest value. */
  readonly white: number;
}

/** Throws where it has fewer than 8 bits, or a colour that stands for nothing. */
function valuesOf(png: DecodedPng, toRgb: (png: DecodedPng) => Uint8Array): Values {
  const { palette, data, channels, depth, transparency } = png;
  if (palette) return { values: toRgb(png), channels: palette[0]?.length ?? 3, white: 255 };
  if (depth < 8 || transparency) throw new Error('A PNG of another kind');
  return { values: data, channels, white: depth === 16 ? 65_535 : 255 };
}

/** The rows that `Decoded` gives, of a picture that is `width` pixels wide. */
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
 * Its first picture, upright as PNGs are; without its colour profile. Rejects where it is damaged, and
 * for kinds that only the browser decodes: fewer than 8 bits without a palette, or one colour that is
 * transparent.
 */
export async function decodePng(file: Blob): Promise<Decoded> {
  const { decode, convertIndexedToRgb } = await pngPart();
  const png = decode(await file.arrayBuffer());
  const { width, height } = png;
  const rows = rowsOf(valuesOf(png, convertIndexedToRgb), width);
  return { width, height, exact: true, rows, close: () => undefined };
}
