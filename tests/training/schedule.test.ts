import { describe, expect, it } from 'vitest';
import { earlyStopping, plateauFactor, reduceOnPlateau } from '../../src/training/callbacks';
import { readBackInterval } from '../../src/training/epoch';
import { scheduledRate } from '../../src/training/schedule';

describe('scheduledRate', () => {
  const base = { lr: 0.1, stepEvery: 2, stepFactor: 0.5 };
  it('is constant, steps, or falls along half a cosine', () => {
    expect(scheduledRate({ ...base, schedule: 'constant' }, { epoch: 7, progress: 0.9 })).toBe(0.1);
    const steps = [0, 1, 2, 3, 4].map((epoch) =>
      scheduledRate({ ...base, schedule: 'step' }, { epoch, progress: 0 }),
    );
    expect(steps).toEqual([0.1, 0.1, 0.05, 0.05, 0.025]);
    const cosine = [0, 0.5, 1].map((progress) =>
      scheduledRate({ ...base, schedule: 'cosine' }, { epoch: 0, progress }),
    );
    expect(cosine[0]).toBeCloseTo(0.1, 12);
    expect(cosine[1]).toBeCloseTo(0.05, 12);
    expect(cosine[2]).toBeCloseTo(0, 12);
  });
});

describe('callbacks', () => {
  it('early stopping waits `patience` epochs without a better value', () => {
    const stopper = earlyStopping(2);
    const seen = [1, 0.9, 0.95, 0.9, 0.5].map((value) => stopper.watch(value));
    expect(seen.map(({ improved }) => improved)).toEqual([true, true, false, false, true]);
    expect(seen.map(({ full }) => full)).toEqual([false, false, false, true, false]);
  });

  it('patience 0 never stops', () => {
    const stopper = earlyStopping(0);
    expect([3, 3, 3, 3].some((value) => stopper.watch(value).full)).toBe(false);
  });

  it('reduce-on-plateau asks for 1e-4 of progress and waits anew', () => {
    const reducer = reduceOnPlateau(1);
    expect([1, 0.99995, 0.9, 0.9, 0.9].map((value) => reducer.watch(value).full)).toEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
    expect(plateauFactor).toBe(0.1);
  });
});

describe('readBackInterval', () => {
  it('aims at a quarter of a second, between 1 and 32 steps', () => {
    expect([2, 0.25, 0.05, 0.001, 0].map(readBackInterval)).toEqual([1, 1, 5, 32, 32]);
  });
});
