/**
 * The user's own picture: how its file is converted for a network, and what the network predicts.
 * Types only.
 */
import type { SquarePicture } from './data';

/** What the user should know about a picture that was accepted. */
export type UploadNote =
  /**
   * The browser has changed its pixels, as it does with everything that a page reads from a canvas.
   */
  | 'noise'
  /** It is animated; its first picture was taken. */
  | 'animated'
  /** It has four inks (CMYK), which the browser converted to red, green and blue. */
  | 'cmyk'
  /** Its file is truncated, and the browser showed what it has; the rest is white. */
  | 'cut'
  /** Its middle square has less than 32 pixels a side, so it was enlarged. */
  | 'small';

export interface UploadedPicture {
  readonly type: 'picture';
  /** According to its first bytes: `jpg`, `png`, … */
  readonly format: string;
  /** In pixels, turned upright. */
  readonly width: number;
  readonly height: number;
  /** Side of the middle square that was cut out, in pixels of the file. */
  readonly cut: number;
  /** The middle square for display: reduced to at most 256 pixels a side. */
  readonly crop: SquarePicture;
  /** The same in the size of the data set's images: 32 × 32. */
  readonly small: SquarePicture;
  readonly notes: readonly UploadNote[];
}

/** Why a file was refused. Nothing was changed. */
export interface UploadRefusal {
  readonly type: 'refused';
  readonly reason:
    | 'empty'
    | 'too-many-bytes'
    | 'too-many-pixels'
    /** Its beginning is damaged or not that of any known picture format. */
    | 'not-a-picture'
    /** A picture in a format that this browser does not support. */
    | 'format'
    /** Its format is known, but it cannot be decoded. */
    | 'broken'
    | 'too-long'
    /** The file was removed or changed, or is a folder. */
    | 'unreadable'
    /** The browser cannot decode pictures in a worker. */
    | 'no-canvas';
  /** According to its first bytes; null before they are known. */
  readonly format: string | null;
  readonly bytes: number;
  /** In pixels; null before they are known. */
  readonly width: number | null;
  readonly height: number | null;
  /** The limit that was exceeded, in bytes, pixels or seconds, if a limit is the reason. */
  readonly limit: number | null;
  /** The browser's own message; may be empty. */
  readonly detail: string;
}

export type UploadAnswer = UploadedPicture | UploadRefusal;

/** A model's prediction for one picture. */
export interface Classification {
  /** The very tensor that went in, read back: 0–255, with the network's side length. */
  readonly input: SquarePicture;
  /** Softmax probabilities, 10, summing to 1. */
  readonly probabilities: readonly number[];
}
