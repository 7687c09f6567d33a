/**
 * Counts what has been loaded and reports it at most ten times a second. Knows no network; pure
 * except for the clock.
 */
import type { SheetEntry } from './manifest';
import type { DataProgress } from '../protocol/data';

const minIntervalMs = 100;
/** Before this time there is too little data for an estimate. */
const estimateAfterMs = 1_000;

export class ProgressMeter {
  private readonly received = new Map<string, number>();
  private readonly done = new Map<string, { readonly sheet: SheetEntry; readonly cached: boolean }>();
  private readonly bytesTotal: number;
  private readonly imagesTotal: number;
  /** Bytes that were there before the load began: they say nothing about its speed. */
  private headStart = 0;
  private lastReport = Number.NEGATIVE_INFINITY;
  private readonly began: number;

  constructor(
    private readonly sheets: readonly SheetEntry[],
    private readonly report: (progress: DataProgress) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.bytesTotal = sheets.reduce((sum, sheet) => sum + sheet.bytes, 0);
    this.imagesTotal = sheets.reduce((sum, sheet) => sum + sheet.count, 0);
    this.began = now();
  }

  /** Counts a sheet that was already in the store. */
  held(sheet: SheetEntry, cached: boolean): void {
    this.headStart += sheet.bytes;
    this.finish(sheet, cached);
  }

  /** Records that `bytes` of this sheet have arrived so far; 0 resets it. */
  receive(sheet: SheetEntry, bytes: number): void {
    this.received.set(sheet.file, bytes);
    this.emit();
  }

  /** Records that the sheet's images can be used. */
  finish(sheet: SheetEntry, cached: boolean): void {
    this.done.set(sheet.file, { sheet, cached });
    this.receive(sheet, sheet.bytes);
  }

  /** Reports the progress now, however short the time since the last report. */
  flush(): void {
    this.lastReport = this.now();
    this.report(this.progress());
  }

  private emit(): void {
    if (this.now() - this.lastReport >= minIntervalMs) this.flush();
  }

  private progress(): DataProgress {
    const done = [...this.done.values()];
    const bytes = [...this.received.values()].reduce((sum, n) => sum + n, 0);
    return {
      sheets: done.length,
      sheetsTotal: this.sheets.length,
      images: done.reduce((sum, { sheet }) => sum + sheet.count, 0),
      imagesTotal: this.imagesTotal,
      bytes,
      bytesTotal: this.bytesTotal,
      cached: done.filter(({ cached }) => cached).length,
      secondsLeft: this.estimate(bytes),
    };
  }

  private estimate(bytes: number): number | null {
    const elapsed = this.now() - this.began;
    const came = bytes - this.headStart;
    if (bytes === this.bytesTotal) return 0;
    if (elapsed < estimateAfterMs || came <= 0) return null;
    return ((this.bytesTotal - bytes) * elapsed) / came / 1000;
  }
}
