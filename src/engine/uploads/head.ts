/**
 * Reads a picture's header from its first bytes, before anything is decoded. Runs in the worker or
 * in Node; never throws because of a file's content.
 */
import { disableTypes, imageSize } from 'image-size';
import { avifMoves, gifMoves, gifReach, pngMoves, webpMoves } from './animation';
import { beginsJpeg, jpegFrame } from './jpeg';

/** Enough for the colour profiles, thumbnails and notes that precede the size in a JPEG. */
export const headBytes = 2 ** 21;

export interface Head {
  /** `jpg`, `png`, `gif`, `webp`, `avif`, `heic`, `svg`, … as image-size names them. */
  readonly format: string;
  /** In pixels, before rotation; positive. */
  readonly width: number;
  readonly height: number;
  readonly cmyk: boolean;
  /** Null if the bytes end before it is certain. */
  readonly animated: boolean | null;
  /** The first byte at which its data can start, 0 if that is not known. */
  readonly after: number;
}

// A Targa file is recognised by nothing but zeros, so an empty piece of a disk would pass for one.
disableTypes(['tga']);

const animation: Readonly<Record<string, (bytes: Uint8Array) => boolean | null>> = {
  avif: avifMoves,
  gif: gifMoves,
  png: pngMoves,
  webp: webpMoves,
};

/**
 * An AVIF of several images, with the brand replaced by that of a single image, which image-size
 * knows.
 */
function asStill(bytes: Uint8Array): Uint8Array {
  const still = bytes.slice();
  still.set(new TextEncoder().encode('avif'), 8);
  return still;
}

/**
 * Whether the size may come later: phones put megabytes of notes and a second picture before a
 * JPEG's size.
 */
export const mayComeLater = (head: Head | null, bytes: Uint8Array): boolean =>
  head === null ? beginsJpeg(bytes) : head.animated === null;

function measured(bytes: Uint8Array): { type?: string; width: number; height: number } | null {
  try {
    return imageSize(avifMoves(bytes) ? asStill(bytes) : bytes);
  } catch {
    // image-size throws for whatever it does not know or cannot parse.
    return null;
  }
}

const isSide = (pixels: number): boolean => Number.isInteger(pixels) && pixels > 0;

/** Null if the bytes are not the beginning of a known picture format, or end before its size. */
export function readHead(bytes: Uint8Array): Head | null {
  const frame = jpegFrame(bytes);
  const size = frame ? { ...frame, type: 'jpg' } : measured(bytes);
  if (!size?.type || !isSide(size.width) || !isSide(size.height)) return null;
  const { type } = size;
  const moves = animation[type];
  const reach = type === 'gif' ? gifReach(bytes) : size;
  return {
    format: type,
    width: Math.max(size.width, reach.width),
    height: Math.max(size.height, reach.height),
    cmyk: frame?.components === 4,
    animated: moves ? moves(bytes) : false,
    after: frame?.end ?? 0,
  };
}
