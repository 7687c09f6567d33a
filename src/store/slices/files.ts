/** Saved runs, and files that are exported or imported. Plain data. */
import type { EngineError } from '../../protocol/errors';
import type { EngineEvent } from '../../protocol/events';
import type { TransferEnd, TransferKind } from '../../protocol/files';

/** The part of the page that asked for a transfer and shows it. */
export type TransferOrigin = 'model' | 'runs' | 'evaluate' | 'explore';

/** An export or import. `end` is null while it is in progress. Bytes. */
export interface Transfer {
  readonly kind: TransferKind;
  /** The part of the page that asked for it and shows it. */
  readonly origin: TransferOrigin;
  readonly done: number;
  /** 0 before it is known. */
  readonly total: number;
  readonly end: TransferEnd | null;
}

export interface FilesSlice {
  /** The last snapshot that this page saved; null before the first. */
  readonly saved: { readonly id: string; readonly savedAt: number; readonly bytes: number } | null;
  /** Why the run is not saved; null while it is. */
  readonly unprotected: {
    readonly reason: 'no-store' | 'no-space' | 'failed';
    readonly detail: string;
  } | null;
  /**
   * When the snapshot was written that the run continued from because a newer one was damaged; else
   * null.
   */
  readonly fellBack: number | null;
  /** Fatal failures after which this page's runs continued by themselves, in order. */
  readonly recoveries: readonly EngineError[];
  /** The person has answered whether to continue the last run. */
  readonly offerDismissed: boolean;
  /** The saved runs in this browser; null until they are listed. */
  readonly runs: Extract<EngineEvent, { type: 'runs' }> | null;
  /**
   * The current export or import, or how the last one ended; null before the first, and once the
   * notice was dismissed.
   */
  readonly transfer: Transfer | null;
  /**
   * Whether the browser has promised not to clear the page's storage by itself; null if it does not
   * say.
   */
  readonly persistence: 'unasked' | 'granted' | 'denied' | null;
}

export const initialFiles: FilesSlice = {
  saved: null,
  unprotected: null,
  fellBack: null,
  recoveries: [],
  offerDismissed: false,
  runs: null,
  transfer: null,
  persistence: null,
};
