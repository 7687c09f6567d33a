/** Images on their way, as the engine tells of them. */
import type { DataProgress, SheetFailure } from '../../../src/protocol/data';

export const progress: DataProgress = {
  sheets: 12,
  sheetsTotal: 60,
  images: 12_000,
  imagesTotal: 60_000,
  bytes: 26_000_000,
  bytesTotal: 130_000_000,
  cached: 5,
  secondsLeft: 8,
};

export const failure = (file: string): SheetFailure => ({ file, reason: 'missing', detail: 'HTTP 404' });
