/**
 * Whether a picture's file breaks off. Some browsers refuse such a file, others fill what is missing with nothing, and say nothing: white
 * that is not in the picture. Worker or Node.
 */
import type { Head } from './head';

/** Bytes that are read at a time, from the end on. */
const pieceBytes = 2 ** 22;

/** What stands at the end of a whole file: the chunk IEND, the marker EOI. Others may have put something of their own behind it. */
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

/** Looks for the mark from the end back to `from`. In a whole file it is among the last bytes; rejects where the file cannot be read. */
async function isAfter(file: Blob, from: number, mark: readonly number[]): Promise<boolean> {
  for (let end = file.size; end > from; end -= pieceBytes) {
    // One byte less than the mark belongs to two pieces.
    const piece = file.slice(Math.max(end - pieceBytes - mark.length + 1, from), end);
    if (holds(new Uint8Array(await piece.arrayBuffer()), mark)) return true;
  }
  return false;
}

/** Of PNG, JPEG and WebP alone; others are left to the browser. Rejects where the file cannot be read. */
export async function breaksOff(file: Blob, head: Head): Promise<boolean> {
  if (head.format === 'webp') {
    // RIFF: the length of all that follows its first eight bytes.
    const view = new DataView(await file.slice(4, 8).arrayBuffer());
    return view.getUint32(0, true) + 8 > file.size;
  }
  const mark = endings[head.format];
  return mark !== undefined && !(await isAfter(file, head.after, mark));
}
