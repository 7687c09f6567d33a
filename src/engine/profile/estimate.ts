/**
 * Estimates how long a run will take from a few steps on a scratch model: one to warm up, three
 * that are timed, and a validation batch. On a fast device a timing repeats the step until the wait
 * for its read-back is negligible. Runs in the worker or in Node.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { StepTimes } from '../../protocol/run';
import { predictBatch } from '../../training/evaluate';
import type { TrainState } from '../core/trainState';
import { maxRepeats, times } from './layerTimes';
import { minTimedMs, noiseBatch, wholeStep, type MeasureOptions } from './profile';
import { yieldToMessages } from '../core/yield';

/** How many parts are done, and of how many. */
export interface TimedParts {
  readonly done: number;
  readonly total: number;
}

const timedSteps = 3;
/** One warm-up step, one warm-up validation batch, the timed steps and the timed batch. */
const total = 1 + timedSteps + 2;

/** How many runs together take as long as a timing has to. */
const repeatsFor = (ms: number, minMs: number): number =>
  Math.min(Math.max(Math.ceil(minMs / ms), 1), maxRepeats);

/** Measures all parts; yields after each but the last. Returns null if it is stopped. */
async function* parts(trainState: TrainState, minMs: number): AsyncGenerator<undefined, StepTimes | null> {
  const { model, experiment } = trainState;
  const step = wholeStep(trainState);
  // Creates the optimizer's state and all buffers; on WebGL also compiles the programs.
  await times(step, 1);
  yield;
  const stepTimes: number[] = [];
  let repeats = 1;
  for (let i = 0; i < timedSteps; i++) {
    const ms = (await times(step, repeats)) / repeats;
    stepTimes.push(ms);
    // On a fast device the first timing includes the wait for the read-back, so it is the longest
    // of the three and never the median.
    repeats = repeatsFor(ms, minMs);
    yield;
  }
  const batch = noiseBatch(experiment.batch);
  const validation = (): tf.Tensor[] => [predictBatch(model, batch, experiment.scale)];
  const often = repeatsFor(await times(validation, 1), minMs);
  yield;
  const validationMs = (await times(validation, often)) / often;
  const stepMs = stepTimes.toSorted((a, b) => a - b)[1] ?? 0;
  return { step: stepMs / 1000, validation: validationMs / 1000 };
}

/**
 * Times the steps of `trainState`, which must be a scratch model's: this changes its weights and
 * optimizer state. Leaves no tensor behind but the optimizer's slots, which belong to `trainState`.
 * Null if it was stopped. Rejects if the device fails.
 */
export async function timeSteps(
  trainState: TrainState,
  { report, stop, watch }: MeasureOptions<TimedParts>,
): Promise<StepTimes | null> {
  const measuring = parts(trainState, await watch.until(minTimedMs()));
  for (let done = 0; ; done++) {
    report({ done, total });
    await yieldToMessages();
    const next = await watch.until(stop.aborted ? measuring.return(null) : measuring.next());
    if (next.done) return next.value;
  }
}
