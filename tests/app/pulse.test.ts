/** The page's clock beside the engine's events: what it tells the store, and when it stands still. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pulse } from '../../src/app/pulse';
import { presets } from '../../src/experiment/presets';
import type { RunStatus } from '../../src/protocol/events';
import { createLabStore } from '../../src/store/store';
import { batchEvent, runStarted } from '../store/fixtures';

const second = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench() {
  const store = createLabStore(presets.first, { backend: 'auto', kernels: 'auto', lang: 'auto' }, []);
  const pulse = new Pulse(store);
  const status = (name: RunStatus): void => pulse.hear({ type: 'status', status: name });
  const step = (seconds = 0.1): void => {
    vi.advanceTimersByTime(second);
    pulse.hear(batchEvent({ step: 1, seconds: 1, secondsPerStep: seconds }));
  };
  const steps = (count: number): void => {
    for (let i = 0; i < count; i++) step();
  };
  pulse.hear(runStarted(presets.first));
  status('training');
  return { store, pulse, status, step, steps, pace: () => store.getState().pace };
}

it('tells that a run gives no sign, as time goes on, and that it does again', () => {
  const { steps, pace } = bench();
  steps(20);
  expect(pace()).toMatchObject({ word: 'steady', usual: 0.1 });
  vi.advanceTimersByTime(45 * second);
  expect(pace()).toMatchObject({ word: 'stalled', silentSeconds: 45 });
  steps(1);
  expect(pace()).toMatchObject({ word: 'steady', silentSeconds: 0 });
});

it('expects nothing of a run that is paused, over, or whose worker was replaced', () => {
  for (const rests of ['paused', 'finished', 'failed', 'idle'] as const) {
    const { steps, status, pace } = bench();
    steps(20);
    status(rests);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(600 * second);
    expect(pace()).toMatchObject({ word: 'steady', slept: null });
    status('training');
    steps(1);
    expect(pace()).toMatchObject({ word: 'steady', slept: null });
    status('finished');
  }
});

it('notices that the machine slept: the clock of the day has gone on, and nothing else has', () => {
  const { steps, pace, pulse } = bench();
  steps(20);
  vi.setSystemTime(Date.now() + 720 * second);
  vi.advanceTimersByTime(second);
  expect(pace()?.slept?.seconds).toBeCloseTo(721, 0);
  expect(pace()?.word).toBe('steady');
  // The device was lost in its sleep: the same run goes on, and still says so. Another does not.
  pulse.hear(runStarted(presets.first, { continued: true }));
  steps(1);
  expect(pace()?.slept?.seconds).toBeCloseTo(721, 0);
  pulse.hear(runStarted(presets.first, { id: 'another-run' }));
  steps(1);
  expect(pace()?.slept).toBeNull();
});

it('tells how far the run came while the page was hidden, and leaves the store alone where nothing changed', () => {
  const { steps, pace, pulse, store } = bench();
  steps(20);
  pulse.visible(false);
  steps(60);
  const told = vi.fn<() => void>();
  const unsubscribe = store.subscribe(told);
  vi.advanceTimersByTime(5 * second);
  expect(told).not.toHaveBeenCalled();
  unsubscribe();
  pulse.visible(true);
  expect(pace()?.unseen).toEqual({ seconds: 65, steps: 60 });
});
