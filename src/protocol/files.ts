/**
 * Runs and models that are exported from the browser as files, or imported. Types only; plain data.
 */
import type { ModelId } from '../experiment/schema';
import type { ExportFormat, ImportReport, ModelDifference } from '../network';

/**
 * `model`: a model is exported as a file for others; `trained`: the trained model that ships with
 * the page is imported.
 */
export type TransferKind = 'export' | 'model' | 'import' | 'trained' | 'rename';

/** Why a file was not imported, or a run not exported. Nothing was changed. */
export interface TransferRefusal {
  readonly reason:
    /** What is wrong with the file's bytes or figures. */
    | 'not-a-snapshot'
    | 'newer-version'
    | 'truncated'
    | 'damaged'
    | 'wrong-shape'
    | 'implausible'
    /** What is wrong with a model from elsewhere. */
    | 'not-a-model'
    | 'old-keras'
    | 'missing-shard'
    | 'not-offered'
    | 'differs'
    | 'not-finite'
    /** What is wrong with a file that was published with the page; it may also be `truncated`. */
    | 'missing'
    | 'network'
    | 'altered'
    /** What is wrong with the page: a part of its code could not be loaded. */
    | 'missing-part'
    /** What is wrong with the browser's storage. */
    | 'no-store'
    | 'no-space'
    | 'unreadable'
    | 'busy'
    | 'cancelled'
    | 'failed';
  /** The location in the file, or the browser's own message; may be empty. */
  readonly detail: string;
  /**
   * For `no-space`: bytes that are needed, and bytes that are free; null if the browser does not
   * say.
   */
  readonly need: number | null;
  readonly free: number | null;
  /** For a model that is none of the lab's: its differences from the closest network. */
  readonly differences?: readonly ModelDifference[];
  readonly closest?: ModelId | null;
}

/** How a model is exported. `optimizer`: include the optimizer state if the format supports it. */
export interface ModelRequest {
  readonly format: ExportFormat;
  readonly optimizer: boolean;
}

export type TransferAnswer =
  /** `model`: what is known about a model from elsewhere; null for a run of this page. */
  | { readonly type: 'imported'; readonly id: string; readonly model: ImportReport | null }
  /** `content` is on the disk; nothing of it is in memory. */
  | { readonly type: 'exported'; readonly content: Blob; readonly fileName: string }
  | { readonly type: 'refused'; readonly refusal: TransferRefusal };

/** How a transfer ended, as the page remembers it. */
export type TransferEnd =
  Exclude<TransferAnswer, { type: 'exported' }> | { readonly type: 'exported'; readonly fileName: string };

/** Progress: `done` of `total` bytes, counting everything that is read or written. */
export interface TransferEvent {
  readonly type: 'transfer';
  readonly kind: TransferKind;
  readonly done: number;
  readonly total: number;
}

/** A file that was published with the page. */
export interface PublishedFile {
  /** Its name, without folders. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}
