/** What the page tells before a run, against numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../src/experiment/presets';
import type { Experiment } from '../../src/experiment/schema';
import { networkFor, summarize } from '../../src/network';
import type { BackendReport, KernelReport } from '../../src/protocol/device';
import type { EngineEvent } from '../../src/protocol/events';
import { estimateOf, ownKernels, smallerPlans, storageFit } from '../../src/store/preflight';
import { reduce } from '../../src/store/reduce';
import { isBusy } from '../../src/store/selectors';
import { cpuEngine, cpuReport, gpu, software } from '../helpers/states';
import { epochLog, play, runStarted } from './fixtures';

const { reference, lenet, first } = presets;
const here: EngineEvent = { type: 'backend', report: gpu };
const estimated = (experiment: Experiment, step: number, validation: number): EngineEvent => ({
  type: 'estimated',
  experiment,
  times: { step, validation },
});

describe('an estimate', () => {
  const known = play(here, estimated(reference, 0.4, 0.1));
  /** 10 epochs of 625 steps and of ⌈10,000 / 64⌉ batches of validation. */
  const whole = 10 * (625 * 0.4 + 157 * 0.1);

  it('is all steps and all validation', () => {
    expect(estimateOf(known, reference)).toEqual({ seconds: whole, basis: 'measured', step: 0.4 });
  });

  it('is not there before anything was measured here, nor without a device', () => {
    expect(estimateOf(play(here), reference)).toBeNull();
    expect(estimateOf({ ...known, backend: null }, reference)).toBeNull();
    expect(estimateOf({ ...known, backend: software }, reference)).toBeNull();
    const stock = { ...gpu, kernels: [{ family: 'gemm', status: 'passed' } as KernelReport] };
    expect(estimateOf({ ...known, backend: stock }, reference)).toBeNull();
    expect(play(estimated(reference, 1, 1)).speeds).toEqual([]);
  });

  it('of the CPU engine holds for as many threads, and for its multiply-add', () => {
    const measured = play({ type: 'backend', report: cpuEngine }, estimated(reference, 0.4, 0.1));
    const on = (backend: BackendReport) => estimateOf({ ...measured, backend }, reference);
    expect(on(cpuEngine)?.basis).toBe('measured');
    expect(on({ ...cpuEngine, cpu: { ...cpuReport, threads: 1 } })).toBeNull();
    expect(on({ ...cpuEngine, adapter: 'WebAssembly SIMD', cpu: { ...cpuReport, fma: false } })).toBeNull();
  });

  it('follows epochs and images without another measurement', () => {
    expect(estimateOf(known, { ...reference, epochs: 5 })?.seconds).toBeCloseTo(whole / 2, 9);
    expect(estimateOf(known, { ...reference, train: 640, val: 65 })?.seconds).toBeCloseTo(10 * (4 + 0.2), 9);
    const other = { ...reference, lr: 1, seed: 1, flip: true, dropout: 0, input: 100 };
    expect(estimateOf(known, other)).toMatchObject({ basis: 'measured', seconds: whole });
  });

  it('is scaled by the multiplications where network, batch, optimizer or input differ, and says so', () => {
    const [macs, small] = [reference, lenet].map((e) => summarize(networkFor(e)).macs);
    const scaled = estimateOf(known, lenet);
    expect(scaled?.basis).toBe('scaled');
    expect(scaled?.seconds).toBeCloseTo((whole * small!) / macs!, 9);
    const half = estimateOf(known, { ...reference, batch: 32 });
    // Half the work a step, twice the steps; ⌈10,000 / 32⌉ batches of validation.
    expect(half?.seconds).toBeCloseTo(10 * (1_250 * 0.2 + 313 * 0.05), 9);
    expect(half?.basis).toBe('scaled');
    for (const change of [{ optimizer: 'sgd' }, { model: 'alexnet2012' }] as const)
      expect(estimateOf(known, { ...reference, ...change })?.basis).toBe('scaled');
    const at67: Experiment = { ...reference, model: 'alexnet-small', input: 67 };
    const narrow = play(here, estimated(at67, 0.1, 0.1));
    expect(estimateOf(narrow, at67)?.basis).toBe('measured');
    expect(estimateOf(narrow, { ...at67, input: 99 })?.basis).toBe('scaled');
  });

  it('is the newest of what is known, and its own where that is known', () => {
    const state = play(here, estimated(reference, 0.4, 0.1), estimated(lenet, 0.02, 0.01));
    expect(estimateOf(state, reference)?.step).toBe(0.4);
    expect(estimateOf(state, lenet)?.step).toBe(0.02);
    const again = reduce(state, estimated(reference, 0.5, 0.1));
    expect(estimateOf(again, reference)?.step).toBe(0.5);
    expect(again.speeds).toHaveLength(2);
  });

  it('comes from a run’s own epoch too, whose time includes validation at a third of a step', () => {
    const log = epochLog({ steps: 31, secondsPerStep: 2 });
    const state = play(here, runStarted(first), log);
    // 31 steps and ⌈500 / 64⌉ = 8 batches took 62 s.
    const step = 62 / (31 + 8 / 3);
    expect(estimateOf(state, first)).toMatchObject({ basis: 'run' });
    expect(estimateOf(state, first)?.step).toBeCloseTo(step, 9);
    expect(estimateOf(state, first)?.seconds).toBeCloseTo(3 * 62, 9);
  });

  it('of which no more than sixteen are remembered', () => {
    const many = Array.from({ length: 20 }, (_, i) => estimated({ ...reference, batch: i + 1 }, i + 1, 1));
    const { speeds } = play(here, ...many);
    expect(speeds.map(({ times }) => times.step)).toEqual(Array.from({ length: 16 }, (_, i) => i + 5));
  });

  it('goes on, is busy, and is over with its status', () => {
    const going = play({ type: 'status', status: 'estimating' }, { type: 'estimating', done: 2, total: 6 });
    expect(going.estimating).toEqual({ done: 2, total: 6 });
    expect(isBusy(going)).toBe(true);
    expect(reduce(going, { type: 'status', status: 'idle' }).estimating).toBeNull();
  });
});

describe('smaller plans', () => {
  const plansOf = (experiment: Experiment, step: number) =>
    smallerPlans(play(here, estimated(experiment, step, step / 4)), experiment);

  it('are none where the run takes an hour, or is not known', () => {
    expect(plansOf({ ...reference, val: 64, epochs: 1 }, 3_600 / 625.25)).toEqual([]);
    expect(smallerPlans(play(here), reference)).toEqual([]);
  });

  it('are smaller images, a part of them, fewer epochs and LeNet-5, each with its own estimate', () => {
    const plans = plansOf(reference, 4);
    expect(plans.map(({ id, change, estimate }) => [id, change, estimate.basis])).toEqual([
      ['input', { model: 'alexnet-small', input: 67 }, 'scaled'],
      ['subset', { train: 5_000, val: 1_000 }, 'measured'],
      // An epoch takes 625 · 4 + 157 = 2,657 s.
      ['epochs', { epochs: 1 }, 'measured'],
      ['lenet5', { model: 'lenet5' }, 'scaled'],
    ]);
    expect(plans[1]?.estimate.seconds).toBe(10 * (78 * 4 + 16));
    for (const { estimate } of plans) expect(estimate.seconds).toBeLessThan(10 * 2_657);
  });

  it('leave out what is small already', () => {
    const long = { ...lenet, train: 5_000, val: 1_000, epochs: 1_000 };
    // An epoch takes 78 · 0.1 + 16 · 0.025 = 8.2 s; 439 of them take an hour.
    expect(plansOf(long, 0.1)).toMatchObject([{ id: 'epochs', change: { epochs: 439 } }]);
    const at67: Experiment = { ...reference, model: 'alexnet-small', input: 67 };
    expect(plansOf(at67, 4).map(({ id }) => id)).toEqual(['subset', 'epochs', 'lenet5']);
  });
});

describe('room for the saves', () => {
  const runs = (used: number, quota: number) => ({
    runs: { type: 'runs', runs: [], damaged: 0, space: { used, quota }, elsewhere: null } as const,
  });

  it('is what two snapshots need, against what is free', () => {
    expect(storageFit(runs(500_000, 2_000_000), lenet)).toEqual({
      needed: 1_488_144,
      free: 1_500_000,
      fits: true,
    });
    expect(storageFit(runs(600_000, 2_000_000), lenet)?.fits).toBe(false);
    expect(storageFit(runs(3, 2), lenet)).toMatchObject({ free: 0, fits: false });
  });

  it('is not told where the browser does not tell it', () => {
    expect(storageFit({ runs: null }, lenet)).toBeNull();
    expect(
      storageFit({ runs: { type: 'runs', runs: [], damaged: 0, space: null, elsewhere: null } }, lenet),
    ).toBeNull();
  });
});

it('knows that a step’s memory is the least where not all of the lab’s kernels are in use', () => {
  const kernel = (status: KernelReport['status']) => ({ family: 'gemm', status }) as KernelReport;
  expect(ownKernels({ ...gpu, kernels: [kernel('passed')] })).toBe(true);
  expect(ownKernels({ ...gpu, kernels: [kernel('passed'), kernel('failed')] })).toBe(false);
  expect(ownKernels({ ...cpuEngine, kernels: [kernel('passed')] })).toBe(true);
  expect(ownKernels({ ...cpuEngine, kernels: [kernel('passed'), kernel('failed')] })).toBe(false);
  expect(ownKernels(gpu)).toBe(false);
  expect(ownKernels(software)).toBe(false);
  expect(ownKernels(null)).toBe(false);
});
