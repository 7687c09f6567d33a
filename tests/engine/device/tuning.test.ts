/** Tiles are measured before a run, put into use, and remembered. */
import 'fake-indexeddb/auto';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTrainState, disposeTrainState } from '../../../src/engine/core/trainState';
import { loadMeasured, saveMeasured } from '../../../src/engine/device/tuneStore';
import { tuneRun, type Tuning } from '../../../src/engine/device/tuning';
import type { Experiment } from '../../../src/experiment/schema';
import { measuredOn, nothingMeasured, useMeasured, type Measured } from '../../../src/kernels/gemm/tuneCache';
import * as version from '../../../src/kernels/gemm/version';
import type { Gpu } from '../../../src/kernels/gpu';
import { families, useKernels } from '../../../src/kernels/register';
import { skipped, webGpuProblem } from '../../helpers/kernels';
import { small } from '../../helpers/runs';

vi.mock(import('../../../src/kernels/gemm/version'), async (original) => {
  const { tilesVersion } = await original();
  return { tilesVersion: vi.fn<typeof tilesVersion>(tilesVersion) };
});

const experiment: Experiment = { ...small, model: 'lenet5', batch: 4 };
const measured = { tiles: { 'a shape': 'plain' }, rates: { 'a shape': 5e6 } };

describe('what is remembered of an adapter', () => {
  it('is found again under its name', async () => {
    await saveMeasured('an adapter', measured);
    expect(await loadMeasured('an adapter')).toEqual(measured);
    expect(await loadMeasured('another')).toEqual(nothingMeasured);
  });

  it('is only what it can be', async () => {
    const odd = { tiles: { a: 'plain', b: 7 }, rates: { a: Infinity, b: 2, c: '3' } };
    await saveMeasured('odd', odd as unknown as Measured);
    expect(await loadMeasured('odd')).toEqual({ tiles: { a: 'plain' }, rates: { b: 2 } });
  });

  it('does not outlive the template that it was measured with', async () => {
    await saveMeasured('old', measured);
    vi.mocked(version.tilesVersion).mockReturnValueOnce('0000beef');
    expect(await loadMeasured('old')).toEqual(nothingMeasured);
  });

  it('is nothing where the browser has no storage to give', async () => {
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('private', 'SecurityError');
      },
    });
    await saveMeasured('private', measured);
    expect(await loadMeasured('private')).toEqual(nothingMeasured);
    vi.stubGlobal('indexedDB', { open: () => new EventTarget() });
    expect(await loadMeasured('private')).toEqual(nothingMeasured);
    vi.stubGlobal('indexedDB', undefined);
    await saveMeasured('private', measured);
    expect(await loadMeasured('private')).toEqual(nothingMeasured);
    vi.unstubAllGlobals();
    expect(await loadMeasured('private')).toEqual(nothingMeasured);
  });
});

describe.skipIf(webGpuProblem !== null)(`tuning before a run on webgpu${skipped}`, () => {
  const gpu = (): Gpu => tf.backend() as Gpu;
  const tuning = (progress: (done: number, total: number) => void, stop = new AbortController()): Tuning => ({
    backend: { adapter: 'test', software: true },
    progress,
    stop: stop.signal,
  });

  afterEach(() => {
    useMeasured(gpu(), nothingMeasured);
    useKernels([]);
  });

  it('measures shapes of the network, remembers them, and goes on where it left off', async () => {
    await tf.setBackend('webgpu');
    useKernels(families.map(({ id }) => id));
    const trainState = createTrainState(experiment);
    const before = tf.memory().numTensors;
    const weights = await trainState.model.net.getWeights()[0]?.data();
    const totals: number[] = [];
    const tell = (_done: number, total: number): void => void totals.push(total);
    await tuneRun(trainState.model, experiment, tuning(tell));
    const first = measuredOn(gpu());
    expect(Object.keys(first.tiles).length).toBeGreaterThan(0);
    for (const rate of Object.values(first.rates)) expect(rate).toBeGreaterThan(0);
    expect(Object.keys(first.rates)).toEqual(Object.keys(first.tiles));
    // Five layers, forward, dX (not of the first) and dW; no two of LeNet-5 have the same class.
    expect(totals[0]).toBe(14);
    const all = await indexedDB.databases();
    expect(all.map(({ name }) => name)).toContain('alexnet-lab-tiles');
    totals.length = 0;
    await tuneRun(trainState.model, experiment, tuning(tell));
    expect(totals[0]).toBe(14 - Object.keys(first.tiles).length);
    expect(tf.memory().numTensors).toBe(before);
    expect(await trainState.model.net.getWeights()[0]?.data()).toEqual(weights);
    disposeTrainState(trainState);
  });

  it('does nothing with kernels of tfjs', async () => {
    await tf.setBackend('webgpu');
    const trainState = createTrainState(experiment);
    const tell = vi.fn<(done: number, total: number) => void>();
    await tuneRun(trainState.model, experiment, tuning(tell));
    expect(tell).not.toHaveBeenCalled();
    disposeTrainState(trainState);
  });
});
