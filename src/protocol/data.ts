/**
 * The data set's images, how many have been loaded, and how they are split. Types only; plain data.
 */

/** How much of the sheets has been loaded. */
export interface DataProgress {
  readonly sheets: number;
  readonly sheetsTotal: number;
  readonly images: number;
  readonly imagesTotal: number;
  /** Bytes received, from the network or the browser's cache. */
  readonly bytes: number;
  readonly bytesTotal: number;
  /** Sheets that came from the browser's cache. */
  readonly cached: number;
  /** Estimate; null until there is one. */
  readonly secondsLeft: number | null;
}

/** A sheet that could not be used. */
export interface SheetFailure {
  readonly file: string;
  readonly reason: 'missing' | 'network' | 'truncated' | 'altered' | 'undecodable';
  /** For example `HTTP 404`, `1 204 of 2 381 112 bytes`. */
  readonly detail: string;
}

/** One part of the split. `classes`: images per class, 10 counts. `sheets`: files that it uses. */
export interface SplitPart {
  readonly images: number;
  readonly classes: readonly number[];
  readonly sheets: number;
}

/** The three parts and the proof that they share nothing. */
export interface SplitReport {
  readonly seed: number;
  readonly train: SplitPart;
  readonly val: SplitPart;
  readonly test: SplitPart;
  /** Images (by index) in more than one part: must be 0, otherwise the data are not offered. */
  readonly sharedIndices: number;
  /**
   * Pairs of parts' images with the same pixels under different indices: duplicates inside CIFAR-10
   * itself.
   */
  readonly sharedPixels: number;
}

export type SplitName = 'train' | 'val' | 'test';

/** An image for display. */
export interface Tile {
  /** 32 × 32 RGB, row-major, 3072 bytes. */
  readonly pixels: Uint8Array;
  /** Actual class, 0–9. */
  readonly label: number;
  /** Index in CIFAR-10's own order within its file set: train 0–49 999, test 0–9 999. */
  readonly index: number;
}

/** RGB, row-major: side² · 3 bytes. */
export interface SquarePicture {
  readonly side: number;
  readonly pixels: Uint8Array;
}
