/**
 * A sheet's PNG becomes the bytes of its images. Plain JavaScript on purpose: a canvas may convert colours or premultiply alpha,
 * and these bytes must be CIFAR-10's in every browser. Engine side; blocks its thread for about a tenth of a second a sheet.
 */
import { decode } from 'fast-png';
import { imageBytes, imageChannels, imageSide } from './cifar10.ts';

/** Thrown by `decodeSheet`; the message says what is wrong with the picture. */
export class SheetDecodeError extends Error {
  override readonly name = 'SheetDecodeError';
}

/** How the images lie on a sheet: row by row, `columns` to a row, `count` in all. */
export interface SheetLayout {
  readonly columns: number;
  readonly count: number;
}

/** Width and height of a sheet in pixels. The last row may be short. */
export const sheetSize = ({ columns, count }: SheetLayout): { width: number; height: number } => ({
  width: Math.min(columns, count) * imageSide,
  height: Math.ceil(count / columns) * imageSide,
});

/** Byte of a sheet's pixels [height, width, 3] at which row `y` of image `i` begins. */
export function tileRowStart({ columns, count }: SheetLayout, i: number, y: number): number {
  const pixelRow = Math.floor(i / columns) * imageSide + y;
  return (pixelRow * Math.min(columns, count) + (i % columns)) * imageSide * imageChannels;
}

function decodePng(png: Uint8Array): ReturnType<typeof decode> {
  try {
    // Without the PNG's own checksums: whoever downloads a sheet has checked its SHA-256, and they cost half as much again.
    return decode(png);
  } catch (thrown) {
    throw new SheetDecodeError('not a readable PNG', { cause: thrown });
  }
}

/**
 * Decodes a sheet to [count, 32, 32, 3], image after image. Throws a SheetDecodeError if it is no PNG, or not one of 8-bit RGB
 * in the layout's size.
 */
export function decodeSheet(png: Uint8Array, layout: SheetLayout): Uint8Array {
  const { width, height, depth, channels, data } = decodePng(png);
  const expected = sheetSize(layout);
  if (width !== expected.width || height !== expected.height) {
    throw new SheetDecodeError(
      `${width} × ${height} pixels, expected ${expected.width} × ${expected.height}`,
    );
  }
  if (depth !== 8 || channels !== imageChannels || !(data instanceof Uint8Array)) {
    throw new SheetDecodeError(`${channels} channels of ${depth} bits, expected 3 of 8`);
  }
  const images = new Uint8Array(layout.count * imageBytes); // [count, 32, 32, 3]
  const rowBytes = imageSide * imageChannels;
  for (let i = 0; i < layout.count; i++) {
    for (let y = 0; y < imageSide; y++) {
      const start = tileRowStart(layout, i, y);
      images.set(data.subarray(start, start + rowBytes), i * imageBytes + y * rowBytes);
    }
  }
  return images;
}
