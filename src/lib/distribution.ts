/** Describes a sample of a tensor's values: moments, zeros, and how they spread. Pure. */

export interface Distribution {
  /** Number of values in the whole tensor. */
  readonly size: number;
  /** Number of values in the sample: all figures are computed from these. */
  readonly looked: number;
  /**
   * Number of values that are NaN or infinite: the figures below leave them out, and are NaN if no
   * others are left.
   */
  readonly notFinite: number;
  readonly mean: number;
  /** Standard deviation of the sample itself, not an estimate for other values. */
  readonly deviation: number;
  /** Share of exact zeros, 0–1. */
  readonly zeros: number;
  readonly low: number;
  readonly high: number;
  /**
   * Number of values in each of `binCount` equally wide bins from `low` to `high`; the last
   * includes `high` itself, and the first has all values if both are the same.
   */
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

/**
 * Describes `values`, a sample of a tensor of `size` values. Makes two passes, so that no digits
 * are lost if the mean is far from 0.
 */
export function describeValues(values: Float32Array, size: number): Distribution {
  const finite = values.every(Number.isFinite) ? values : values.filter(Number.isFinite);
  const { length } = finite;
  let sum = 0;
  let zeros = 0;
  let low = length ? Infinity : Number.NaN;
  let high = length ? -Infinity : Number.NaN;
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
