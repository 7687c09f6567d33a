/**
 * Measures tiles for a run's products on this adapter before its first step; the browser remembers
 * them. Runs in the worker or in Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../../experiment/schema';
import { subgroupSize } from '../../kernels/device';
import { gpuOf } from '../../kernels/family';
import type { Gpu } from '../../kernels/gpu';
import { measuredOn, productsOf, useMeasured } from '../../kernels/gemm/tuneCache';
import { tune } from '../../kernels/gemm/tune';
import { kernelsInUse } from '../../kernels/register';
import type { Model } from '../../model/build';
import type { BackendReport } from '../../protocol/device';
import { stepOf } from './compile';
import { loadMeasured, saveMeasured } from './tuneStore';

/** No class of shapes is started after this; the rest is measured before the next run. */
const budgetMs = 3_000;
/** Longest dispatch: a longer one would make a GPU that also draws the desktop stutter. */
const maxMs = 20;

/** Devices whose remembered tiles have been loaded. */
const loaded = new WeakSet<GPUDevice>();

/** What tuning needs to know, and how it reports progress. */
export interface Tuning {
  readonly backend: Pick<BackendReport, 'adapter' | 'software'>;
  /** Gets how many classes of shapes have been measured, and of how many. */
  readonly progress: (done: number, total: number) => void;
  /** Ends the tuning early. */
  readonly stop: AbortSignal;
}

async function measure(gpu: Gpu, model: Model, experiment: Experiment, tuning: Tuning): Promise<boolean> {
  const { adapter, software } = tuning.backend;
  const name = `${adapter}, subgroup of ${subgroupSize(gpu.device)}`;
  const longest = software ? Infinity : maxMs;
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
 * Measures what `experiment` needs and is not yet known. This takes a few seconds, or more if a
 * single class takes longer (software adapters). Afterwards products are cut so that a dispatch
 * takes some 20 ms at the rate of its class, except on a software adapter, which draws nothing.
 * Returns true if tiles have changed. Does nothing on other backends and with tfjs's kernels. Never
 * rejects: what could not be measured keeps its default.
 */
export async function tuneRun(model: Model, experiment: Experiment, tuning: Tuning): Promise<boolean> {
  if (tf.getBackend() !== 'webgpu' || !kernelsInUse().includes('gemm')) return false;
  try {
    return await measure(gpuOf(tf.backend()), model, experiment, tuning);
  } catch {
    // A run does not need tuning, and a lost device is reported by its own signal.
    return false;
  }
}
