/**
 * All loaded images as bytes: one Uint8Array per sheet, 184 MB for all 60 000. Stores no floats and
 * no tensors. Knows the manifest, not the network. Engine side; uses no worker globals.
 */
import { imageBytes } from '../lib/cifar10';
import { imagesOf, sheetsOf, type Manifest, type SheetEntry, type SheetSet } from './manifest';

/**
 * For each image of a set, the sheet that holds it: a look-up instead of a search in the batch
 * loop.
 */
function sheetTable(manifest: Manifest, set: SheetSet): readonly SheetEntry[] {
  return sheetsOf(manifest, set).flatMap((sheet) => Array.from({ length: sheet.count }, () => sheet));
}

export class ImageStore {
  private readonly sheets = new Map<string, Uint8Array>();
  private readonly entries: ReadonlyMap<string, SheetEntry>;
  private readonly tables: Readonly<Record<SheetSet, readonly SheetEntry[]>>;

  constructor(readonly manifest: Manifest) {
    this.entries = new Map(manifest.sheets.map((sheet) => [sheet.file, sheet]));
    this.tables = { train: sheetTable(manifest, 'train'), test: sheetTable(manifest, 'test') };
  }

  /** Bytes of pixels in memory. */
  get bytes(): number {
    return [...this.sheets.values()].reduce((sum, pixels) => sum + pixels.byteLength, 0);
  }

  /** Whether the images of this sheet can be used. */
  has(file: string): boolean {
    return this.sheets.has(file);
  }

  /** The manifest's entry. Throws a RangeError for a file that is not in the manifest. */
  entry(file: string): SheetEntry {
    const entry = this.entries.get(file);
    if (!entry) throw new RangeError(`ImageStore: no sheet "${file}" in the manifest`);
    return entry;
  }

  /**
   * Stores a sheet's pixels, [count, 32, 32, 3], without copying the array. Throws a RangeError if
   * the size is wrong.
   */
  put(file: string, pixels: Uint8Array): void {
    const expected = this.entry(file).count * imageBytes;
    if (pixels.length !== expected) {
      throw new RangeError(`ImageStore: ${file} has ${pixels.length} bytes of pixels, expected ${expected}`);
    }
    this.sheets.set(file, pixels);
  }

  /**
   * One image's pixels, [32, 32, 3]: a view, not a copy, so do not write to it. Throws if its sheet
   * has not been loaded.
   */
  image(set: SheetSet, index: number): Uint8Array {
    const sheet = this.sheetOf(set, index);
    const pixels = this.sheets.get(sheet.file);
    if (!pixels) throw new Error(`ImageStore: ${sheet.file} has not come yet (${set} image ${index})`);
    const start = (index - sheet.first) * imageBytes;
    return pixels.subarray(start, start + imageBytes);
  }

  /**
   * Copies one image, 3072 bytes, to `out` at byte `offset`. Throws if its sheet has not been
   * loaded.
   */
  copyPixels(set: SheetSet, index: number, out: Uint8Array, offset: number): void {
    out.set(this.image(set, index), offset);
  }

  /** Actual class of an image, 0–9. The manifest has it, so the sheet need not be loaded. */
  label(set: SheetSet, index: number): number {
    const sheet = this.sheetOf(set, index);
    return sheet.labels.charCodeAt(index - sheet.first) - 48; // '0' is 48
  }

  /**
   * The manifest's entry for the sheet that contains an image. Throws a RangeError if there is no
   * such image.
   */
  sheetOf(set: SheetSet, index: number): SheetEntry {
    const sheet = this.tables[set][index];
    if (!sheet) {
      throw new RangeError(
        `ImageStore: ${set} has no image ${index} (0 … ${imagesOf(this.manifest, set) - 1})`,
      );
    }
    return sheet;
  }
}
