/**
 * Whether a picture file is truncated. Some browsers refuse such a file; others silently fill in
 * the missing part, with white that is not in the picture. Runs in the worker or in Node.
 */
import type { Head } from './head';

/** Number of bytes to read at a time, backwards from the end. */
const pieceBytes = 2 ** 22;

/**
 * The end marks of a whole file: the chunk IEND, the marker EOI. Some programs append data of their
 * own after them.
 */
const endings: Readonly<Record<string, readonly number[]>> = {
  png: [0x49, 0x45, 0x4e, 0x44],
  jpg: [0xff, 0xd9],
};

function holds(piece: Uint8Array, mark: readonly number[]): boolean {
  const last = mark.at(-1) ?? 0;
  let at = piece.lastIndexOf(last);
  while (at >= mark.length - 1) {
    const start = at - mark.length + 1;
    if (mark.every((byte, i) => piece[start + i] === byte)) return true;
    at = piece.lastIndexOf(last, at - 1);
  }
  return false;
}

/**
 * Searches for the mark from the end back to `from`; in a whole file it is among the last bytes.
 * Rejects if the file cannot be read.
 */
async function isAfter(file: Blob, from: number, mark: readonly number[]): Promise<boolean> {
  for (let end = file.size; end > from; end -= pieceBytes) {
    // Pieces overlap by one byte less than the mark's length.
    const piece = file.slice(Math.max(end - pieceBytes - mark.length + 1, from), end);
    if (holds(new Uint8Array(await piece.arrayBuffer()), mark)) return true;
  }
  return false;
}

/**
 * Checks only PNG, JPEG and WebP; other formats are left to the browser. Rejects if the file cannot
 * be read.
 */
export async function breaksOff(file: Blob, head: Head): Promise<boolean> {
  if (head.format === 'webp') {
    // RIFF: the length of all that follows its first eight bytes.
    const view = new DataView(await file.slice(4, 8).arrayBuffer());
    return view.getUint32(0, true) + 8 > file.size;
  }
  const mark = endings[head.format];
  return mark !== undefined && !(await isAfter(file, head.after, mark));
}
