/**
 * What is wrong with a run whose losses are finite: read from its finished epochs, and told with the numbers that it rests on. Batches
 * are not looked at: their losses jump. Pure; page side.
 *
 * The thresholds are there to be silent in a healthy run: a mean over an epoch or over validation images varies from epoch to epoch, so
 * a change counts only from a size on and where several epochs in a row show it.
 */
import type { Experiment } from '../experiment/schema';
import { bestEpoch } from '../lib/epochs';
import type { EpochLog } from '../training/logs';

/** Cross-entropy of guessing among CIFAR-10's classes, all alike: ln 10 ≈ 2.3026 nats. */
export const guessing = Math.LN10;

/** Less is noise, whatever the loss: a val_loss of 0.05 may double without a meaning. Nats. */
const leastRise = 0.1;
/**
 * So is less than this share of the lowest loss. Of the training loss, a mean over all images of an epoch, which hardly jumps; and of
 * val_loss, which jumps by a twentieth from epoch to epoch in runs that are well (`tests/store/diagnosis.test.ts` has such curves).
 */
const leastShare = { loss: 0.1, val_loss: 0.2 } as const;
/** Epochs in a row that must show it: one bad epoch, or two, is no trend. */
const inARow = 3;
/** A mean this far above guessing is worse than no network. The first epoch of the reference run, with its bad first steps, is 0.03 above. Nats. */
const aboveGuessing = 0.3;
/** A loss this near to guessing is a network that answers alike whatever it sees. Nats. */
const nearGuessing = 0.02;
/** Accuracy up to which nothing was learnt: chance is 0.1, to ± 0.03 (three standard deviations) with 1 000 images. */
const chanceAccuracy = 0.13;
/** Epochs that a network has to begin to learn in, and steps: a small split has epochs of a second. */
const patience = 2;
const leastSteps = 200;

export type Sign = 'worse-than-guessing' | 'climbing' | 'stuck' | 'overfitting';

export interface Diagnosis {
  readonly sign: Sign;
  /** The epoch from which on it shows: with the lowest loss, or the first. */
  readonly since: number;
  readonly until: number;
  /** Loss then and now, in nats: val_loss where it is about validation. */
  readonly from: number;
  readonly to: number;
  /** Learning rate of the last epoch. */
  readonly lr: number;
}

type Measure = 'loss' | 'val_loss';

/** Mean of an epoch with its two neighbours: a single lowest value is partly luck, and all that come after are then above it. */
function around(epochs: readonly EpochLog[], at: EpochLog, of: Measure): number {
  const i = epochs.indexOf(at);
  const near = epochs.slice(Math.max(i - 1, 0), i + 2);
  return near.reduce((sum, log) => sum + log[of], 0) / near.length;
}

/** Each of the last epochs is clearly above those around the lowest, which lies before them. */
function climbed(epochs: readonly EpochLog[], of: Measure): EpochLog | null {
  const best = bestEpoch(epochs, of);
  const recent = epochs.slice(-inARow);
  if (!best || recent.length < inARow || recent.includes(best)) return null;
  const level = around(epochs, best, of);
  const rise = Math.max(leastRise, leastShare[of] * level);
  return recent.every((log) => log[of] - level >= rise) ? best : null;
}

/** Of the latest epoch on, against an earlier one. */
const told = (sign: Sign, since: EpochLog, last: EpochLog, of: Measure): Diagnosis => ({
  sign, since: since.epoch, until: last.epoch, from: since[of], to: last[of], lr: last.lr,
}); // prettier-ignore

/** The gravest of what the finished epochs show; null where they show nothing. With shuffled labels none can be learnt, and nothing is said. */
export function diagnose(epochs: readonly EpochLog[], { labels }: Pick<Experiment, 'labels'>): Diagnosis | null {
  const [first, last] = [epochs[0], epochs.at(-1)];
  if (!first || !last || labels === 'shuffled' || epochs.length < patience) return null;
  const recent = epochs.slice(-patience);
  const worse = recent.every((log) => log.loss > guessing + aboveGuessing);
  if (worse) return told('worse-than-guessing', first, last, 'loss');
  const best = climbed(epochs, 'loss');
  if (best) return told('climbing', best, last, 'loss');
  const steps = epochs.reduce((sum, log) => sum + log.steps, 0);
  const stuck = steps >= leastSteps && recent.every((log) => Math.abs(log.loss - guessing) < nearGuessing && log.acc < chanceAccuracy);
  if (stuck) return told('stuck', first, last, 'loss');
  const bestVal = climbed(epochs, 'val_loss');
  // Training goes on to fall meanwhile: it learns its images by heart.
  if (bestVal && last.loss < bestVal.loss) return told('overfitting', bestVal, last, 'val_loss');
  return null;
} // prettier-ignore
