import { describe, expect, it } from 'vitest';
import { jobs, type ContestantId, type JobId } from './jobs';
import type { EngineFigures } from './protocol';
import type { RaceResult, Result } from './race';
import { raceText } from './report';
import { engineText, wasmJsonLine } from './wasmReport';

const result = (times: readonly number[], losses: readonly number[] = [2.3, 2.2]): Result => ({
  losses,
  times,
  counts: null,
  profile: null,
  remarks: [],
  failure: null,
});

const raced = (id: JobId, results: Readonly<Partial<Record<ContestantId, Result>>>): RaceResult => ({
  job: jobs[id],
  batch: 4,
  adapter: 'wasm',
  results: new Map(Object.entries(results) as [ContestantId, Result][]),
});

const engine: EngineFigures = {
  tile: '6×8',
  fma: true,
  tileGflops: 50,
  productGflops: [40, 45, 30],
  emitMs: [60, 9, 8, 10],
  moduleBytes: 47_000,
};

const lenet5 = raced('lenet5', {
  ours: result([10, 12, 11]),
  ours1: result([20, 20, 20]),
  stock: result([7_700], [2.3]),
  jaxjs: result([44]),
});
const alexnet67 = raced('alexnet67', { ours: result([100]), ours1: result([185]) });

const parsed = (...[races, figures]: Parameters<typeof wasmJsonLine>): Record<string, unknown> =>
  JSON.parse(wasmJsonLine(races, figures)) as Record<string, unknown>;

describe('the CPU engine’s line of JSON', () => {
  it('has the first network’s figures at its top, and the threads’ from AlexNet at 67 px', () => {
    expect(parsed([lenet5, alexnet67], engine)).toMatchObject({
      adapter: 'wasm',
      network: 'lenet5',
      ours_ms: 11,
      jaxjs_ratio: 4,
      threads_ratio: 1.85,
      lenet5: { ours_ms: 11, one_thread_ms: 20, stock_ms: 7_700, ratio: 700, jaxjs_ratio: 4 },
      alexnet67: { threads_ratio: 1.85, stock_ms: null, jaxjs_ratio: null },
    });
  });

  it('takes the middle product, the best one’s share, and the first module apart from the others', () => {
    expect(parsed([], engine)).toMatchObject({
      gflops_512: 40,
      gflops_512_best: 45,
      gflops_512_share: 0.9,
      emit_ms: 9,
      emit_first_ms: 60,
    });
  });

  it('holds null where nothing was measured, and where jax-js computes something else', () => {
    const nothing = {
      network: null,
      ours_ms: null,
      jaxjs_ratio: null,
      threads_ratio: null,
      gflops_512: null,
    };
    expect(parsed([], null)).toMatchObject(nothing);
    const other = raced('lenet5', { ours: result([10]), jaxjs: result([44], [2.3, 2.21]) });
    expect(parsed([other], null)).toMatchObject({ ours_ms: 10, jaxjs_ratio: null });
  });
});

describe('the CPU engine’s text', () => {
  it('tells product, share and module, or that there is nothing to tell', () => {
    const text = engineText(engine);
    expect(text).toContain(
      '40.0 GFLOP/s, at best 45.0: 90 % of the best of its tile in the cache (6×8, FMA, 50.0)',
    );
    expect(text).toContain('9.0 ms, the first time in 60.0 ms');
    expect(engineText(null)).toContain('–');
  });

  it('has no columns for what is not counted', () => {
    expect(raceText(lenet5)).not.toContain('dispatches');
    expect(raceText(lenet5)).toContain('700.00 ×');
  });
});
