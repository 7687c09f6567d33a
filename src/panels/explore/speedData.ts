/** A measurement of speed as rows and shares. Pure. */
import type { LayerTime, Profile } from '../../training/logs';

export type Pass = LayerTime['pass'];

/** In the order of a step; so are legends. */
export const passOrder: readonly Pass[] = ['forward', 'dX', 'dW', 'backward', 'update'];

/** A layer and pass with what it is a share of; every share is 0 … 1, but `ofBest`, which a layer may exceed. */
export interface SpeedRow extends LayerTime {
  /** Of the sum of all parts. */
  readonly share: number;
  /** Of the longest part: the bar's length. */
  readonly length: number;
  /** Of the best matrix product's rate; null where there are no multiply-accumulates. */
  readonly ofBest: number | null;
}

/** The parts of one layer, as they follow each other; null: the update of all variables. */
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
    share: time.ms / sum,
    length: time.ms / longest,
    ofBest: time.gflops === null ? null : time.gflops / gemmGflops,
  }));
}

/** The rows, those of one layer together. */
export function byLayer(rows: readonly SpeedRow[]): LayerGroup[] {
  const layers = [...new Set(rows.map(({ layer }) => layer))];
  return layers.map((layer) => ({ layer, rows: rows.filter((row) => row.layer === layer) }));
}

/** How the sum divides among the passes that were measured; the shares sum to 1. */
export function byPass(rows: readonly SpeedRow[]): { readonly pass: Pass; readonly share: number }[] {
  return passOrder
    .map((pass) => rows.filter((row) => row.pass === pass))
    .flatMap((own) =>
      own[0] ? [{ pass: own[0].pass, share: own.reduce((sum, { share }) => sum + share, 0) }] : [],
    );
}

/** The parts that take longest, longest first. */
export const longestParts = (rows: readonly SpeedRow[], count: number): SpeedRow[] =>
  rows.toSorted((a, b) => b.ms - a.ms).slice(0, count);
