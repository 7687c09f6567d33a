/**
 * Whether a GIF, PNG, WebP or AVIF contains more than one picture, and the extent of a GIF's first
 * one, which image-size does not report. Pure.
 */

const textAt = (bytes: Uint8Array, at: number, text: string): boolean =>
  at + text.length <= bytes.length &&
  Array.from(text, (letter) => letter.charCodeAt(0)).every((code, i) => bytes[at + i] === code);

/**
 * Size in bytes of a colour table, from the packed byte before it: 3 · 2^(n + 1), or 0 without a
 * table.
 */
const tableBytes = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1));

/** Where the sub-blocks that start at `at` end: after the first empty one. */
function afterBlocks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (next < bytes.length) {
    const length = bytes[next] ?? 0;
    next += 1 + length;
    if (length === 0) break;
  }
  return next;
}

/**
 * Yields where the pictures of a GIF begin; returns true if the bytes end before it is certain that
 * no other picture follows. Source: GIF89a Specification, 18–25.
 */
function* gifPictures(bytes: Uint8Array): Generator<number, boolean> {
  let at = 13 + tableBytes(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x2c) {
      yield at;
      // Descriptor of 10 bytes, local table, code size of 1 byte, data.
      at = afterBlocks(bytes, at + 11 + tableBytes(bytes[at + 9] ?? 0));
    } else if (block === 0x21) at = afterBlocks(bytes, at + 2);
    else return false; // the trailer, or damage
  }
  return true;
}

/** Whether a second picture begins in these bytes; null if they end before that is certain. */
export function gifMoves(bytes: Uint8Array): boolean | null {
  const pictures = gifPictures(bytes);
  pictures.next();
  const { value, done } = pictures.next();
  return done ? (value ? null : false) : true;
}

/**
 * How far the first picture extends, in pixels: it may exceed the screen size in the file's header,
 * and is decoded all the same.
 */
export function gifReach(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const { value: at, done } = gifPictures(bytes).next();
  if (done || at + 9 > bytes.length) return { width: 0, height: 0 };
  const sideAt = (offset: number): number => (bytes[offset] ?? 0) + 256 * (bytes[offset + 1] ?? 0);
  return { width: sideAt(at + 1) + sideAt(at + 5), height: sideAt(at + 3) + sideAt(at + 7) };
}

/**
 * Whether an `acTL` chunk before the data announces several pictures. Source: PNG specification,
 * third edition, 11.3.5.1.
 */
export function pngMoves(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 12 <= bytes.length) {
    if (textAt(bytes, at + 4, 'acTL')) return view.getUint32(at + 8) > 1;
    if (textAt(bytes, at + 4, 'IDAT')) return false;
    at += 12 + view.getUint32(at);
  }
  return false;
}

/** The brand of a sequence of images. Source: AV1 Image File Format, 6.3. */
export const avifMoves = (bytes: Uint8Array): boolean => textAt(bytes, 4, 'ftypavis');

/** The flag in the extended header. Source: RFC 9649, 2.7. */
export const webpMoves = (bytes: Uint8Array): boolean =>
  textAt(bytes, 12, 'VP8X') && ((bytes[20] ?? 0) & 2) !== 0;
