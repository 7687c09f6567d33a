/** How far two arrays of numbers are apart. Pure. */

/** Largest |a − b| over the largest |b|: relative to the scale of the whole quantity. NaN and infinity count as 1e9. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, scale] = [0, 1e-12];
  for (let i = 0; i < b.length; i++) {
    const gap = Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN));
    difference = Math.max(difference, Number.isFinite(gap) ? gap : 1e9);
    scale = Math.max(scale, Math.abs(b[i] ?? 0));
  }
  return difference / scale;
}
