/**
 * The page's clock beside the engine's events: what it tells the store, and when it stands still.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RunMonitor } from '../../src/app/runMonitor';
import { presets } from '../../src/experiment/presets';
import type { RunStatus } from '../../src/protocol/run';
import { createLabStore } from '../../src/store/store';
import { batchEvent, runStarted } from '../store/fixtures';

const second = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench() {
  const store = createLabStore(presets.first, { backend: 'auto', kernels: 'auto', lang: 'auto' }, []);
  const monitor = new RunMonitor(store);
  const status = (name: RunStatus): void => monitor.receive({ type: 'status', status: name });
  const step = (seconds = 0.1): void => {
    vi.advanceTimersByTime(second);
    monitor.receive(batchEvent({ step: 1, seconds: 1, secondsPerStep: seconds }));
  };
  const steps = (count: number): void => {
    for (let i = 0; i < count; i++) step();
  };
  monitor.receive(runStarted(presets.first));
  status('training');
  return { store, monitor, status, step, steps, health: () => store.getState().runHealth };
}

it('tells that a run gives no sign, as time goes on, and that it does again', () => {
  const { steps, health } = bench();
  steps(20);
  expect(health()).toMatchObject({ status: 'steady', usualSeconds: 0.1 });
  vi.advanceTimersByTime(45 * second);
  expect(health()).toMatchObject({ status: 'stalled', silentSeconds: 45 });
  steps(1);
  expect(health()).toMatchObject({ status: 'steady', silentSeconds: 0 });
});

it('expects nothing of a run that is paused, over, or whose worker was replaced', () => {
  for (const rests of ['paused', 'finished', 'failed', 'idle'] as const) {
    const { steps, status, health } = bench();
    steps(20);
    status(rests);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(600 * second);
    expect(health()).toMatchObject({ status: 'steady', slept: null });
    status('training');
    steps(1);
    expect(health()).toMatchObject({ status: 'steady', slept: null });
    status('finished');
  }
});

it('notices that the machine slept: the clock of the day has gone on, and nothing else has', () => {
  const { steps, health, monitor } = bench();
  steps(20);
  vi.setSystemTime(Date.now() + 720 * second);
  vi.advanceTimersByTime(second);
  expect(health()?.slept?.seconds).toBeCloseTo(721, 0);
  expect(health()?.status).toBe('steady');
  // The device was lost in its sleep: the same run goes on, and still says so. Another does not.
  monitor.receive(runStarted(presets.first, { continued: true }));
  steps(1);
  expect(health()?.slept?.seconds).toBeCloseTo(721, 0);
  monitor.receive(runStarted(presets.first, { id: 'another-run' }));
  steps(1);
  expect(health()?.slept).toBeNull();
});

it('tells how far the run came while the page was hidden, and leaves the store alone where nothing changed', () => {
  const { steps, health, monitor, store } = bench();
  steps(20);
  monitor.visible(false);
  steps(60);
  const told = vi.fn<() => void>();
  const unsubscribe = store.subscribe(told);
  vi.advanceTimersByTime(5 * second);
  expect(told).not.toHaveBeenCalled();
  unsubscribe();
  monitor.visible(true);
  expect(health()?.unseen).toEqual({ seconds: 65, steps: 60 });
});
