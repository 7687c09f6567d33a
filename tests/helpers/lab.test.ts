/** The reading of the epoch log must itself be able to fail. */
import { describe, expect, it } from 'vitest';
import { parseEpochLine } from './lab';

const bar = '━'.repeat(20);

describe('parseEpochLine', () => {
  it("reads Keras's line", () => {
    expect(
      parseEpochLine(
        `625/625 ${bar} 63s 101ms/step - acc: 0.2749 - loss: 2.3294 - val_acc: 0.2909 - val_loss: 1.9725`,
      ),
    ).toEqual({ steps: 625, acc: 0.2749, loss: 2.3294, val_acc: 0.2909, val_loss: 1.9725 });
  });

  it.each([
    [
      'an unfinished epoch',
      `312/625 ${bar} 63s 101ms/step - acc: 0.2 - loss: 2.3 - val_acc: 0.2 - val_loss: 1.9`,
    ],
    ['a line without validation', `625/625 ${bar} 63s 101ms/step - acc: 0.2749 - loss: 2.3294`],
    ['a short bar', `625/625 ━━━ 63s 101ms/step - acc: 0.2 - loss: 2.3 - val_acc: 0.2 - val_loss: 1.9`],
  ])('refuses %s', (_, line) => {
    expect(() => parseEpochLine(line)).toThrow(/Not an epoch/);
  });
});
