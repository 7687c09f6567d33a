import { describe, expect, it } from 'vitest';
import { jobs, type ContestantId, type JobId } from './jobs';
import type { RaceResult, Result } from './race';
import { jsonLine, raceText, table } from './report';

const tally = { dispatches: 100, uniformBytes: 0, dataBytes: 256 };
const counts = { batch: { ...tally, dispatches: 3 }, step: tally, peakBytes: 5_000_000 };
const result = (times: readonly number[], losses: readonly number[], more: Partial<Result> = {}): Result => ({
  losses,
  times,
  counts: null,
  profile: null,
  remarks: [],
  failure: null,
  ...more,
});

const raced = (id: JobId, results: Readonly<Partial<Record<ContestantId, Result>>>): RaceResult => ({
  job: jobs[id],
  batch: 4,
  adapter: 'some adapter',
  results: new Map(Object.entries(results) as [ContestantId, Result][]),
});

const ours = result([100, 90, 1_000], [2.3, 2.2], { counts });
const stock = result([800, 810, 790], [2.3, 2.2]);

interface Line {
  readonly adapter: string | null;
  readonly lenet5: Readonly<Record<string, number | null>>;
  readonly alexnet67: Readonly<Record<string, number | null>>;
  readonly alexnet227: Readonly<Record<string, number | null>>;
}
const parsed = (...races: RaceResult[]): Line => JSON.parse(jsonLine(races)) as Line;

describe('the JSON line', () => {
  it('holds ratios of medians, and dispatches with those of the batch', () => {
    const { adapter, lenet5 } = parsed(raced('lenet5', { ours, stock, jaxjs: result([150], [2.3, 2.2001]) }));
    expect(adapter).toBe('some adapter');
    expect(lenet5).toEqual({
      ratio: 8,
      ours_ms: 100,
      stock_ms: 800,
      dispatches: 103,
      bytes: 5_000_000,
      jaxjs_ratio: 1.5,
    });
  });

  it('gives no ratio to a jax-js whose losses are not ours', () => {
    const race = raced('lenet5', { ours, stock, jaxjs: result([150], [2.3, 2.21]) });
    expect(parsed(race).lenet5).toMatchObject({ jaxjs_ratio: null, ratio: 8 });
    expect(raceText(race)).toContain('the comparison is void');
    expect(raceText(raced('lenet5', { ours, jaxjs: result([150], [2.3, 2.2]) }))).not.toContain('void');
  });

  it("takes alexnet67's ratio to jax-js from its plain form, and null where nothing was measured", () => {
    const plain = raced('alexnet67-plain', { ours, jaxjs: result([200], [2.3]) });
    const line = parsed(raced('alexnet67', { ours, stock: result([], []) }), plain);
    expect(line.alexnet67).toMatchObject({ ratio: null, stock_ms: null, jaxjs_ratio: 2 });
    expect(line.alexnet227).toMatchObject({ ratio: null, ours_ms: null });
  });
});

describe('the table', () => {
  it('aligns its columns', () => {
    expect(
      table([
        ['a', '1'],
        ['bcd', '100'],
      ]),
    ).toBe('a      1\nbcd  100');
  });

  it('tells who failed, and losses that are apart', () => {
    const text = raceText(
      raced('lenet5', { ours, stock: result([5], [2.4], { failure: 'the device was lost' }) }),
    );
    expect(text).toContain('FAILED: the device was lost');
    expect(text).toContain('stock: its losses are 4.3e-2 from ours');
  });

  it('gives the share of the best GEMM rate', () => {
    const profile = {
      gemmGflops: 10,
      gemmSide: 512,
      times: [
        { layer: 'conv2d', pass: 'dW', ms: 3, gflops: 7 },
        { layer: 'max_pooling2d', pass: 'backward', ms: 1, gflops: null },
      ],
    } as const;
    const lines = raceText(raced('lenet5', { ours: { ...ours, profile } })).split('\n');
    expect(lines.find((line) => line.startsWith('conv2d'))?.split(/ {2,}/)).toEqual([
      'conv2d',
      'dW',
      '3.00',
      '7.0',
      '70 %',
    ]);
    expect(lines.at(-1)).toContain('Sum 4.00 ms');
    expect(lines.at(-1)).toContain('512³ at 10.0 GFLOP/s');
  });
});
