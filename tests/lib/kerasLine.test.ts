import { describe, expect, it } from 'vitest';
import { bar, epochLine, kerasEta, liveLine } from '../../src/lib/kerasLine';

const epoch = {
  steps: 625,
  seconds: 63.2,
  secondsPerStep: 0.1012,
  acc: 0.2749,
  loss: 2.3294,
  val_acc: 0.2909,
  val_loss: 1.9725,
};

/** The tests in tests/keras hold random lines against Keras's own progress bar. */
describe('kerasLine', () => {
  it("prints the reference's first epoch", () => {
    expect(epochLine(epoch)).toBe(
      '625/625 ━━━━━━━━━━━━━━━━━━━━ 63s 101ms/step - acc: 0.2749 - loss: 2.3294 - val_acc: 0.2909 - val_loss: 1.9725',
    );
  });

  it('prints a running epoch with the time left, steps right-aligned', () => {
    const live = { stepInEpoch: 37, secondsPerStep: 0.1, meanAcc: 0.125, meanLoss: 2.5 };
    expect(liveLine(live, 625)).toBe(
      ' 37/625 ━━━━━━━━━━━━━━━━━━━━ 58s 100ms/step - acc: 0.1250 - loss: 2.5000',
    );
  });

  it('says when a loss is no number any more', () => {
    expect(epochLine({ ...epoch, loss: Number.NaN })).toContain('loss: nan');
  });

  it.each([
    [0, '0s'],
    [59.9, '59s'],
    [60, '60s'],
    [65.9, '1:05'],
    [3600, '60:00'],
    [3723.9, '1:02:03'],
  ])('%d seconds left are %s', (seconds, text) => {
    expect(kerasEta(seconds)).toBe(text);
  });

  it('fills the bar from 0 to 20, never early', () => {
    expect([0, 31, 32, 624, 625].map((done) => bar(done, 625).filled)).toEqual([0, 0, 1, 19, 20]);
  });
});
