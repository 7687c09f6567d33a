/** What one run tells of itself, in Keras or in the page, and what follows from it. Pure. */
import type { RunFigures } from '../../src/ui/evaluate/compare/figures';

/** The first steps, in which rounding has not grown yet. */
export const firstSteps = 10;

/** Seconds of an epoch up to a step of it, from 1. */
export interface Mark {
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
}

/** A whole epoch, as both of them log it; validation is in its seconds. */
export interface MeasuredEpoch {
  readonly loss: number;
  readonly val_loss: number;
  readonly val_acc: number;
  readonly seconds: number;
}

/** One run: what the page's comparison shows of it, and every step. */
export interface Measured extends Pick<
  RunFigures,
  'program' | 'oneDnn' | 'backend' | 'device' | 'driver' | 'threads' | 'test'
> {
  /** Mean cross-entropy of each step's batch. */
  readonly losses: readonly number[];
  readonly marks: readonly Mark[];
  readonly epochs: readonly MeasuredEpoch[];
}

/**
 * Seconds of one training step, validation apart: what lies between the first mark of each epoch
 * and its last one. So the first step, with all that is made ready in it, does not count. NaN
 * without two marks in an epoch.
 */
export function secondsPerStep(marks: readonly Mark[]): number {
  let seconds = 0;
  let steps = 0;
  for (const epoch of new Set(marks.map((mark) => mark.epoch))) {
    const own = marks.filter((mark) => mark.epoch === epoch);
    const first = own[0]!;
    const last = own.at(-1)!;
    seconds += last.seconds - first.seconds;
    steps += last.step - first.step;
  }
  return seconds / steps;
}

/** The largest difference of two runs’ losses at the same step. Throws where one has more steps. */
export function apart(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} steps against ${b.length}`);
  return Math.max(...a.map((loss, i) => Math.abs(loss - b[i]!)));
}
