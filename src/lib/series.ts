/**
 * A bounded series of measured values for a chart: when it is full, neighbouring buckets are
 * merged, so that it covers the whole run at a coarser stride. Each bucket has the mean and the
 * extremes of its values. Immutable plain data; imports nothing.
 */

/** Aggregate of `count` consecutive values. */
export interface Bucket {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** The values so far, `stride` per bucket (the last one may have fewer). */
export interface Series {
  readonly stride: number;
  readonly buckets: readonly Bucket[];
  readonly length: number;
}

/** At most this many buckets: a tfjs-vis line chart of 500 points costs 0.1 s to draw. */
export const seriesLimit = 400;

export const emptySeries: Series = { stride: 1, buckets: [], length: 0 };

const merge = (a: Bucket, b: Bucket): Bucket => ({
  count: a.count + b.count,
  sum: a.sum + b.sum,
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
});

function halve(buckets: readonly Bucket[]): Bucket[] {
  const out: Bucket[] = [];
  for (let i = 0; i < buckets.length; i += 2) {
    const a = buckets[i];
    const b = buckets[i + 1];
    if (a) out.push(b ? merge(a, b) : a);
  }
  return out;
}

/** Appends `values` to the series. Values that are not finite are kept: the chart shows the gap. */
export function append(series: Series, values: readonly number[]): Series {
  let { stride } = series;
  let buckets = [...series.buckets];
  for (const value of values) {
    const single: Bucket = { count: 1, sum: value, min: value, max: value };
    const last = buckets.at(-1);
    if (last && last.count < stride) buckets[buckets.length - 1] = merge(last, single);
    else {
      if (buckets.length >= seriesLimit) {
        buckets = halve(buckets);
        stride *= 2;
      }
      const tail = buckets.at(-1);
      if (tail && tail.count < stride) buckets[buckets.length - 1] = merge(tail, single);
      else buckets.push(single);
    }
  }
  return { stride, buckets, length: series.length + values.length };
}

/** The mean of each bucket, in order. */
export const means = (series: Series): number[] => series.buckets.map((bucket) => bucket.sum / bucket.count);
