/**
 * The measurement of speed: every layer and pass, figures that follow from the time, nothing left
 * behind, Stop.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceWatch } from '../../../src/engine/device/deviceWatch';
import { createTrainState, disposeTrainState } from '../../../src/engine/core/trainState';
import { timeOf } from '../../../src/engine/profile/layerTimes';
import { profileRun, type MeasureOptions } from '../../../src/engine/profile/profile';
import type { Experiment } from '../../../src/experiment/schema';
import type { FamilyId } from '../../../src/kernels/family';
import { families, useKernels } from '../../../src/kernels/register';
import { networkFor, summarize } from '../../../src/network';
import type { SpeedProgress } from '../../../src/protocol/device';
import { onTrainingBackends } from '../../helpers/backends';
import { small } from '../../helpers/runs';
import { cpu, sessionBench } from '../../helpers/sessionBench';
import { useCpuEngine } from '../../helpers/cpuEngine';

const experiment: Experiment = { ...small, model: 'lenet5', batch: 4 };
const trainedPasses = ['forward', 'dX', 'dW'];
const plainPasses = ['forward', 'backward'];
/**
 * LeNet-5, by hand: the first convolution needs no gradient of the images, flatten computes
 * nothing.
 */
const expected: readonly (readonly [string | null, readonly string[]])[] = [
  ['conv2d', ['forward', 'dW']],
  ['max_pooling2d', plainPasses],
  ['conv2d_1', trainedPasses],
  ['max_pooling2d_1', plainPasses],
  ['dense', trainedPasses],
  ['dense_1', trainedPasses],
  ['dense_2', trainedPasses],
  [null, ['update']],
];

const optionsWith = (more: Partial<MeasureOptions> = {}): MeasureOptions => ({
  report: () => {},
  stop: new AbortController().signal,
  watch: new DeviceWatch(),
  // How long is of no account here.
  minMs: 1,
  ...more,
});

const memory = () => {
  const { numTensors, numDataBuffers } = tf.memory();
  return { numTensors, numDataBuffers };
};

const sets: readonly (readonly [string, readonly FamilyId[]])[] = [
  ['tfjs’s kernels', []],
  ['the lab’s own kernels', families.map(({ id }) => id)],
];

onTrainingBackends('the measurement', (use, name) => {
  afterEach(() => useKernels([]));

  it.each(name === 'webgpu' ? sets : sets.slice(1))('times all of LeNet-5 with %s', async (_, ids) => {
    await use();
    useKernels(ids);
    const trainState = createTrainState(experiment);
    const before = memory();
    const told: SpeedProgress[] = [];
    const during: number[] = [];
    const tell = (progress: SpeedProgress): void => {
      told.push(progress);
      during.push(memory().numTensors);
    };
    const figures = await profileRun(trainState, optionsWith({ report: tell }));
    if (!figures) throw new Error('It was not stopped');
    const { times, gemmGflops, gemmSide, stepMs } = figures;

    expect(times.map(({ layer, pass }) => [layer, pass])).toEqual(
      expected.flatMap(([layer, passes]) => passes.map((pass) => [layer, pass])),
    );
    for (const { ms } of times) expect(ms).toBeGreaterThan(0);
    for (const figure of [gemmGflops, stepMs]) expect(figure).toBeGreaterThan(0);
    expect([256, 512, 1024]).toContain(gemmSide);

    const macs = new Map(summarize(networkFor(experiment)).rows.map((row) => [row.layer.name, row.macs]));
    const rateOf = (layer: string | null, ms: number): number | null => {
      const own = macs.get(layer ?? '') ?? 0;
      return own === 0 ? null : (2 * own * experiment.batch) / (ms / 1e3) / 1e9;
    };
    expect(times.filter(({ gflops }) => gflops !== null)).toHaveLength(14);
    for (const { layer, ms, gflops } of times)
      expect((gflops ?? 0) / (rateOf(layer, ms) ?? 1)).toBeCloseTo(gflops === null ? 0 : 1, 12);

    // The whole step, and the product before and after.
    const total = times.length + 3;
    expect(told.map(({ done }) => done)).toEqual(Array.from({ length: total + 1 }, (_, i) => i));
    expect(new Set(told.map((progress) => progress.total))).toEqual(new Set([total]));
    expect(told.findIndex(({ secondsLeft }) => secondsLeft !== null)).toBe(4);
    expect(told.at(-1)?.secondsLeft).toBe(0);

    // Adam's slots, two for each of ten variables, are the optimizer's; the count does see what a
    // layer holds while it is timed.
    const slots = trainState.optimizer.slots.size;
    expect(slots).toBe(20);
    expect(memory()).toEqual({
      numTensors: before.numTensors + slots,
      numDataBuffers: before.numDataBuffers + slots,
    });
    expect(Math.max(...during)).toBeGreaterThan(before.numTensors + slots);
    disposeTrainState(trainState);
  });

  it('ends early when it is told to, and leaves nothing behind', async () => {
    await use();
    const before = memory();
    const trainState = createTrainState(experiment);
    let told = 0;
    // In the middle of the second convolution: its tensors are held then.
    const stopping = new AbortController();
    const report = (): void => {
      if (++told === 8) stopping.abort();
    };
    const options = optionsWith({ report, stop: stopping.signal });
    expect(await profileRun(trainState, options)).toBeNull();
    expect(told).toBe(8);
    disposeTrainState(trainState);
    expect(memory()).toEqual(before);
  });

  it('leaves nothing behind where a layer fails', async () => {
    await use();
    const before = memory();
    const trainState = createTrainState(experiment);
    const dense = trainState.model.net.getLayer('dense');
    // After the step, the product and four layers.
    const tell = ({ done }: SpeedProgress): void => {
      if (done < 11) return;
      dense.call = () => {
        throw new Error('out of order');
      };
    };
    await expect(profileRun(trainState, optionsWith({ report: tell }))).rejects.toThrow('out of order');
    disposeTrainState(trainState);
    expect(memory()).toEqual(before);
    // Nor is tfjs left in the middle of a tape: gradients work.
    const slope = tf.grad((x) => tf.square(x))(tf.scalar(3));
    expect((await slope.data())[0]).toBe(6);
  });
});

describe('the time of a part', () => {
  // A clock that the machine does not move.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** Takes so many ms the first time, the second …; the last of them from there on. */
  const part = (...durations: readonly number[]) => {
    let runs = 0;
    const run = (): tf.Tensor[] => {
      vi.advanceTimersByTime(durations[runs++] ?? durations.at(-1) ?? 0);
      return [tf.ones([4])];
    };
    return { run, runs: () => runs };
  };

  const never = { minMs: 60, minTimings: 1, firstCountsFromMs: Number.POSITIVE_INFINITY };

  it('is that of one run, without the first', async () => {
    await useCpuEngine();
    const { run, runs } = part(200, 5);
    expect(await timeOf(run, never)).toBe(5);
    // The first, one that is too short to be timed, and as many as take 60 ms.
    expect(runs()).toBe(1 + 1 + 12);
  });

  it('is that of the first run where it is long, which runs once', async () => {
    await useCpuEngine();
    const { run, runs } = part(200, 5);
    expect(await timeOf(run, { ...never, firstCountsFromMs: 100 })).toBe(200);
    expect(runs()).toBe(1);
  });

  it('is not that of a pause of the machine, which one timing alone would take for it', async () => {
    await useCpuEngine();
    expect(await timeOf(part(1, 200, 5).run, { ...never, minTimings: 2 })).toBe(5);
    expect(await timeOf(part(1, 200, 5).run, never)).toBe(200);
  });

  it('of nothing is an error', async () => {
    await expect(timeOf(() => [], never)).rejects.toThrow('Nothing');
  });
});

describe('a session', () => {
  it('measures without images, and nothing else goes on meanwhile', async () => {
    await useCpuEngine();
    const before = memory();
    const { session, of, statuses } = sessionBench();
    const measuring = session.profile(experiment);
    await expect(session.train(experiment, 'new')).rejects.toThrow('going on');
    await expect(session.profile(experiment)).rejects.toThrow('going on');
    await measuring;
    expect(statuses()).toEqual(['profiling', 'idle']);
    expect(of('profiled')).toMatchObject([{ report: { experiment, backend: cpu } }]);
    expect(of('profiled')[0]?.report.times).toHaveLength(19);
    expect(session.hasModel).toBe(false);
    expect(memory()).toEqual(before);
  });

  it('heeds Stop, and measures again after it', async () => {
    await useCpuEngine();
    const { session, hooks, of, statuses } = sessionBench();
    hooks.onEvent = ({ type }) => type === 'profiling' && of('profiling').length === 3 && session.stop();
    await session.profile(experiment);
    expect(statuses()).toEqual(['profiling', 'idle']);
    expect([of('profiled'), of('failed')]).toEqual([[], []]);
    expect(of('profiling')).toHaveLength(3);
    await session.profile(experiment);
    expect(of('profiled')).toHaveLength(1);
  });

  it('refuses what the device cannot bind, as training does', async () => {
    await useCpuEngine();
    const { session, of, statuses } = sessionBench({
      backend: { ...cpu, maxBindingBytes: 100_000, maxBufferBytes: 100_000 },
    });
    await session.profile(experiment);
    expect(of('failed')).toMatchObject([{ error: { code: 'binding-too-large' } }]);
    // No run has failed.
    expect(statuses()).toEqual(['profiling', 'idle']);
  });
});
