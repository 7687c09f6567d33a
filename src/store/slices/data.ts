/** The images: how many are loaded, and their split. Plain data. */
import type { DataProgress, SheetFailure, SplitReport } from '../../protocol/data';
import type { EngineError } from '../../protocol/errors';

export interface DataSlice {
  /** Null before the first byte. */
  readonly dataProgress: DataProgress | null;
  readonly dataFailures: readonly SheetFailure[];
  readonly dataError: EngineError | null;
  /** The loaded split, once all its images are here; null until then. */
  readonly split: SplitReport | null;
}

export const initialData: DataSlice = {
  dataProgress: null,
  dataFailures: [],
  dataError: null,
  split: null,
};
