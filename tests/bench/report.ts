/** What the benchmark prints: tables for people, one line of JSON for machines. Pure. */
import { bytes, count, percent } from '../../src/lib/units';
import type { LayerTime, Profile } from '../../src/protocol/device';
import type { ContestantId, JobId } from './jobs';
import { lossGap, ratio } from './measure';
import type { Counts } from './protocol';
import { stepMs, type RaceResult, type Result } from './race';

/** Losses further apart than this, relative, and a comparison with jax-js is void. */
export const lossTolerance = 1e-3;

export const dash = '–';
const ms = (x: number | null): string => (x === null ? dash : x >= 100 ? count(x) : x.toPrecision(3));
const times = (x: number | null): string => (x === null ? dash : `${x.toFixed(2)} ×`);

/** Rows as lines with aligned columns: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** How far ours and another's losses are apart over the same steps; null where one has none. */
export function gapTo(race: RaceResult, id: ContestantId): number | null {
  const gap = lossGap(race.results.get(id)?.losses ?? [], race.results.get('ours')?.losses ?? []);
  return Number.isNaN(gap) ? null : gap;
}

/**
 * Times faster than `id`; null where one was not measured, or where jax-js computes something else.
 */
export function ratioTo(race: RaceResult, id: ContestantId): number | null {
  if (id === 'jaxjs' && !((gapTo(race, id) ?? Number.POSITIVE_INFINITY) <= lossTolerance)) return null;
  return ratio(stepMs(race, 'ours'), stepMs(race, id));
}

function countCells(counts: Counts | null): string[] {
  if (!counts) return [dash, dash, dash, dash, dash];
  const { batch, step, peakBytes } = counts;
  const uniforms = batch.uniformBytes + step.uniformBytes;
  return [
    count(batch.dispatches + step.dispatches),
    bytes(peakBytes),
    bytes(batch.dataBytes),
    bytes(uniforms),
    bytes(step.dataBytes),
  ];
}

const countHeads = ['dispatches', 'peak memory', 'upload: batch', 'uniforms', 'labels, other'];

/** On the CPU there is nothing to count. */
const isCounted = ({ results }: RaceResult): boolean =>
  [...results.values()].some(({ counts }) => counts !== null);

function contestantRow(race: RaceResult, id: ContestantId, result: Result): string[] {
  const gap = id === 'ours' ? null : gapTo(race, id);
  return [
    id,
    ms(stepMs(race, id)),
    result.times.length > 0 ? `${ms(Math.min(...result.times))}…${ms(Math.max(...result.times))}` : dash,
    id === 'ours' ? '' : times(ratioTo(race, id)),
    id === 'ours' ? '' : gap === null ? dash : gap.toExponential(1),
    ...(isCounted(race) ? countCells(result.counts) : []),
  ];
}

function remarksOf(race: RaceResult): string[] {
  const lines: string[] = [];
  for (const [id, { losses, remarks, failure }] of race.results) {
    if (losses.length > 0) lines.push(`${id}: losses ${losses.map((loss) => loss.toFixed(5)).join(' ')}`);
    lines.push(...remarks.map((remark) => `${id}: ${remark}`));
    if (failure !== null) lines.push(`${id}: FAILED: ${failure}`);
    const gap = id === 'ours' ? null : gapTo(race, id);
    if (gap !== null && gap > lossTolerance)
      lines.push(
        `${id}: its losses are ${gap.toExponential(1)} from ours, more than ${lossTolerance}` +
          (id === 'jaxjs' ? ': the comparison is void' : ''),
      );
  }
  return lines;
}

const layerRow = ({ layer, pass, ms: time, gflops }: LayerTime, { gemmGflops }: Profile): string[] => [
  layer ?? 'all',
  pass,
  ms(time),
  gflops === null ? dash : gflops.toFixed(1),
  gflops === null ? dash : percent(gflops / gemmGflops, 0),
];

function profileLines(profile: Profile, whole: number | null): string {
  const sum = profile.times.reduce((total, time) => total + time.ms, 0);
  return [
    table([
      ['layer', 'pass', 'ms', 'GFLOP/s', 'of best GEMM'],
      ...profile.times.map((time) => layerRow(time, profile)),
    ]),
    `Sum ${ms(sum)} ms; a whole step took ${ms(whole)} ms. Best GEMM: ${profile.gemmSide}³ at ${profile.gemmGflops.toFixed(1)} GFLOP/s.`,
  ].join('\n');
}

/** One job's part of the report. */
export function raceText(race: RaceResult): string {
  const { job, batch, results } = race;
  const heads = [
    job.id,
    'ms/step',
    'least…most',
    'ours faster',
    'loss gap',
    ...(isCounted(race) ? countHeads : []),
  ];
  const rows = [...results].map(([id, result]) => contestantRow(race, id, result));
  const profile = results.get('ours')?.profile;
  return [
    `${job.id}, batch ${batch}, Adam`,
    table([heads, ...rows]),
    ...remarksOf(race),
    ...(profile ? ['', profileLines(profile, stepMs(race, 'ours'))] : []),
  ].join('\n');
}

/** Counts alone, of a run on the virtual device. */
export const countText = (title: string, counts: Counts): string =>
  table([
    [title, ...countHeads],
    ['ours', ...countCells(counts)],
  ]);

/** A figure of a job in the JSON line; null where it was not measured. */
interface Figures {
  readonly ratio: number | null;
  readonly ours_ms: number | null;
  readonly stock_ms: number | null;
  readonly dispatches: number | null;
  /** Peak of buffers alive. */
  readonly bytes: number | null;
  readonly jaxjs_ratio?: number | null;
}

export const rounded = (x: number | null): number | null => (x === null ? null : Number(x.toPrecision(4)));

function figuresOf(race: RaceResult | undefined): Figures {
  const counts = race?.results.get('ours')?.counts;
  return {
    ratio: race ? rounded(ratioTo(race, 'stock')) : null,
    ours_ms: race ? rounded(stepMs(race, 'ours')) : null,
    stock_ms: race ? rounded(stepMs(race, 'stock')) : null,
    dispatches: counts ? counts.batch.dispatches + counts.step.dispatches : null,
    bytes: counts?.peakBytes ?? null,
  };
}

/** The last line: one JSON object. jax-js's ratio for `alexnet67` is that of its plain form. */
export function jsonLine(races: readonly RaceResult[]): string {
  const of = (id: JobId): RaceResult | undefined => races.find(({ job }) => job.id === id);
  const toJaxjs = (race: RaceResult | undefined): number | null =>
    race ? rounded(ratioTo(race, 'jaxjs')) : null;
  return JSON.stringify({
    adapter: races.find(({ adapter }) => adapter !== null)?.adapter ?? null,
    alexnet227: figuresOf(of('alexnet227')),
    alexnet67: { ...figuresOf(of('alexnet67')), jaxjs_ratio: toJaxjs(of('alexnet67-plain')) },
    lenet5: { ...figuresOf(of('lenet5')), jaxjs_ratio: toJaxjs(of('lenet5')) },
  });
}
