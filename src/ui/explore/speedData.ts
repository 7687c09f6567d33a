/** A speed measurement as rows and fractions. Pure. */
import type { LayerTime, Profile } from '../../protocol/device';

export type Pass = LayerTime['pass'];

/** In the order of a step; legends use the same order. */
export const passOrder: readonly Pass[] = ['forward', 'dX', 'dW', 'backward', 'update'];

/**
 * A layer and pass with its fractions. Every fraction is 0 … 1, except `ofBest`, which a layer may
 * exceed.
 */
export interface SpeedRow extends LayerTime {
  /** Fraction of the sum of all parts. */
  readonly fraction: number;
  /** Fraction of the longest part: the bar's length. */
  readonly length: number;
  /** Fraction of the best matrix product's rate; null if there are no multiply-accumulates. */
  readonly ofBest: number | null;
}

/** The parts of one layer, in order; null: the update of all variables. */
export interface LayerGroup {
  readonly layer: string | null;
  readonly rows: readonly SpeedRow[];
}

/** Milliseconds of all parts together. */
export const sumOf = (times: readonly LayerTime[]): number => times.reduce((sum, { ms }) => sum + ms, 0);

/** Rows in the network's order. */
export function speedRows({ times, gemmGflops }: Profile): SpeedRow[] {
  const sum = sumOf(times);
  const longest = Math.max(...times.map(({ ms }) => ms));
  return times.map((time) => ({
    ...time,
    fraction: time.ms / sum,
    length: time.ms / longest,
    ofBest: time.gflops === null ? null : time.gflops / gemmGflops,
  }));
}

/** The rows, grouped by layer. */
export function byLayer(rows: readonly SpeedRow[]): LayerGroup[] {
  const layers = [...new Set(rows.map(({ layer }) => layer))];
  return layers.map((layer) => ({ layer, rows: rows.filter((row) => row.layer === layer) }));
}

/** How the sum is divided among the measured passes; the fractions sum to 1. */
export function byPass(rows: readonly SpeedRow[]): { readonly pass: Pass; readonly fraction: number }[] {
  return passOrder
    .map((pass) => rows.filter((row) => row.pass === pass))
    .flatMap((passRows) =>
      passRows[0]
        ? [{ pass: passRows[0].pass, fraction: passRows.reduce((sum, { fraction }) => sum + fraction, 0) }]
        : [],
    );
}

/** The parts that take the longest, longest first. */
export const longestParts = (rows: readonly SpeedRow[], count: number): SpeedRow[] =>
  rows.toSorted((a, b) => b.ms - a.ms).slice(0, count);
