/** What a file of a model from elsewhere tells of itself. Types only. */
import type { ModelId } from '../experiment/schema';
import type { IgnoredSetting } from './recognise';

export type ImportFormat = 'keras' | 'weights' | 'tfjs';

/** What of a file did not come along, though its weights did. */
export type ImportNote =
  | ({ readonly kind: 'ignored-setting' } & IgnoredSetting)
  /** The optimizer's state: of one that the lab does not have, or not as large as the network's weights ask. */
  | { readonly kind: 'optimizer-left'; readonly optimizer: string }
  /** Its learning rate follows a schedule that the file's own record does not describe: the form's is taken. */
  | { readonly kind: 'schedule-left'; readonly schedule: string };

/** A model that was taken in. */
export interface ImportReport {
  readonly format: ImportFormat;
  /** The program that wrote it, as the file says: `Keras 3.15.1`. */
  readonly writer: string;
  readonly model: ModelId;
  /** Updates applied so far; 0 where the file does not say. */
  readonly iterations: number;
  /** The optimizer's state came with it. */
  readonly slots: boolean;
  /** The file has the lab's record of its experiment; else the form's settings were taken. */
  readonly recorded: boolean;
  readonly notes: readonly ImportNote[];
}
