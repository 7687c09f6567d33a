/** When charts are drawn and the engine is asked, on a clock that is moved by hand. */
import { describe, expect, it } from 'vitest';
import { everyMs, fractionOfTime, Scheduler } from '../../src/lib/scheduler';
import type { Clock } from '../../src/lib/clock';

/** A clock that goes only where the test sends it. */
class FakeClock implements Clock {
  private time = 0;
  private timers: { at: number; callback: () => void }[] = [];

  now = (): number => this.time;
  after = (milliseconds: number, callback: () => void): (() => void) => {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((other) => other !== timer));
  };

  /** Goes to `end`, timer by timer; what they begin is given its time. */
  async goTo(end: number): Promise<void> {
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.time = Math.max(this.time, next.at);
      next.callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.time = Math.max(this.time, end);
  }

  /** What a poll does to the time. */
  take(milliseconds: number): void {
    this.time += milliseconds;
  }
}

/**
 * A schedule on screen whose polls take `costs` in turn, the last of them for ever; and when they
 * began.
 */
function bench(share: number, ...costs: number[]) {
  const clock = new FakeClock();
  const begun: number[] = [];
  const poll = async (): Promise<void> => {
    const cost = costs[Math.min(begun.length, costs.length - 1)] ?? 0;
    begun.push(clock.now());
    clock.take(cost);
  };
  const scheduler = new Scheduler({ run: poll, pauseAfter: fractionOfTime(share, 500), clock });
  scheduler.setVisible(true);
  return { clock, begun, scheduler };
}

describe('polls by themselves', () => {
  it.each([40, 900, 20_000])('that cost %i ms take their share of the time, and no more', async (cost) => {
    const { clock, begun, scheduler } = bench(0.03, cost);
    scheduler.setLive(true);
    await clock.goTo(200 * (cost / 0.03));
    const spent = ((begun.length - 1) * cost) / clock.now();
    expect(spent).toBeLessThan(0.03);
    // And are not so rare that nothing is seen.
    expect(spent).toBeGreaterThan(0.028);
  });

  it('begin t / share after one that took t, and never more than two a second', async () => {
    const { clock, begun, scheduler } = bench(0.02, 60, 1);
    scheduler.setLive(true);
    await clock.goTo(5_000);
    expect(begun.slice(0, 3)).toEqual([0, 60 + 3_000, 3_061 + 500]);
  });

  it('come once after a hint, and the last one is not lost', async () => {
    const { clock, begun, scheduler } = bench(0.02, 60);
    scheduler.hint();
    await clock.goTo(1_000);
    scheduler.hint();
    scheduler.hint();
    await clock.goTo(60_000);
    expect(begun).toEqual([0, 3_060]);
  });
});

describe('polls that a person asks for', () => {
  it('begin at once, and are paid for by those that come by themselves', async () => {
    const { clock, begun, scheduler } = bench(0.02, 60);
    scheduler.setLive(true);
    await clock.goTo(100);
    scheduler.request();
    await clock.goTo(9_000);
    // 60 + 3000 from the first, and 3000 more for the second.
    expect(begun).toEqual([0, 100, 6_060]);
  });
});

describe('nothing is asked', () => {
  it('while nobody wants anything, or nobody sees it', async () => {
    const { clock, begun, scheduler } = bench(0.03, 10);
    await clock.goTo(10_000);
    expect(begun).toEqual([]);
    scheduler.setVisible(false);
    scheduler.request();
    scheduler.setLive(true);
    await clock.goTo(20_000);
    expect(begun).toEqual([]);
    scheduler.setVisible(true);
    await clock.goTo(20_001);
    expect(begun).toEqual([20_000]);
    scheduler.setVisible(false);
    await clock.goTo(100_000);
    expect(begun).toHaveLength(1);
  });

  it('by itself when training rests', async () => {
    const { clock, begun, scheduler } = bench(0.03, 10);
    scheduler.setLive(true);
    await clock.goTo(1_000);
    scheduler.setLive(false);
    await clock.goTo(100_000);
    expect(begun.length).toBeLessThanOrEqual(3);
  });
});

/** Drawings at most once a second, and when they began. */
function drawing(draw: () => Promise<void> = () => Promise.resolve()) {
  const clock = new FakeClock();
  const drawn: number[] = [];
  const errors: unknown[] = [];
  const scheduler = new Scheduler({
    clock,
    pauseAfter: everyMs(1_000),
    onError: (reason) => errors.push(reason),
    run: () => {
      drawn.push(clock.now());
      return draw();
    },
  });
  return { clock, drawn, errors, scheduler };
}

describe('a chart', () => {
  it('is drawn at once, then at most once an interval, whatever a drawing takes; hints are merged', async () => {
    const { clock, drawn, scheduler } = drawing(async () => clock.take(300));
    scheduler.setVisible(true);
    for (let at = 0; at < 4_000; at += 100) {
      scheduler.hint();
      await clock.goTo(at);
    }
    expect(drawn).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it('is drawn after the last hint', async () => {
    const { clock, drawn, scheduler } = drawing();
    scheduler.setVisible(true);
    scheduler.hint();
    await clock.goTo(0);
    scheduler.hint();
    await clock.goTo(999);
    expect(drawn).toEqual([0]);
    await clock.goTo(1_000);
    expect(drawn).toEqual([0, 1_000]);
  });

  it('is not drawn off screen, and catches up once when it is seen', async () => {
    const { clock, drawn, scheduler } = drawing();
    for (let at = 1_000; at <= 5_000; at += 1_000) {
      scheduler.hint();
      await clock.goTo(at);
    }
    expect(drawn).toEqual([]);
    scheduler.setVisible(true);
    await clock.goTo(10_000);
    expect(drawn).toEqual([5_000]);
  });

  it('is not drawn when it went off screen while it waited', async () => {
    const { clock, drawn, scheduler } = drawing();
    scheduler.setVisible(true);
    scheduler.hint();
    scheduler.setVisible(false);
    await clock.goTo(1_000);
    expect(drawn).toEqual([]);
    scheduler.setVisible(true);
    await clock.goTo(1_000);
    expect(drawn).toHaveLength(1);
  });

  it('is drawn one picture at a time', async () => {
    const finish: (() => void)[] = [];
    const { clock, drawn, scheduler } = drawing(() => new Promise((resolve) => finish.push(resolve)));
    scheduler.setVisible(true);
    scheduler.hint();
    await clock.goTo(0);
    scheduler.hint();
    await clock.goTo(5_000);
    expect(drawn).toHaveLength(1);
    finish[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    await clock.goTo(5_000);
    expect(drawn).toEqual([0, 5_000]);
  });

  it('that could not be drawn is reported, and tried again', async () => {
    let bad = true;
    const { clock, drawn, errors, scheduler } = drawing(() =>
      bad ? Promise.reject(new Error('no canvas')) : Promise.resolve(),
    );
    scheduler.setVisible(true);
    scheduler.hint();
    await clock.goTo(0);
    expect(errors).toEqual([new Error('no canvas')]);
    bad = false;
    scheduler.hint();
    await clock.goTo(1_000);
    expect([drawn.length, errors.length]).toEqual([2, 1]);
  });
});
