/** Whether a GIF, PNG or WebP holds more than one picture; image-size does not tell. Pure. */

const textAt = (bytes: Uint8Array, at: number, text: string): boolean =>
  at + text.length <= bytes.length &&
  Array.from(text, (letter) => letter.charCodeAt(0)).every((code, i) => bytes[at + i] === code);

/** Bytes of a colour table by the packed byte before it: 3 · 2^(n + 1), or none. */
const tableBytes = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1));

/** Where the sub-blocks that begin at `at` end: after the first of no length. */
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
 * Whether a second picture begins in these bytes; null where they end before that can be told. Source: GIF89a Specification, 18–25.
 */
export function gifMoves(bytes: Uint8Array): boolean | null {
  let pictures = 0;
  let at = 13 + tableBytes(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x2c) {
      if (++pictures === 2) return true;
      // Descriptor of 10 bytes, local table, code size of 1 byte, data.
      at = afterBlocks(bytes, at + 11 + tableBytes(bytes[at + 9] ?? 0));
    } else if (block === 0x21) at = afterBlocks(bytes, at + 2);
    else return false; // the trailer, or damage
  }
  return null;
}

/** Whether an `acTL` chunk before the data announces several pictures. Source: PNG specification, third edition, 11.3.5.1. */
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

/** The flag in the extended header. Source: RFC 9649, 2.7. */
export const webpMoves = (bytes: Uint8Array): boolean =>
  textAt(bytes, 12, 'VP8X') && ((bytes[20] ?? 0) & 2) !== 0;
