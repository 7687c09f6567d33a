/** What a run needs, against numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/schema';
import { needsOf } from '../../src/network';

const lenet = { ...defaultExperiment, model: 'lenet5' as const };

describe('needsOf', () => {
  it('is LeNet-5’s at batch 64 with Adam, by hand', () => {
    // 28²·6 + 14²·6 + 10²·16 + 5²·16 + 400 + 120 + 84 + 10 = 8,494 values an image.
    const activations = 2 * 64 * 8_494 * 4;
    const images = 2 * 64 * 32 * 32 * 3 * 4;
    expect(needsOf(lenet)).toEqual({
      weights: 248_024,
      gradients: 248_024,
      slots: 496_048,
      best: 0,
      activations,
      images,
      step: 4 * 248_024 + activations + images,
      snapshot: 744_072,
      saved: 1_488_144,
    });
  });

  it('is the lab’s AlexNet’s: 233 MB of weights, a snapshot of 700 MB with Adam; moving statistics have no slots', () => {
    const { weights, gradients, snapshot, saved, step } = needsOf(defaultExperiment);
    expect(weights).toBe(4 * 58_324_746);
    expect(gradients).toBe(4 * 58_323_530);
    expect(snapshot).toBe(4 * (58_324_746 + 2 * 58_323_530));
    expect(saved).toBe(2 * snapshot);
    expect(step).toBeGreaterThan(1.6e9);
    expect(step).toBeLessThan(1.8e9);
  });

  it('depends on the optimizer’s slots, on the best weights that early stopping keeps, and on the batch', () => {
    expect(needsOf({ ...lenet, optimizer: 'sgd' })).toMatchObject({ slots: 0, snapshot: 248_024 });
    expect(needsOf({ ...lenet, optimizer: 'momentum' })).toMatchObject({ slots: 248_024, snapshot: 496_048 });
    expect(needsOf({ ...lenet, earlyStopping: 1 })).toMatchObject({ best: 248_024, snapshot: 992_096 });
    expect(needsOf({ ...lenet, batch: 128 }).activations).toBe(2 * needsOf(lenet).activations);
    expect(needsOf({ ...lenet, batch: 128 }).snapshot).toBe(needsOf(lenet).snapshot);
  });
});
