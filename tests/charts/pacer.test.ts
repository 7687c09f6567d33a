/** When charts are drawn, on a clock that is moved by hand. */
import { describe, expect, it } from 'vitest';
import { Pacer } from '../../src/charts/pacer';
import type { Clock } from '../../src/lib/clock';

/** A clock whose time only `advance` moves; callbacks run when their time has come. */
class HandClock implements Clock {
  time = 0;
  private waiting: { due: number; callback: () => void }[] = [];
  readonly now = () => this.time;
  readonly after = (milliseconds: number, callback: () => void) => {
    const entry = { due: this.time + milliseconds, callback };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  };

  async advance(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    const due = this.waiting.filter((entry) => entry.due <= this.time);
    this.waiting = this.waiting.filter((entry) => entry.due > this.time);
    for (const { callback } of due) callback();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function setUp(draw: () => Promise<void> = () => Promise.resolve()) {
  const clock = new HandClock();
  const drawn: number[] = [];
  const errors: unknown[] = [];
  const pacer = new Pacer({
    clock,
    intervalMs: 1_000,
    onError: (reason) => errors.push(reason),
    draw: () => {
      drawn.push(clock.time);
      return draw();
    },
  });
  return { clock, drawn, errors, pacer };
}

describe('Pacer', () => {
  it('draws at once, then at most once an interval, and merges what comes between', async () => {
    const { clock, drawn, pacer } = setUp();
    pacer.setVisible(true);
    for (let i = 0; i < 40; i++) {
      pacer.request();
      await clock.advance(100);
    }
    expect(drawn).toEqual([100, 1_100, 2_100, 3_100]);
  });

  it('never loses the last request', async () => {
    const { clock, drawn, pacer } = setUp();
    pacer.setVisible(true);
    pacer.request();
    await clock.advance(0);
    pacer.request();
    await clock.advance(999);
    expect(drawn).toEqual([0]);
    await clock.advance(1);
    expect(drawn).toEqual([0, 1_000]);
  });

  it('does not draw out of sight, and catches up once when it is seen', async () => {
    const { clock, drawn, pacer } = setUp();
    for (let i = 0; i < 5; i++) {
      pacer.request();
      await clock.advance(1_000);
    }
    expect(drawn).toEqual([]);
    pacer.setVisible(true);
    await clock.advance(0);
    await clock.advance(5_000);
    expect(drawn).toEqual([5_000]);
  });

  it('does not draw when it went out of sight while it waited', async () => {
    const { clock, drawn, pacer } = setUp();
    pacer.setVisible(true);
    pacer.request();
    pacer.setVisible(false);
    await clock.advance(1_000);
    expect(drawn).toEqual([]);
    pacer.setVisible(true);
    await clock.advance(0);
    expect(drawn).toHaveLength(1);
  });

  it('draws one picture at a time', async () => {
    const finish: (() => void)[] = [];
    const { clock, drawn, pacer } = setUp(() => new Promise((resolve) => finish.push(resolve)));
    pacer.setVisible(true);
    pacer.request();
    await clock.advance(0);
    pacer.request();
    await clock.advance(5_000);
    expect(drawn).toHaveLength(1);
    finish[0]?.();
    await clock.advance(0);
    await clock.advance(0);
    expect(drawn).toHaveLength(2);
  });

  it('reports a drawing that failed and goes on', async () => {
    let bad = true;
    const { clock, drawn, errors, pacer } = setUp(() =>
      bad ? Promise.reject(new Error('no canvas')) : Promise.resolve(),
    );
    pacer.setVisible(true);
    pacer.request();
    await clock.advance(0);
    expect(errors).toEqual([new Error('no canvas')]);
    bad = false;
    pacer.request();
    await clock.advance(1_000);
    expect([drawn.length, errors.length]).toEqual([2, 1]);
  });

  it('is silent after it was disposed', async () => {
    const { clock, drawn, pacer } = setUp();
    pacer.setVisible(true);
    pacer.request();
    pacer.dispose();
    pacer.request();
    await clock.advance(5_000);
    expect(drawn).toEqual([]);
  });
});
