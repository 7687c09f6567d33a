/**
 * A mirror and a shift of a small picture: every pixel of the result is a pixel of the picture.
 * Applied to bytes here, or packed as one word that a GPU reads. Pure.
 */

/**
 * The transform of one picture. Output pixel (y, x) is input pixel (y + dy, x + dx) of the mirrored
 * picture.
 */
export interface AugmentTransform {
  readonly flip: boolean;
  /** In pixels, less than the picture's side in either direction, and −128 … 127. */
  readonly dx: number;
  readonly dy: number;
}

/** Packs a transform into 32 bits: bit 0 is the mirror, bits 8–15 dx + 128, bits 16–23 dy + 128. */
export const packTransform = ({ flip, dx, dy }: AugmentTransform): number =>
  Number(flip) | ((dx + 128) << 8) | ((dy + 128) << 16);

/** Unpacks a word of `packTransform`. */
export const unpackTransform = (word: number): AugmentTransform => ({
  flip: (word & 1) === 1,
  dx: ((word >>> 8) & 0xff) - 128,
  dy: ((word >>> 16) & 0xff) - 128,
});

/** The transform that changes nothing, packed. */
export const identityTransform = packTransform({ flip: false, dx: 0, dy: 0 });

/**
 * Reflects a coordinate at the edge pixel, which is not repeated: with a side of 32, −1 → 1 and 32
 * → 30.
 */
const reflect = (i: number, side: number): number => {
  const inside = Math.abs(i);
  return inside < side ? inside : 2 * (side - 1) - inside;
};

/** For each output column, the byte of an input row at which its pixel begins. */
function columnStarts({ flip, dx }: AugmentTransform, side: number, channels: number): Uint32Array {
  return Uint32Array.from({ length: side }, (_, x) => {
    const column = reflect(x + dx, side);
    return (flip ? side - 1 - column : column) * channels;
  });
}

/**
 * Writes the transformed `src` [side, side, channels] to `dst` at byte `offset`. The two must not
 * overlap.
 */
export function transformImage(
  src: Uint8Array,
  dst: Uint8Array,
  offset: number,
  transform: AugmentTransform,
  [side, channels]: readonly [number, number],
): void {
  const starts = columnStarts(transform, side, channels);
  let out = offset;
  for (let y = 0; y < side; y++) {
    const row = reflect(y + transform.dy, side) * side * channels;
    for (const start of starts) {
      for (let c = 0; c < channels; c++) dst[out++] = src[row + start + c] ?? 0;
    }
  }
}
