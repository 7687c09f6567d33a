/** What the data side says about itself: plain data, types only. Crosses the protocol, which re-exports it. Imports nothing. */

/** How far the sheets have come. */
export interface DataProgress {
  readonly sheets: number;
  readonly sheetsTotal: number;
  readonly images: number;
  readonly imagesTotal: number;
  /** Bytes received, from the network or the browser's store. */
  readonly bytes: number;
  readonly bytesTotal: number;
  /** Sheets that came from the browser's store. */
  readonly cached: number;
  /** Estimate; null until there is one. */
  readonly secondsLeft: number | null;
}

/** A file that was published with the page. */
export interface PublishedFile {
  /** Its name, without folders. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A sheet that could not be used. */
export interface SheetFailure {
  readonly file: string;
  readonly reason: 'missing' | 'network' | 'truncated' | 'altered' | 'undecodable';
  /** For example `HTTP 404`, `1 204 of 2 381 112 bytes`. */
  readonly detail: string;
}

/** One part of the split. `classes`: images per class, 10 counts. `sheets`: files that it draws on. */
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
  /** Images (by index) in more than one part: 0, or the data are not offered. */
  readonly sharedIndices: number;
  /** Pairs of parts' images with the same pixels under different indices: duplicates inside CIFAR-10 itself. */
  readonly sharedPixels: number;
}
