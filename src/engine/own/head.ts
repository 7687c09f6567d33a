/** What a picture's first bytes tell of it, before anything is decoded. Worker or Node; never throws for what a file holds. */
import { disableTypes, imageSize } from 'image-size';
import { avifMoves, gifMoves, gifReach, pngMoves, webpMoves } from './animation';
import { beginsJpeg, jpegFrame } from './jpeg';

/** Enough for the colour profiles, thumbnails and notes that stand before a JPEG's size. */
export const headBytes = 2 ** 21;

export interface Head {
  /** `jpg`, `png`, `gif`, `webp`, `avif`, `heic`, `svg`, … as image-size names them. */
  readonly format: string;
  /** In pixels, not turned; positive. */
  readonly width: number;
  readonly height: number;
  readonly cmyk: boolean;
  /** Null: the bytes end before it can be told. */
  readonly animated: boolean | null;
  /** The first byte that its data can lie at, 0 where that is not known. */
  readonly after: number;
}

// A Targa file is told by nothing but zeros, so that an empty piece of a disk would pass for one.
disableTypes(['tga']);

const animation: Readonly<Record<string, (bytes: Uint8Array) => boolean | null>> = {
  avif: avifMoves,
  gif: gifMoves,
  png: pngMoves,
  webp: webpMoves,
};

/** An AVIF of several images with the brand of one, which image-size knows. */
function asStill(bytes: Uint8Array): Uint8Array {
  const still = bytes.slice();
  still.set(new TextEncoder().encode('avif'), 8);
  return still;
}

/** Whether its size may come later: phones put megabytes of notes and a second picture before a JPEG's. */
export const mayComeLater = (head: Head | null, bytes: Uint8Array): boolean =>
  head === null ? beginsJpeg(bytes) : head.animated === null;

function measured(bytes: Uint8Array): { type?: string; width: number; height: number } | null {
  try {
    return imageSize(avifMoves(bytes) ? asStill(bytes) : bytes);
  } catch {
    // It throws for whatever it does not know or cannot follow.
    return null;
  }
}

const isSide = (pixels: number): boolean => Number.isInteger(pixels) && pixels > 0;

/** Null where the bytes begin no picture that is known, or break off before its size. */
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
