/** What a model file from elsewhere says about itself. Types only. */
import type { ModelId } from '../experiment/schema';
import type { IgnoredSetting } from './recognise';

export type ImportFormat = 'keras' | 'weights' | 'tfjs';

/** What could not be imported of a file whose weights could. */
export type ImportNote =
  | ({ readonly kind: 'ignored-setting' } & IgnoredSetting)
  /**
   * The optimizer's state: the lab does not have that optimizer, or the sizes do not match the
   * network's weights.
   */
  | { readonly kind: 'optimizer-left'; readonly optimizer: string }
  /**
   * The learning rate follows a schedule that the file's own record does not describe: the form's
   * is used.
   */
  | { readonly kind: 'schedule-left'; readonly schedule: string };

/** A model that was imported. */
export interface ImportReport {
  readonly format: ImportFormat;
  /** The program that wrote it, as the file says: `Keras 3.15.1`. */
  readonly writer: string;
  readonly model: ModelId;
  /** Updates applied so far; 0 where the file does not say. */
  readonly iterations: number;
  /** The optimizer's state was imported too. */
  readonly slots: boolean;
  /** The file has the lab's record of its experiment; else the form's settings were used. */
  readonly recorded: boolean;
  readonly notes: readonly ImportNote[];
}
