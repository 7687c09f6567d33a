/** Training mode beside inference mode: what follows from the figures. */
import { describe, expect, it } from 'vitest';
import { differences, standardError } from '../../../src/ui/evaluate/modesData';

const of = (acc: number, images = 640) => ({ images, loss: 1, acc });
const modes = { training: of(0.5), inference: of(0.7), val: of(0.66) };

describe('the differences', () => {
  it('add up from the log to the validation', () => {
    const log = {
      epoch: 3,
      epochs: 3,
      steps: 9,
      loss: 1.5,
      acc: 0.42,
      val_loss: 1,
      val_acc: 0.6,
      lr: 1e-3,
      seconds: 1,
      secondsPerStep: 1,
    };
    const found = differences(modes, log);
    expect(found.map(({ id }) => id)).toEqual(['learnt', 'mode', 'gap']);
    expect(found.reduce((sum, { points }) => sum + points, 0.42)).toBeCloseTo(0.66, 12);
    expect(differences(modes, null).map(({ id }) => id)).toEqual(['mode', 'gap']);
  });

  it('are not called certain where chance makes as much', () => {
    const certain = (inference: number, val: number, images: number): boolean =>
      differences({ training: of(0.5), inference: of(inference, images), val: of(val, images) }, null)[1]!
        .certain;
    expect(certain(0.7, 0.66, 640)).toBe(false);
    expect(certain(0.7, 0.5, 640)).toBe(true);
    expect(certain(0.7, 0.5, 10)).toBe(false);
    expect(standardError(of(0.5, 100))).toBeCloseTo(0.05, 12);
  });
});
