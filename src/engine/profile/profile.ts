/**
 * Measures where the time of a training step goes: a whole step, then every layer and pass alone,
 * on a scratch model. On a fast device the time is bounded; a slow one runs each part once or
 * twice, and can be stopped after each. Runs in the worker or in Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../../dataset/batches';
import { classCount, imageBytes } from '../../lib/cifar10';
import type { SpeedFigures, SpeedProgress } from '../../protocol/device';
import { networkInput } from '../../training/evaluate';
import { trainStep } from '../../training/step';
import type { TrainState } from '../core/trainState';
import type { DeviceWatch } from '../device/deviceWatch';
import { countParts, profileLayers, timeOf, type TimingLimits } from './layerTimes';
import { yieldToMessages } from '../core/yield';

/** How a measurement reports progress, as a `T`, and what ends it early. */
export interface MeasureOptions<T = SpeedProgress> {
  readonly report: (progress: T) => void;
  /** Checked after each part. */
  readonly stop: AbortSignal;
  /** The watch of the device that is measured. */
  readonly watch: Pick<DeviceWatch, 'until'>;
  /**
   * Milliseconds that a timing takes at least; by default long enough to outweigh the wait for its
   * read-back.
   */
  readonly minMs?: number;
}

/**
 * AlexNet has about forty parts, each of which also has its first run and a guess at its repeats:
 * all take less than 30 s.
 */
const minMs = 150;
/**
 * A layer that runs this long needs no repeats, and nobody would wait for them on such a device.
 */
const longMs = 2_000;
/**
 * The step and the product come first and take longer than a layer: the time left is estimated only
 * after them.
 */
const longParts = 2;
/**
 * A timing takes at least this many read-backs, each of which takes up to 0.1 s in some browsers,
 * so that the wait is a small share.
 */
const latencies = 8;

/**
 * Milliseconds from requesting a read-back to getting its values when nothing is queued: the median
 * of three.
 */
async function latency(): Promise<number> {
  const tries: number[] = [];
  for (let i = 0; i < 3; i++) {
    const some = tf.ones([256]);
    const began = performance.now();
    const sum = tf.add(some, i);
    await sum.data();
    tries.push(performance.now() - began);
    tf.dispose([some, sum]);
  }
  return tries.toSorted((a, b) => a - b)[1] ?? 0;
}

/** Milliseconds that a timing has to take to outweigh the wait for its read-back. */
export const minTimedMs = async (): Promise<number> => Math.max(minMs, latencies * (await latency()));

const noise = (length: number, below: number): Uint8Array =>
  Uint8Array.from({ length }, () => Math.floor(Math.random() * below));

/** A batch of random images. */
export const noiseBatch = (size: number): Batch => ({
  pixels: noise(size * imageBytes, 256),
  labels: noise(size, classCount),
  moves: null,
  count: size,
  size,
});

/**
 * A complete training step from pixels in memory: upload, preprocessing, forward, backward, update.
 */
export function wholeStep({ model, optimizer, experiment }: TrainState): () => tf.Tensor[] {
  const { batch: size, scale } = experiment;
  const batch = noiseBatch(size);
  return () => {
    const images = networkInput(model, batch, scale); // [B, side, side, 3]
    const stats = trainStep(model, { images, labels: batch.labels }, optimizer, 1e-4); // [2]
    images.dispose();
    return [stats];
  };
}

/** Measures all parts; yields after each. Returns null if it is stopped. */
async function* parts(
  trainState: TrainState,
  limits: TimingLimits,
): AsyncGenerator<undefined, SpeedFigures | null> {
  const { model, optimizer, experiment } = trainState;
  // The first run creates the optimizer's state and all buffers.
  const stepMs = await timeOf(wholeStep(trainState), {
    ...limits,
    firstCountsFromMs: Number.POSITIVE_INFINITY,
  });
  yield;
  const profile = yield* profileLayers({ model, optimizer, batch: experiment.batch }, limits);
  return { ...profile, stepMs };
}

/**
 * Profiles `trainState`, which must be a scratch model's: this changes its weights and optimizer
 * state. Leaves no tensor behind. WebGPU's programs must have been compiled (`compileRun`). Null if
 * it was stopped. Rejects if the device fails.
 */
export async function profileRun(
  trainState: TrainState,
  { report, stop, watch, minMs: minMsOption }: MeasureOptions,
): Promise<SpeedFigures | null> {
  const total = countParts(trainState.model.network) + 1;
  const limits = {
    minMs: minMsOption ?? (await watch.until(minTimedMs())),
    minTimings: 2,
    // WebGL compiles its programs at their first use.
    firstCountsFromMs: tf.getBackend() === 'webgl' ? Number.POSITIVE_INFINITY : longMs,
  };
  let began = 0;
  const measuring = parts(trainState, limits);
  for (let done = 0; ; done++) {
    if (done === longParts) began = performance.now();
    const each = (performance.now() - began) / 1000 / (done - longParts);
    report({ done, total, secondsLeft: done > longParts + 1 ? each * (total - done) : null });
    await yieldToMessages();
    const next = await watch.until(stop.aborted ? measuring.return(null) : measuring.next());
    if (next.done) return next.value;
  }
}
