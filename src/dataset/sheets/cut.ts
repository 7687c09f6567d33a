/**
 * Cuts CIFAR-10 into sheets: 60 PNGs of 1 000 images, in CIFAR-10's own order, that people can look
 * at and a page can stream, with the manifest that describes them. Runs at build time in Node; does
 * not depend on Vite.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classNames, imageBytes, imageChannels, imageSide } from '../../lib/cifar10.ts';
import { sheetSize, tileRowStart } from '../decode.ts';
import type { Manifest, SheetEntry, SheetSet } from '../manifest.ts';
import { encodePng } from './encodePng.ts';
import { citation, expectedStrips, sourcePackage, sourceVersion } from './expected.ts';
import { ChannelSums } from './statistics.ts';
import { readLabels, readStrip, stripImages, type Strip } from './strips.ts';

/** Images on a sheet, and tiles in a row: 1280 × 800 pixels. */
export const sheetImages = 1_000;
export const sheetColumns = 40;

/** Version of the sheets: the source's, and a number that is raised when the cutting changes. */
export const sheetsVersion = `${sourceVersion}-1`;

const rowBytes = imageSide * imageChannels;

/** Images [count, 32, 32, 3] laid out as a grid [height, width, 3]. */
export function layOut(images: Uint8Array, columns: number): Uint8Array {
  const layout = { columns, count: images.length / imageBytes };
  const { width, height } = sheetSize(layout);
  const grid = new Uint8Array(width * height * imageChannels);
  for (let i = 0; i < layout.count; i++) {
    for (let y = 0; y < imageSide; y++) {
      const from = i * imageBytes + y * rowBytes;
      grid.set(images.subarray(from, from + rowBytes), tileRowStart(layout, i, y));
    }
  }
  return grid;
}

/**
 * Writes the sheet that begins at image `start` of a strip; `first` is that image's index in its
 * set.
 */
async function writeSheet(
  folder: string,
  set: SheetSet,
  strip: Strip,
  start: number,
  first: number,
): Promise<SheetEntry> {
  const images = strip.pixels.subarray(start * imageBytes, (start + sheetImages) * imageBytes);
  const labels = strip.labels.subarray(start, start + sheetImages);
  const { width, height } = sheetSize({ columns: sheetColumns, count: sheetImages });
  const png = await encodePng(layOut(images, sheetColumns), width, height);
  const file = `${set}-${String(first / sheetImages).padStart(2, '0')}.png`;
  await writeFile(join(folder, file), png);
  const sha256 = createHash('sha256').update(png).digest('hex');
  return { file, set, first, count: sheetImages, bytes: png.length, sha256, labels: labels.join('') };
}

/**
 * Cuts all sheets from the package's folder `source` into the existing folder `target`; writes the
 * manifest last. `onSheet` is called with the number done, of 60. Throws if the source is missing
 * or is not CIFAR-10 as expected.
 */
export async function cutSheets(
  source: string,
  target: string,
  onSheet: (done: number, total: number) => void,
): Promise<Manifest> {
  const labels = { train: await readLabels(source, 'train'), test: await readLabels(source, 'test') };
  const sheets: SheetEntry[] = [];
  const sums = new ChannelSums();
  const next = { train: 0, test: 0 };
  const perStrip = stripImages / sheetImages;
  for (const expected of expectedStrips) {
    const { set } = expected;
    const first = next[set];
    const strip = await readStrip(source, expected, labels[set].subarray(first, first + stripImages));
    next[set] += stripImages;
    if (set === 'train') sums.add(strip.pixels);
    const starts = Array.from({ length: perStrip }, (_, i) => i * sheetImages);
    // Together, because compression runs on Node's thread pool.
    sheets.push(...(await Promise.all(starts.map((s) => writeSheet(target, set, strip, s, first + s)))));
    onSheet(sheets.length, expectedStrips.length * perStrip);
  }
  const { mean, deviation } = sums.statistics();
  const manifest: Manifest = {
    version: sheetsVersion,
    source: `npm:${sourcePackage}@${sourceVersion}`,
    citation,
    classes: [...classNames],
    tile: { side: imageSide, channels: imageChannels },
    columns: sheetColumns,
    mean: [...mean],
    deviation: [...deviation],
    sheets,
  };
  await writeFile(join(target, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}
