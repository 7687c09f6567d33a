/**
 * Reduces a square picture by area averaging: every new pixel is the mean of exactly the area that
 * it covers. A filter that reads fewer pixels turns fine patterns into coarse ones (aliasing), and
 * the network would be shown what is not in the picture; browsers' own resizing differs from
 * browser to browser. The mean is that of the sRGB bytes, as in common image libraries. Pure.
 */

const channels = 3;

/**
 * Overlap of old pixels, from `first` on, with each new one, in units of which `from` make up one
 * new pixel. Whole numbers.
 */
interface Cover {
  readonly first: number;
  readonly parts: Float64Array;
}

/**
 * Old pixel `i` covers [i · to, (i + 1) · to) and new pixel `o` covers [o · from, (o + 1) · from)
 * of the same from · to units.
 */
function coversOf(from: number, to: number): Cover[] {
  return Array.from({ length: to }, (_, o) => {
    const begin = o * from;
    const end = (o + 1) * from;
    const first = Math.floor(begin / to);
    const last = Math.ceil(end / to);
    const parts = Float64Array.from({ length: last - first }, (_part, i) => {
      const old = (first + i) * to;
      return Math.min(end, old + to) - Math.max(begin, old);
    });
    return { first, parts };
  });
}

/**
 * Takes a picture's rows from top to bottom. Sums stay below 2^53, so that nothing is rounded
 * before the end.
 */
export class AreaAverage {
  private readonly covers: readonly Cover[];
  private readonly sums: Float64Array; // [to, to, 3]
  private readonly line: Float64Array; // [to, 3]
  private row = 0;

  /** Resizes from `from` × `from` to `to` × `to`; can enlarge too, without smoothing. */
  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {
    this.covers = coversOf(from, to);
    this.sums = new Float64Array(to * to * channels);
    this.line = new Float64Array(to * channels);
  }

  /** Adds the next rows, RGBA without transparency: [count, from, 4]. */
  add(rows: Uint8ClampedArray): void {
    const width = this.from * 4;
    for (let start = 0; start < rows.length; start += width) {
      this.across(rows, start);
      this.down();
      this.row++;
    }
  }

  private across(rows: Uint8ClampedArray, start: number): void {
    const { covers, line } = this;
    for (let o = 0; o < covers.length; o++) {
      const { first, parts } = covers[o]!;
      let red = 0;
      let green = 0;
      let blue = 0;
      let at = start + first * 4;
      for (let i = 0; i < parts.length; i++, at += 4) {
        const part = parts[i]!;
        red += part * rows[at]!;
        green += part * rows[at + 1]!;
        blue += part * rows[at + 2]!;
      }
      line[o * channels] = red;
      line[o * channels + 1] = green;
      line[o * channels + 2] = blue;
    }
  }

  /** Adds the line's share to every new row that the current row overlaps. */
  private down(): void {
    const { from, to, row, covers, sums, line } = this;
    const last = Math.ceil(((row + 1) * to) / from);
    for (let o = Math.floor((row * to) / from); o < last; o++) {
      const cover = covers[o];
      const part = cover?.parts[row - cover.first] ?? 0;
      const start = o * line.length;
      for (let i = 0; i < line.length; i++) sums[start + i]! += part * line[i]!;
    }
  }

  /** The result [to, to, 3], once all rows have been added. */
  result(): Uint8Array {
    const parts = this.from ** 2;
    return Uint8Array.from(this.sums, (sum) => Math.round(sum / parts));
  }
}
