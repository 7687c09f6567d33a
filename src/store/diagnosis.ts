/**
 * Finds what is wrong with a run whose losses are finite, from its finished epochs, and gives the
 * numbers that show it. It ignores single batches, whose losses jump. Pure; page side.
 *
 * The thresholds keep it silent in a healthy run: a mean over an epoch or over the validation
 * images varies from epoch to epoch, so a change counts only if it is large enough and several
 * epochs in a row show it.
 */
import type { Experiment } from '../experiment/schema';
import { classCount } from '../lib/cifar10';
import { bestEpoch } from '../lib/epochs';
import type { EpochLog } from '../protocol/run';

/** Cross-entropy of guessing CIFAR-10's classes with equal probabilities: ln 10 ≈ 2.3026 nats. */
export const guessing = Math.log(classCount);

/** A smaller rise is noise: a val_loss of 0.05 may double without meaning anything. Nats. */
const minRise = 0.1;
/**
 * A rise below this fraction of the lowest loss is noise too. The training loss is a mean over all
 * images of an epoch and hardly jumps; val_loss jumps by a twentieth from epoch to epoch in healthy
 * runs (`tests/store/diagnosis.test.ts` has such curves).
 */
const minFraction = { loss: 0.1, val_loss: 0.2 } as const;
/** Epochs in a row that must show it: one or two bad epochs are no trend. */
const inARow = 3;
/**
 * A mean loss this far above guessing is worse than no network. The first epoch of the reference
 * run, with its bad first steps, is 0.03 above. Nats.
 */
const aboveGuessing = 0.3;
/** With a loss this near to guessing, a network gives the same answer to every image. Nats. */
const nearGuessing = 0.02;
/**
 * Up to this accuracy nothing was learnt: chance is 0.1 ± 0.03 (three standard deviations) with 1
 * 000 images.
 */
const chanceAccuracy = 0.13;
/**
 * How many epochs, and how many steps, a network has to begin to learn: on a small split an epoch
 * takes a second.
 */
const patience = 2;
const minSteps = 200;

export type Sign = 'worse-than-guessing' | 'climbing' | 'stuck' | 'overfitting';

export interface Diagnosis {
  readonly sign: Sign;
  /** The epoch from which it shows: the one with the lowest loss, or the first. */
  readonly since: number;
  readonly until: number;
  /** Loss then and now, in nats; val_loss where the sign is about validation. */
  readonly from: number;
  readonly to: number;
  /** Learning rate of the last epoch. */
  readonly lr: number;
}

type Measure = 'loss' | 'val_loss';

/**
 * Mean of an epoch and its two neighbours: a single lowest value is partly luck, and all later ones
 * would then be above it.
 */
function meanAround(epochs: readonly EpochLog[], at: EpochLog, of: Measure): number {
  const i = epochs.indexOf(at);
  const near = epochs.slice(Math.max(i - 1, 0), i + 2);
  return near.reduce((sum, log) => sum + log[of], 0) / near.length;
}

/** The epoch with the lowest loss, if each of the last is clearly above those around it. */
function climbed(epochs: readonly EpochLog[], of: Measure): EpochLog | null {
  const best = bestEpoch(epochs, of);
  const recent = epochs.slice(-inARow);
  if (!best || recent.length < inARow || recent.includes(best)) return null;
  const level = meanAround(epochs, best, of);
  const rise = Math.max(minRise, minFraction[of] * level);
  return recent.every((log) => log[of] - level >= rise) ? best : null;
}

/** Compares the latest epoch with an earlier one. */
const diagnosis = (sign: Sign, since: EpochLog, last: EpochLog, of: Measure): Diagnosis => ({
  sign,
  since: since.epoch,
  until: last.epoch,
  from: since[of],
  to: last[of],
  lr: last.lr,
});

/**
 * The most serious thing that the finished epochs show; null if they show nothing. Shuffled labels
 * cannot be learnt, so nothing is reported for them.
 */
export function diagnose(
  epochs: readonly EpochLog[],
  { labels }: Pick<Experiment, 'labels'>,
): Diagnosis | null {
  const first = epochs[0];
  const last = epochs.at(-1);
  if (!first || !last || labels === 'shuffled' || epochs.length < patience) return null;
  const recent = epochs.slice(-patience);
  const worse = recent.every((log) => log.loss > guessing + aboveGuessing);
  if (worse) return diagnosis('worse-than-guessing', first, last, 'loss');
  const best = climbed(epochs, 'loss');
  if (best) return diagnosis('climbing', best, last, 'loss');
  const steps = epochs.reduce((sum, log) => sum + log.steps, 0);
  const stuck =
    steps >= minSteps &&
    recent.every((log) => Math.abs(log.loss - guessing) < nearGuessing && log.acc < chanceAccuracy);
  if (stuck) return diagnosis('stuck', first, last, 'loss');
  const bestVal = climbed(epochs, 'val_loss');
  // Meanwhile the training loss keeps falling: the network learns its images by heart.
  if (bestVal && last.loss < bestVal.loss) return diagnosis('overfitting', bestVal, last, 'val_loss');
  return null;
}
