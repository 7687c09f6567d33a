import { describe, expect, it } from 'vitest';
import { bestEpoch, secondsOf } from '../../src/lib/epochs';

const at = (epoch: number, val_loss: number, loss = 0) => ({ epoch, val_loss, loss });

describe('bestEpoch', () => {
  it('has the lowest val_loss, the first of equals', () => {
    expect(bestEpoch([at(1, 2), at(2, 1), at(3, 1), at(4, 3)])?.epoch).toBe(2);
  });

  it('goes by the training loss where it is asked to', () => {
    expect(bestEpoch([at(1, 1, 3), at(2, 2, 2)], 'loss')?.epoch).toBe(2);
  });

  it('is none without epochs, and never one that is not a number', () => {
    expect(bestEpoch([])).toBeNull();
    expect(bestEpoch([at(1, Number.NaN)])).toBeNull();
    expect(bestEpoch([at(1, Number.NaN), at(2, 5)])?.epoch).toBe(2);
  });
});

it('the seconds of epochs add up, of none to 0', () => {
  expect(secondsOf([{ seconds: 1.5 }, { seconds: 2 }])).toBe(3.5);
  expect(secondsOf([])).toBe(0);
});
