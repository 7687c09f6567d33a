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

/** RGBA [count, side, 4] over white. */
function overWhite(
  { values, channels, white }: Values,
  width: number,
  [left, top, side, count]: readonly number[],
): Uint8ClampedArray {
  const colours = channels < 3 ? 1 : 3;
  const rows = new Uint8ClampedArray((side ?? 0) * (count ?? 0) * 4);
  for (let i = 0; i < rows.length; i++) {
    const pixel = Math.floor(i / 4);
    const [x, y] = [(left ?? 0) + (pixel % (side ?? 1)), (top ?? 0) + Math.floor(pixel / (side ?? 1))];
    const at = (y * width + x) * channels;
    const alpha = channels > colours ? (values[at + colours] ?? 0) / white : 1;
    const value = ((values[at + Math.min(i % 4, colours - 1)] ?? 0) / white) * 255;
    rows[i] = i % 4 === 3 ? 255 : value * alpha + 255 * (1 - alpha);
  }
  return rows;
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
  const values = valuesOf(png, convertIndexedToRgb);
  return {
    width,
    height,
    exact: true,
    rows: async (...area) => overWhite(values, width, area),
    close: () => undefined,
  };
}
