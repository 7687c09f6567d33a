/** What some of a tensor's values are like: moments, zeros, and how they spread. Pure. */

export interface Distribution {
  /** Values of the whole tensor. */
  readonly size: number;
  /** Values that were looked at: all figures are of these. */
  readonly looked: number;
  /** Values that are NaN or infinite: the figures below leave them out, and are NaN where nothing is left. */
  readonly notFinite: number;
  readonly mean: number;
  /** Standard deviation, of the values looked at, not an estimate for others. */
  readonly deviation: number;
  /** Share of exact zeros, 0–1. */
  readonly zeros: number;
  readonly low: number;
  readonly high: number;
  /** Values in each of `binCount` equally wide bins from `low` to `high`; the last has `high` itself, and the first all where both are the same. */
  readonly counts: readonly number[];
}

export const binCount = 40;

function countsOf(values: Float32Array, low: number, high: number): number[] {
  const counts = Array.from({ length: binCount }, () => 0);
  const scale = high > low ? binCount / (high - low) : 0;
  for (const value of values) {
    const bin = Math.min(binCount - 1, Math.trunc((value - low) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** What `values` are like, which were taken from a tensor of `size` values. In two passes: no digits are lost where the mean is far from 0. */
export function describeValues(values: Float32Array, size: number): Distribution {
  const finite = values.every(Number.isFinite) ? values : values.filter(Number.isFinite);
  const { length } = finite;
  let [sum, zeros, low, high] = [0, 0, length ? Infinity : Number.NaN, length ? -Infinity : Number.NaN];
  for (const value of finite) {
    sum += value;
    if (value === 0) zeros++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const mean = sum / length;
  let squares = 0;
  for (const value of finite) squares += (value - mean) ** 2;
  return {
    size,
    looked: values.length,
    notFinite: values.length - length,
    mean,
    deviation: Math.sqrt(squares / length),
    zeros: zeros / length,
    low,
    high,
    counts: countsOf(finite, low, high),
  };
}
