/**
 * Decodes a sheet's PNG into the bytes of its images. Deliberately uses no canvas: a canvas may
 * convert colours or premultiply alpha, and these bytes must be CIFAR-10's in every browser. Engine
 * side; blocks its thread for some hundredths of a second per sheet.
 */
import { imageBytes, imageChannels, imageSide } from '../lib/cifar10.ts';
import { readPng } from './png.ts';

/** How the images are laid out on a sheet: row by row, `columns` to a row, `count` in all. */
export interface SheetLayout {
  readonly columns: number;
  readonly count: number;
}

/** Width and height of a sheet in pixels. The last row may be shorter. */
export const sheetSize = ({ columns, count }: SheetLayout): { width: number; height: number } => ({
  width: Math.min(columns, count) * imageSide,
  height: Math.ceil(count / columns) * imageSide,
});

/** The byte of a sheet's pixels [height, width, 3] at which row `y` of image `i` begins. */
export function tileRowStart({ columns, count }: SheetLayout, i: number, y: number): number {
  const pixelRow = Math.floor(i / columns) * imageSide + y;
  return (pixelRow * Math.min(columns, count) + (i % columns)) * imageSide * imageChannels;
}

/**
 * Decodes a sheet to [count, 32, 32, 3], image after image. Rejects with a PngError if it is not a
 * PNG, or not an 8-bit RGB one of the layout's size.
 */
export async function decodeSheet(png: Uint8Array<ArrayBuffer>, layout: SheetLayout): Promise<Uint8Array> {
  const pixels = await readPng(png, sheetSize(layout));
  const images = new Uint8Array(layout.count * imageBytes); // [count, 32, 32, 3]
  const rowBytes = imageSide * imageChannels;
  for (let i = 0; i < layout.count; i++) {
    for (let y = 0; y < imageSide; y++) {
      const start = tileRowStart(layout, i, y);
      images.set(pixels.subarray(start, start + rowBytes), i * imageBytes + y * rowBytes);
    }
  }
  return images;
}
