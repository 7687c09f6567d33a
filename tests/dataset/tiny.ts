/** A data set of a few images, in the form of the real one: for tests that need no CIFAR-10. */
import { createHash } from 'node:crypto';
import { imageBytes } from '../../src/lib/cifar10';
import { sheetSize } from '../../src/dataset/decode';
import { ImageStore } from '../../src/dataset/imageStore';
import { parseManifest, type Manifest, type SheetSet } from '../../src/dataset/manifest';
import { layOut } from '../../src/dataset/sheets/cut';
import { encodePng } from '../../src/dataset/sheets/encodePng';
import { Rng } from '../../src/lib/rng';

export const tinyColumns = 4;
export const sheetCount = 6;

export interface TinySet {
  readonly manifest: Manifest;
  /** PNG of each file. */
  readonly png: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Pixels [count, 32, 32, 3] of each file. */
  readonly pixels: ReadonlyMap<string, Uint8Array>;
}

/** A manifest with sheets of `count` images and no files: for the split. */
export function tinyManifest(train: number, test: number, count: number): Manifest {
  const entries = (set: SheetSet, sheets: number) =>
    Array.from({ length: sheets }, (_, i) => ({
      file: `${set}-${i}.png`,
      set,
      first: i * count,
      count,
      bytes: 1,
      sha256: '0'.repeat(64),
      labels: Array.from({ length: count }, (_, k) => (i + k) % 10).join(''),
    }));
  return {
    version: 'tiny',
    source: 'made up',
    citation: 'none',
    classes: Array.from({ length: 10 }, (_, i) => `class ${i}`),
    tile: { side: 32, channels: 3 },
    columns: tinyColumns,
    mean: [0.5, 0.5, 0.5],
    deviation: [0.25, 0.25, 0.25],
    sheets: [...entries('train', train), ...entries('test', test)],
  };
}

/** Random pixels in real PNG sheets of `sheetCount` images each. */
export async function tinySet(train = 4, test = 2): Promise<TinySet> {
  const blank = tinyManifest(train, test, sheetCount);
  const rng = Rng.of(1);
  const png = new Map<string, Uint8Array<ArrayBuffer>>();
  const pixels = new Map<string, Uint8Array>();
  const sheets = [];
  for (const sheet of blank.sheets) {
    const images = Uint8Array.from({ length: sheet.count * imageBytes }, () => rng.int(256));
    const { width, height } = sheetSize({ columns: tinyColumns, count: sheet.count });
    const file = new Uint8Array(await encodePng(layOut(images, tinyColumns), width, height));
    png.set(sheet.file, file);
    pixels.set(sheet.file, images);
    sheets.push({ ...sheet, bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') });
  }
  const parsed = parseManifest({ ...blank, sheets });
  if (!parsed.ok) throw new Error(parsed.error);
  return { manifest: parsed.value, png, pixels };
}

/** A store that holds all of it. */
export function filledStore({ manifest, pixels }: TinySet): ImageStore {
  const store = new ImageStore(manifest);
  for (const [file, images] of pixels) store.put(file, images);
  return store;
}
