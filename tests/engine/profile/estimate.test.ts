/**
 * The estimate of a run's time: figures, nothing left behind, the held model untouched, Stop, and a
 * device without room.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { timeSteps, type TimedParts } from '../../../src/engine/profile/estimate';
import { assertMemoryAvailable } from '../../../src/engine/device/memory';
import { DeviceWatch } from '../../../src/engine/device/deviceWatch';
import { createTrainState, disposeTrainState } from '../../../src/engine/core/trainState';
import type { Experiment } from '../../../src/experiment/schema';
import { gpuOf } from '../../../src/kernels/family';
import { tinySet } from '../../dataset/tiny';
import { onTrainingBackends, onWebGpu } from '../../helpers/backends';
import { small } from '../../helpers/runs';
import { serveSet } from '../../helpers/serveSet';
import { cpu, sessionBench } from '../../helpers/sessionBench';
import { useCpuEngine } from '../../helpers/cpuEngine';

const experiment: Experiment = { ...small, model: 'lenet5', train: 16, val: 6, test: 7, batch: 4, epochs: 1 };
const set = await tinySet();

const memory = () => {
  const { numTensors, numDataBuffers } = tf.memory();
  return { numTensors, numDataBuffers };
};

const options = { report: () => {}, stop: new AbortController().signal, watch: new DeviceWatch() };

onTrainingBackends('the estimate', (use) => {
  it('times a step and a batch of validation, and leaves only the slots', async () => {
    await use();
    const trainState = createTrainState(experiment);
    const before = memory();
    const told: TimedParts[] = [];
    const times = await timeSteps(trainState, { ...options, report: (place) => void told.push(place) });
    expect(times?.step).toBeGreaterThan(0);
    expect(times?.validation).toBeGreaterThan(0);
    expect(told).toEqual(Array.from({ length: 6 }, (_, done) => ({ done, total: 6 })));
    const slots = trainState.optimizer.slots.size;
    expect(slots).toBe(20);
    expect(memory()).toEqual({
      numTensors: before.numTensors + slots,
      numDataBuffers: before.numDataBuffers + slots,
    });
    disposeTrainState(trainState);
  });

  it('takes as long as its steps do: one that is made slow is found slow', async () => {
    await use();
    const trainState = createTrainState(experiment);
    const apply = trainState.optimizer.apply.bind(trainState.optimizer);
    // A clock that the machine does not move: 10 ms from one look at it to the next.
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 10));
    onTestFinished(() => now.mockRestore());
    const slow: typeof apply = (...given) => {
      clock += 300;
      apply(...given);
    };
    const times = await timeSteps(
      { ...trainState, optimizer: { ...trainState.optimizer, apply: slow } },
      options,
    );
    expect(times?.step).toBeCloseTo(0.31);
    expect(times?.validation).toBeLessThanOrEqual(0.01);
    disposeTrainState(trainState);
  });
});

onTrainingBackends('a session', (use) => {
  it('estimates without images, keeps no tensor, and nothing else goes on meanwhile', async () => {
    await use();
    const before = memory();
    const { session, of, statuses } = sessionBench();
    const estimating = session.estimate(experiment);
    await expect(session.train(experiment, 'new')).rejects.toThrow('going on');
    await estimating;
    expect(statuses()).toEqual(['estimating', 'idle']);
    expect(of('estimated')).toMatchObject([{ experiment, times: { step: expect.any(Number) } }]);
    expect(session.hasModel).toBe(false);
    expect(memory()).toEqual(before);
  });
});

describe('a session', () => {
  const values = async ({ session }: ReturnType<typeof sessionBench>): Promise<number[][]> =>
    Promise.all(session.inspectTarget().model.net.weights.map(async (w) => [...(await w.read().data())]));

  beforeEach(async () => {
    await useCpuEngine();
    vi.stubGlobal('fetch', serveSet(set));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('does not touch the model that is held, whose training goes on afterwards', async () => {
    const lab = sessionBench();
    await lab.session.train(experiment, 'new');
    const weights = await values(lab);
    const before = memory();
    await lab.session.estimate({ ...experiment, batch: 8 });
    expect(await values(lab)).toEqual(weights);
    expect(memory()).toEqual(before);
    expect(lab.statuses().at(-1)).toBe('finished');
    await lab.session.train(experiment, 'continue');
    expect(lab.of('epoch').map(({ log }) => log.epoch)).toEqual([1, 2]);
    // The comparison does notice training.
    expect(await values(lab)).not.toEqual(weights);
  });

  it('heeds Stop after each part, leaves nothing, and estimates again after it', async () => {
    const before = memory();
    const { session, hooks, of, statuses } = sessionBench();
    hooks.onEvent = ({ type }) => type === 'estimating' && of('estimating').length === 3 && session.stop();
    await session.estimate(experiment);
    expect(statuses()).toEqual(['estimating', 'idle']);
    expect([of('estimated'), of('failed')]).toEqual([[], []]);
    expect(of('estimating')).toHaveLength(3);
    expect(memory()).toEqual(before);
    await session.estimate(experiment);
    expect(of('estimated')).toHaveLength(1);
  });

  it('that fails says why, is no failed run, and keeps the model', async () => {
    const lab = sessionBench({ backend: { ...cpu, maxBindingBytes: 400_000, maxBufferBytes: 400_000 } });
    await lab.session.train(experiment, 'new');
    await lab.session.estimate({ ...experiment, batch: 64 });
    expect(lab.of('failed')).toMatchObject([{ error: { code: 'binding-too-large' }, modelKept: true }]);
    expect(lab.statuses().at(-1)).toBe('finished');
    expect(lab.session.hasModel).toBe(true);
  });
});

onWebGpu('room on the device', (use) => {
  it('is asked for in pieces and given back', async () => {
    await use();
    const { device } = gpuOf(tf.backend());
    const created = vi.spyOn(device, 'createBuffer');
    await assertMemoryAvailable(2 ** 28 + 6);
    expect(created.mock.calls.map(([{ size }]) => size)).toEqual([2 ** 28, 8]);
    created.mockRestore();
  });

  it('that there is not is an error that names the size; the device goes on', async () => {
    await use();
    const { device } = gpuOf(tf.backend());
    const created = vi.spyOn(device, 'createBuffer');
    const popped = vi.spyOn(device, 'popErrorScope');
    // As Dawn answers: https://www.w3.org/TR/webgpu/#gpuoutofmemoryerror. To take a machine's whole
    // memory is no test.
    popped.mockImplementationOnce(async () => {
      await device.popErrorScope();
      return { message: 'Out of memory' };
    });
    await expect(assertMemoryAvailable(4_000_000)).rejects.toMatchObject({
      code: 'no-room',
      message: '4.0 MB: Out of memory',
    });
    expect(created).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
    expect(await tf.add(tf.scalar(1), 2).data()).toEqual(new Float32Array([3]));
  });
});
