import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/lib/rng';
import { diagnose, guessing } from '../../src/store/diagnosis';
import type { EpochLog } from '../../src/protocol/run';

interface Curve {
  readonly loss: readonly number[];
  readonly val?: readonly number[];
  readonly acc?: readonly number[];
}
const epochsOf = ({ loss, val = loss, acc = loss.map(() => 0.5) }: Curve): EpochLog[] =>
  loss.map((value, i) => ({
    epoch: i + 1,
    epochs: loss.length,
    steps: 625,
    loss: value,
    acc: acc[i] ?? 0,
    val_loss: val[i] ?? Number.NaN,
    val_acc: 0.5,
    lr: 1e-4,
    seconds: 60,
    secondsPerStep: 0.1,
  }));
const signOf = (curve: Curve, labels: 'true' | 'shuffled' = 'true'): string | null =>
  diagnose(epochsOf(curve), { labels })?.sign ?? null;

/** What is told after each epoch. */
const signsAlong = (curve: Curve): (string | null)[] =>
  curve.loss.map((_, i) => diagnose(epochsOf(curve).slice(0, i + 1), { labels: 'true' })?.sign ?? null);

/**
 * The reference run: its first and eighth epoch are those of the lab (2.3294 / 1.9725, 0.9715 /
 * 0.9919); with a bad seventh between.
 */
const reference: Curve = {
  loss: [2.3294, 1.7612, 1.5128, 1.3505, 1.2287, 1.1289, 1.0451, 0.9715, 0.9057, 0.8459],
  val: [1.9725, 1.6021, 1.5877, 1.3102, 1.2433, 1.1176, 1.2441, 0.9919, 1.0634, 0.9871],
  acc: [0.2749, 0.36, 0.45, 0.51, 0.56, 0.6, 0.63, 0.6721, 0.68, 0.7],
};

describe('a healthy run', () => {
  it('is not spoken of after any epoch: the reference, and a first epoch near the loss of guessing', () => {
    expect(signsAlong(reference)).toEqual(Array.from({ length: 10 }, () => null));
    expect(signsAlong({ loss: [2.29, 2.05, 1.9], acc: [0.12, 0.22, 0.3] })).toEqual([null, null, null]);
  });

  it('is not spoken of with noise on its curves, whatever the seed', () => {
    for (let seed = 0; seed < 200; seed++) {
      const rng = Rng.of(seed);
      const noise = (size: number): number => size * (rng.uniform() + rng.uniform() + rng.uniform() - 1.5);
      const loss = Array.from({ length: 40 }, (_, i) => 0.6 + 1.6 * Math.exp(-i / 8) + noise(0.05));
      const val = loss.map((value) => Math.max(value, 0.9) + noise(0.12));
      expect(
        signsAlong({ loss, val }).filter((sign) => sign !== null),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  it('is not spoken of for a val_loss that doubles next to nothing, or for one or two bad epochs', () => {
    expect(
      signOf({ loss: [0.5, 0.1, 0.02, 0.01, 0.01, 0.01], val: [0.4, 0.02, 0.05, 0.06, 0.07, 0.09] }),
    ).toBeNull();
    expect(signOf({ loss: [2, 1.5, 1.2, 1.6, 1.6] })).toBeNull();
  });
});

describe('a sick run', () => {
  it('has a training loss that climbs for three epochs: with the numbers', () => {
    const curve = { loss: [2.1, 1.4, 1.1, 1.5, 1.9, 2.25], acc: [0.2, 0.5, 0.6, 0.45, 0.3, 0.15] };
    expect(signsAlong(curve)).toEqual([null, null, null, null, null, 'climbing']);
    expect(diagnose(epochsOf(curve), { labels: 'true' })).toEqual({
      sign: 'climbing',
      since: 3,
      until: 6,
      from: 1.1,
      to: 2.25,
      lr: 1e-4,
    });
    // And no longer once it is back where it was.
    expect(signOf({ loss: [...curve.loss, 1.15] })).toBeNull();
  });

  it('is worse than guessing', () => {
    expect(signsAlong({ loss: [9.1, 4, 3.2] })).toEqual([null, 'worse-than-guessing', 'worse-than-guessing']);
  });

  it('learns nothing: at ln 10, and no more right than by chance', () => {
    expect(guessing).toBe(Math.LN10);
    expect(signsAlong({ loss: [2.304, 2.304, 2.299], acc: [0.1, 0.099, 0.101] })).toEqual([
      null,
      'stuck',
      'stuck',
    ]);
    // Sixty steps say nothing yet.
    const short = epochsOf({ loss: [2.304, 2.304, 2.299], acc: [0.1, 0.099, 0.101] }).map((log) => ({
      ...log,
      steps: 20,
    }));
    expect(diagnose(short, { labels: 'true' })).toBeNull();
    expect(signOf({ loss: [2.304, 2.304, 2.299], acc: [0.1, 0.15, 0.2] })).toBeNull();
  });

  it('overfits: val_loss climbs while the training loss falls, and not where both climb', () => {
    const val = [1.9, 1.5, 1.3, 1.4, 1.6, 1.8, 1.9, 2];
    const before = Array.from({ length: 7 }, () => null);
    expect(signsAlong({ loss: [2, 1.5, 1.1, 0.7, 0.4, 0.2, 0.1, 0.1], val })).toEqual([
      ...before,
      'overfitting',
    ]);
    expect(signOf({ loss: [2, 1.4, 1.1, 1.3, 1.5, 1.6, 1.7, 1.8], val })).toBe('climbing');
  });

  it('is expected with shuffled labels', () => {
    expect(signOf({ loss: [2.31, 2.304, 2.299], acc: [0.1, 0.1, 0.1] }, 'shuffled')).toBeNull();
  });
});
