/** A saved run on its way out of the browser as a file, or into it; a new name is told of in the same way. Types only. */
import type { ModelId } from '../experiment/schema';
import type { ImportReport, ModelDifference } from '../network';

/** `model`: a model goes out as a file for others; `trained`: the trained model that ships with the page comes in. */
export type TransferKind = 'export' | 'model' | 'import' | 'trained' | 'rename';

/** Why a file was not taken in, or a run not given out. Nothing was changed. */
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
    /** What is wrong with a file that was published with the page; it may be `truncated`, too. */
    | 'missing'
    | 'network'
    | 'altered'
    /** What is wrong with the page: a part of its code did not come. */
    | 'missing-part'
    /** What is wrong with the place. */
    | 'no-store'
    | 'no-space'
    | 'unreadable'
    | 'busy'
    | 'cancelled'
    | 'failed';
  /** The place in the file, or the browser's own words; may be empty. */
  readonly detail: string;
  /** For `no-space`: bytes that it needs, and that are free; null where the browser does not say. */
  readonly need: number | null;
  readonly free: number | null;
  /** For a model that is none of the lab's: what is not as in the network that comes closest. */
  readonly differences?: readonly ModelDifference[];
  readonly closest?: ModelId | null;
}

export type TransferAnswer =
  /** `model`: what is known of a model from elsewhere; null for a run of this page. */
  | { readonly type: 'imported'; readonly id: string; readonly model: ImportReport | null }
  /** `content` lies on the disk; nothing of it is in memory. */
  | { readonly type: 'exported'; readonly content: Blob; readonly fileName: string }
  | { readonly type: 'refused'; readonly refusal: TransferRefusal };

/** How a transfer ended, as the page keeps it. */
export type TransferEnd =
  Exclude<TransferAnswer, { type: 'exported' }> | { readonly type: 'exported'; readonly fileName: string };

/** How far it is: `done` of `total` bytes, everything that is read or written counted. */
export interface TransferEvent {
  readonly type: 'transfer';
  readonly kind: TransferKind;
  readonly done: number;
  readonly total: number;
}
