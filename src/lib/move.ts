/**
 * A mirror and a shift of a small picture: every pixel of the result is a pixel of the picture. On bytes, and as one word that a
 * GPU reads. Pure.
 */

/** What is done to one picture. Output pixel (y, x) is input pixel (y + dy, x + dx) of the mirrored picture. */
export interface Move {
  readonly flip: boolean;
  /** Pixels, less than the picture's side either way, and −128 … 127. */
  readonly dx: number;
  readonly dy: number;
}

/** A move as 32 bits: bit 0 the mirror, bits 8–15 dx + 128, bits 16–23 dy + 128. */
export const packMove = ({ flip, dx, dy }: Move): number =>
  Number(flip) | ((dx + 128) << 8) | ((dy + 128) << 16);

/** The move of a word of `packMove`. */
export const unpackMove = (word: number): Move => ({
  flip: (word & 1) === 1,
  dx: ((word >>> 8) & 0xff) - 128,
  dy: ((word >>> 16) & 0xff) - 128,
});

/** The move that changes nothing, packed. */
export const stillMove = packMove({ flip: false, dx: 0, dy: 0 });

/** Mirrors a coordinate at the edge pixel, which is not repeated: with a side of 32, −1 → 1 and 32 → 30. */
const reflect = (i: number, side: number): number => {
  const inside = Math.abs(i);
  return inside < side ? inside : 2 * (side - 1) - inside;
};

/** For each output column, the byte of an input row at which its pixel begins. */
function columnStarts({ flip, dx }: Move, side: number, channels: number): Uint32Array {
  return Uint32Array.from({ length: side }, (_, x) => {
    const column = reflect(x + dx, side);
    return (flip ? side - 1 - column : column) * channels;
  });
}

/** Writes `src` [side, side, channels], moved, to `dst` at byte `offset`. The two must not overlap. */
export function moveImage(
  src: Uint8Array,
  dst: Uint8Array,
  offset: number,
  move: Move,
  [side, channels]: readonly [number, number],
): void {
  const starts = columnStarts(move, side, channels);
  let out = offset;
  for (let y = 0; y < side; y++) {
    const row = reflect(y + move.dy, side) * side * channels;
    for (const start of starts) {
      for (let c = 0; c < channels; c++) dst[out++] = src[row + start + c] ?? 0;
    }
  }
}
