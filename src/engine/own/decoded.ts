/** A decoded picture, upright. Types only. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** False where the browser changes the pixels that a page reads, whichever way they are read. */
  readonly exact: boolean;
  /** RGBA [count, side, 4] of the rows from `top` on, from column `left` on; what is transparent lies over white. */
  rows(left: number, top: number, side: number, count: number): Promise<Uint8ClampedArray>;
  /** Frees it. */
  close(): void;
}
