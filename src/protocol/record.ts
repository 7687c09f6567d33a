/** What a saved run has told, as the page draws it beside others. Types only. */
import type { EpochLog } from '../training/logs';

export interface RunRecord {
  readonly id: string;
  /** Finished epochs in order; of very many, one out of several at even distances, and the last. */
  readonly epochs: readonly EpochLog[];
  /** Finished epochs in all. */
  readonly total: number;
  /** Of all epochs: that of the lowest val_loss; null before the first. */
  readonly best: EpochLog | null;
  /** Of all epochs together, validation included. */
  readonly seconds: number;
}
