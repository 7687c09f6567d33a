/**
 * How a run goes, against times that were made up by hand. Times are in milliseconds since a moment
 * that does not matter.
 */
import { describe, expect, it } from 'vitest';
import {
  pageAwake,
  freshTimings,
  signReceived,
  healthAt,
  visibilityChanged,
  type StepTimings,
} from '../../src/store/runHealth';

const second = 1_000;
const minute = 60 * second;

/**
 * A run that tells of a step each second, `count` times; each took so many seconds on the device.
 */
function run(count: number, secondsPerStep = 0.1, from: StepTimings = freshTimings(0)): StepTimings {
  let timings = from;
  for (let i = 0; i < count; i++)
    timings = signReceived(timings, timings.heardAt + second, { steps: 1, secondsPerStep });
  return timings;
}

const word = (timings: StepTimings, after = 0): string => healthAt(timings, timings.heardAt + after).status;

describe('a run', () => {
  it('is steady before anything is known, and while its steps take what they used to', () => {
    expect(healthAt(freshTimings(0), 10 * minute)).toMatchObject({ status: 'steady', secondsPerStep: null });
    expect(healthAt(run(40), 40 * second)).toMatchObject({
      status: 'steady',
      secondsPerStep: 0.1,
      usualSeconds: 0.1,
    });
    // Faster, and only a little slower, are no news.
    expect([word(run(3, 0.01, run(40))), word(run(3, 0.24, run(40)))]).toEqual(['steady', 'steady']);
  });

  it('is slowed after three slow steps in a row, not after two, and not any more after a quick one', () => {
    const slowed = run(3, 0.25, run(40));
    expect([word(run(2, 0.25, run(40))), word(slowed)]).toEqual(['steady', 'slowed']);
    expect(healthAt(slowed, slowed.heardAt)).toMatchObject({ secondsPerStep: 0.25, usualSeconds: 0.1 });
    expect(word(run(1, 0.1, slowed))).toBe('steady');
  });

  it('is not slowed by its first, slow steps, nor for ever: what lasts becomes usual', () => {
    expect(word(run(9, 0.1, run(1, 20)))).toBe('steady');
    expect(word(run(3, 1))).toBe('steady');
    expect(word(run(2_000, 1, run(200)))).toBe('steady');
  });

  it('is stalled after a silence much longer than those of late, and not where it is slow by nature', () => {
    expect([word(run(40), 30 * second), word(run(40), 31 * second)]).toEqual(['steady', 'stalled']);
    expect(healthAt(run(40), 40 * second + 45_500).silentSeconds).toBe(45);
    const slow = signReceived(run(40), 60 * second, null);
    expect([word(slow, 99 * second), word(slow, 101 * second)]).toEqual(['steady', 'stalled']);
    expect(word(run(1, 0.1, run(40)), second)).toBe('steady');
  });

  it('keeps no more than a bounded number of values', () => {
    const { steps, recent, gaps } = run(5_000);
    expect(steps.length).toBe(5_000);
    expect(steps.buckets.length).toBeLessThanOrEqual(400);
    expect([recent.length, gaps.length]).toEqual([3, 16]);
  });
});

describe('a sleep', () => {
  /** The page's clock, which ticks at these intervals. */
  const ticks = (timings: StepTimings, every: number, count: number): StepTimings => {
    let ticked = timings;
    for (let i = 0; i < count; i++) ticked = pageAwake(ticked, ticked.awakeAt + every);
    return ticked;
  };

  it('is told when the page gave no sign for minutes, and silence is counted anew', () => {
    const timings = pageAwake(run(40), 40 * second + 12 * minute);
    expect(timings.slept).toEqual({ seconds: 720, until: 40 * second + 12 * minute });
    expect([word(timings), word(timings, 31 * second)]).toEqual(['steady', 'stalled']);
  });

  it('is not told in a hidden tab, whose clock ticks once a minute, while the run goes on or stalls', () => {
    const stalled = ticks(run(40), minute, 10);
    expect(stalled.slept).toBeNull();
    expect(healthAt(stalled, stalled.awakeAt).status).toBe('stalled');
    let going = run(40);
    for (let i = 0; i < 10; i++) going = run(60, 0.1, pageAwake(going, going.heardAt));
    expect([going.slept, word(going)]).toEqual([null, 'steady']);
  });

  it('does not count the step in which it happened', () => {
    const timings = signReceived(run(40), 60 * minute, { steps: 1, secondsPerStep: 3_600 });
    expect(timings.slept?.seconds).toBeCloseTo(3_560);
    expect([timings.steps.length, timings.done, word(timings)]).toEqual([40, 41, 'steady']);
  });

  it('is not told where a clock was set back', () => {
    const timings = signReceived(run(40), -60 * minute, { steps: 1, secondsPerStep: 0.1 });
    expect([timings.slept, word(timings)]).toEqual([null, 'steady']);
  });
});

it('tells how long a page was hidden and how far the run came meanwhile, unless it was short', () => {
  const hidden = visibilityChanged(run(40), 40 * second, true);
  const back = visibilityChanged(run(70, 0.1, hidden), 110 * second, false);
  expect(healthAt(back, 110 * second)).toMatchObject({
    unseen: { seconds: 70, steps: 70 },
    status: 'steady',
  });
  expect(visibilityChanged(run(5, 0.1, hidden), 45 * second, false).unseen).toBeNull();
  expect(visibilityChanged(back, 120 * second, false).unseen).toEqual(back.unseen);
});
