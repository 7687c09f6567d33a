/**
 * How long a run will take, from a few of its steps on a model that is made for it: one to warm up, three that are timed, and a batch of
 * validation. On a fast device a timing repeats the step until the wait for its read-back does not count. Worker or Node.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { StepTimes } from '../protocol/events';
import { judge } from '../training/evaluate';
import type { Held } from './held';
import { mostRepeats, times } from './layerTimes';
import { leastTimedMs, noiseBatch, wholeStep, type Watch } from './profile';
import { yieldToMessages } from './yield';

/** Parts that are done, of how many. */
export interface TimedParts {
  readonly done: number;
  readonly total: number;
}

const timedSteps = 3;
/** A step to warm up and a batch of validation to warm up; the steps and the batch that are timed. */
const total = 1 + timedSteps + 2;

/** Runs that together take as long as a timing has to. */
const repeatsFor = (ms: number, leastMs: number): number =>
  Math.min(Math.max(Math.ceil(leastMs / ms), 1), mostRepeats);

/** All parts; yields after each but the last. Null is what it is told to return when it is stopped. */
async function* parts(held: Held, leastMs: number): AsyncGenerator<undefined, StepTimes | null> {
  const { model, experiment } = held;
  const step = wholeStep(held);
  // Makes the optimizer's state and all buffers; on WebGL also the programs.
  await times(step, 1);
  yield;
  const found: number[] = [];
  let repeats = 1;
  for (let i = 0; i < timedSteps; i++) {
    const ms = (await times(step, repeats)) / repeats;
    found.push(ms);
    // The first timing has the read-back's wait in it, on a fast device: the longest of the three, so never the middle one.
    repeats = repeatsFor(ms, leastMs);
    yield;
  }
  const batch = noiseBatch(experiment.batch);
  const validation = (): tf.Tensor[] => [judge(model, batch, experiment.scale)];
  const often = repeatsFor(await times(validation, 1), leastMs);
  yield;
  const validationMs = (await times(validation, often)) / often;
  const stepMs = found.toSorted((a, b) => a - b)[1] ?? 0;
  return { step: stepMs / 1000, validation: validationMs / 1000 };
}

/**
 * Times `held`, whose weights and optimizer state are used up by it: neither a person's model nor a run's. Leaves no tensor behind but the
 * optimizer's slots, which are `held`'s. Null where it was stopped. Rejects where the device fails.
 */
export async function timeSteps(
  held: Held,
  { tell, stopped, unlessFatal }: Watch<TimedParts>,
): Promise<StepTimes | null> {
  const measuring = parts(held, await unlessFatal(leastTimedMs()));
  for (let done = 0; ; done++) {
    tell({ done, total });
    await yieldToMessages();
    const next = await unlessFatal(stopped() ? measuring.return(null) : measuring.next());
    if (next.done) return next.value;
  }
}
