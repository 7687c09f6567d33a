/** Tiles for a run's products, measured on this adapter before its first step and remembered by the browser. Worker or Node. */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { subgroupSize } from '../kernels/device';
import { gpuOf } from '../kernels/family';
import type { Gpu } from '../kernels/gpu';
import { measuredOn, productsOf, useMeasured } from '../kernels/gemm/book';
import { tune } from '../kernels/gemm/tune';
import { kernelsInUse } from '../kernels/register';
import type { Model } from '../model/build';
import type { BackendReport } from '../protocol/events';
import { stepOf } from './compile';
import { loadMeasured, saveMeasured } from './tuned';

/** No class of shapes is begun after this; the rest is measured before the next run. */
const budgetMs = 3_000;
/** Longest dispatch: beyond, a GPU that also draws the desktop would be felt to stutter. */
const mostMs = 20;

/** Devices whose remembered tiles were looked up. */
const loaded = new WeakSet<GPUDevice>();

/** Where a run is tuned. */
export interface Tuning {
  readonly backend: Pick<BackendReport, 'adapter' | 'software'>;
  /** Classes of shapes that are measured, of how many. */
  readonly progress: (done: number, total: number) => void;
  /** Ends it early. */
  readonly stop: AbortSignal;
}

async function measure(gpu: Gpu, model: Model, experiment: Experiment, tuning: Tuning): Promise<boolean> {
  const { adapter, software } = tuning.backend;
  const name = `${adapter}, subgroup of ${subgroupSize(gpu.device)}`;
  const longest = software ? Infinity : mostMs;
  if (!loaded.has(gpu.device)) {
    useMeasured(gpu, await loadMeasured(name), longest);
    loaded.add(gpu.device);
  }
  const before = measuredOn(gpu);
  const requests = productsOf(stepOf(model, experiment));
  const after = await tune(gpu, requests, before, {
    budgetMs,
    progress: tuning.progress,
    signal: tuning.stop,
  });
  useMeasured(gpu, after, longest);
  const changed = Object.keys(after.tiles).length > Object.keys(before.tiles).length;
  if (changed) await saveMeasured(name, after);
  return changed;
}

/**
 * Measures what `experiment` needs and is not yet known; a few seconds, more where a single class takes longer (software adapters).
 * Afterwards products are cut so that a dispatch takes some 20 ms at the rate of its class; not on a software adapter, which draws
 * nothing. True if there are other tiles than before. Nothing on other backends and with tfjs's kernels. Never rejects: what could not
 * be measured keeps its default.
 */
export async function tuneRun(model: Model, experiment: Experiment, tuning: Tuning): Promise<boolean> {
  if (tf.getBackend() !== 'webgpu' || !kernelsInUse().includes('gemm')) return false;
  try {
    return await measure(gpuOf(tf.backend()), model, experiment, tuning);
  } catch {
    // A run does not need it; and a lost device is told by its own signal.
    return false;
  }
}
