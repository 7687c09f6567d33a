/** A person's own picture: what is made of its file for a network, and what the network makes of that. Types only. */

import type { SquarePicture } from './images';

/** What a person should know of a picture that was taken. */
export type OwnNote =
  /** The browser has changed its pixels: it does so with all that a page reads from a canvas. */
  | 'noise'
  /** It moves; its first picture was taken. */
  | 'animated'
  /** Four inks, which the browser turned into red, green and blue. */
  | 'cmyk'
  /** Its file breaks off, and the browser showed what it has; the rest is white. */
  | 'cut'
  /** Its middle has less than 32 pixels a side, so that it was enlarged. */
  | 'small';

export interface OwnPicture {
  readonly type: 'picture';
  /** As its first bytes tell: `jpg`, `png`, … */
  readonly format: string;
  /** In pixels, turned upright. */
  readonly width: number;
  readonly height: number;
  /** Side of the middle square that was cut out, in pixels of the file. */
  readonly cut: number;
  /** The middle square as a person looks at it: reduced to at most 256 pixels a side. */
  readonly crop: SquarePicture;
  /** The same as the data set has its images: 32 × 32. */
  readonly small: SquarePicture;
  readonly notes: readonly OwnNote[];
}

/** Why a file was not taken. Nothing was changed. */
export interface OwnRefusal {
  readonly type: 'refused';
  readonly reason:
    | 'empty'
    | 'too-many-bytes'
    | 'too-many-pixels'
    /** Its beginning is of no kind of picture that is known, or damaged. */
    | 'not-a-picture'
    /** A picture of a kind that this browser does not show. */
    | 'format'
    /** Its kind is known, but it cannot be decoded. */
    | 'broken'
    | 'too-long'
    /** The file is gone, changed, or a folder. */
    | 'unreadable'
    /** The browser lacks what is needed: pictures off the page's thread. */
    | 'no-canvas';
  /** As its first bytes tell; null before they are known. */
  readonly format: string | null;
  readonly bytes: number;
  /** In pixels; null before they are known. */
  readonly width: number | null;
  readonly height: number | null;
  /** What would have been allowed, in bytes, pixels or seconds, where a limit is the reason. */
  readonly limit: number | null;
  /** The browser's own words; may be empty. */
  readonly detail: string;
}

export type OwnAnswer = OwnPicture | OwnRefusal;

/** What a model makes of one picture. */
export interface Sight {
  /** The very tensor that went in, read back: 0–255, its side the network's. */
  readonly input: SquarePicture;
  /** Softmax probabilities, 10, summing to 1. */
  readonly probabilities: readonly number[];
}
