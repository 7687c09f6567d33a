/**
 * Where the time of a training step goes: a whole step, then every layer and pass alone, on a model that is made for it. Bounded
 * in time where the device is fast; a slow one runs each part once or twice, and can be stopped after each. Worker or Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../dataset/batches';
import { classCount, imageBytes } from '../dataset/cifar10';
import type { SpeedFigures, SpeedProgress } from '../protocol/events';
import { networkInput } from '../training/evaluate';
import { trainStep } from '../training/step';
import type { Held } from './held';
import { countParts, profileLayers, timeOf, type Pace } from './layerTimes';
import { yieldToMessages } from './yield';

/** What goes on around a measurement, which tells how far it is as a `T`. */
export interface Watch<T = SpeedProgress> {
  readonly tell: (progress: T) => void;
  /** Asked after each part. */
  readonly stopped: () => boolean;
  /** What a promise gives, unless the device fails first. */
  readonly unlessFatal: <T>(work: Promise<T>) => Promise<T>;
  /** Milliseconds that a timing takes at least; so much that its read-back does not decide it unless told. */
  readonly leastMs?: number;
}

/** About forty parts of AlexNet, each of which also has its first run and a guess at its repeats: within 30 s. */
const leastMs = 150;
/** A layer that runs this long needs no repeats, and on such a device nobody waits for them. */
const longMs = 2_000;
/** The step and the product come first and take longer than a layer: an estimate of the time left begins after them. */
const longParts = 2;
/** Reading back takes up to 0.1 s in some browsers: a part is repeated until that is a small share of its time. */
const latencies = 8;

/** Milliseconds from a read-back's request to its values when nothing is queued: the middle one of three. */
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

/** Milliseconds that a timing has to take, so that the wait for its read-back does not decide it. */
export const leastTimedMs = async (): Promise<number> => Math.max(leastMs, latencies * (await latency()));

const noise = (length: number, below: number): Uint8Array =>
  Uint8Array.from({ length }, () => Math.floor(Math.random() * below));

/** A batch of made-up images. */
export const noiseBatch = (size: number): Batch => ({
  pixels: noise(size * imageBytes, 256),
  labels: noise(size, classCount),
  moves: null,
  count: size,
  size,
});

/** A training step from pixels in memory, as training has it: uploaded, prepared, forward, backward, update. */
export function wholeStep({ model, optimizer, experiment }: Held): () => tf.Tensor[] {
  const { batch: size, scale } = experiment;
  const batch = noiseBatch(size);
  return () => {
    const images = networkInput(model, batch, scale); // [B, side, side, 3]
    const stats = trainStep(model, { images, labels: batch.labels }, optimizer, 1e-4); // [2]
    images.dispose();
    return [stats];
  };
}

/** All parts; yields after each. Null is what it is told to return when it is stopped. */
async function* parts(held: Held, pace: Pace): AsyncGenerator<undefined, SpeedFigures | null> {
  const { model, optimizer, experiment } = held;
  // Its first run makes the optimizer's state and all buffers.
  const stepMs = await timeOf(wholeStep(held), { ...pace, firstCountsFromMs: Number.POSITIVE_INFINITY });
  yield;
  const profile = yield* profileLayers({ model, optimizer, batch: experiment.batch }, pace);
  return { ...profile, stepMs };
}

/**
 * Measures `held`, whose weights and optimizer state are used up by it: neither a person's model nor a run's. Leaves no tensor
 * behind. WebGPU's programs are there already (`compileRun`). Null where it was stopped. Rejects where the device fails.
 */
export async function profileRun(
  held: Held,
  { tell, stopped, unlessFatal, leastMs: least }: Watch,
): Promise<SpeedFigures | null> {
  const total = countParts(held.model.network) + 1;
  const pace = {
    leastMs: least ?? (await unlessFatal(leastTimedMs())),
    leastTimings: 2,
    // WebGL makes its programs at their first use.
    firstCountsFromMs: tf.getBackend() === 'webgl' ? Number.POSITIVE_INFINITY : longMs,
  };
  let began = 0;
  const measuring = parts(held, pace);
  for (let done = 0; ; done++) {
    if (done === longParts) began = performance.now();
    const each = (performance.now() - began) / 1000 / (done - longParts);
    tell({ done, total, secondsLeft: done > longParts + 1 ? each * (total - done) : null });
    await yieldToMessages();
    const next = await unlessFatal(stopped() ? measuring.return(null) : measuring.next());
    if (next.done) return next.value;
  }
}
