/** Where the data are on their way, derived from what the engine told. Pure. */
import type { LabState } from '../../store/state';

export type DataPhase = 'waiting' | 'loading' | 'checking' | 'ready' | 'failed' | 'failedList';

/** `failedList`: not even the list of sheets came. `checking`: all images are here, the split is not. */
export function dataPhase({ split, dataError, dataFailures, dataProgress }: LabState): DataPhase {
  if (split) return 'ready';
  if (dataFailures.length > 0) return 'failed';
  if (dataError) return 'failedList';
  if (!dataProgress) return 'waiting';
  return dataProgress.images >= dataProgress.imagesTotal ? 'checking' : 'loading';
}
