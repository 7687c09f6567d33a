/** What the page does with saved runs by itself, and with those of other tabs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../../src/experiment/presets';
import type { SavedRunReport } from '../../src/protocol/run';
import { canTrain, offeredRun } from '../../src/store/selectors';
import { ready } from '../helpers/states';
import { runStarted } from '../store/fixtures';
import { bench } from './controllerBench';

const report = { end: 'completed', epochs: [], steps: 1, seconds: 1, restoredEpoch: null } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lost = {
  type: 'failed',
  error: { code: 'device-lost', detail: 'unplugged' },
  modelKept: false,
} as const;
const saved = { type: 'saved', id: 'a-saved-run', savedAt: 5, bytes: 9, seconds: 0.1 } as const;

const savedRow: SavedRunReport = {
  id: 'a-saved-run',
  name: '',
  experiment: presets.first,
  startedAt: 1,
  savedAt: 2,
  finished: false,
  epochs: 1,
  lastEpoch: 3,
  stepInEpoch: 4,
  stepsPerEpoch: 31,
  bestValAcc: 0.5,
  bytes: 10,
  adapter: '',
};

/** A saved run that has lost its device while it trained. */
function cutOff(): ReturnType<typeof bench> {
  const made = bench();
  made.controller.receive(runStarted(presets.first));
  made.controller.receive({ type: 'status', status: 'training' });
  made.controller.receive(saved);
  made.controller.receive(lost);
  return made;
}

it('goes on with a saved run by itself after a lost device, and says so, a bounded number of times', async () => {
  const { controller, sent, store } = cutOff();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.at(-1)).toEqual({ type: 'resume-run', id: 'a-saved-run', mode: 'train' });
  expect(store.getState().recoveries).toEqual([lost.error]);
  for (let i = 0; i < 10; i++) {
    controller.receive(lost);
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(sent.filter(({ type }) => type === 'resume-run')).toHaveLength(3);
});

it('goes on with it when the engine that did not come is started again, and counts the loss once', async () => {
  const { controller, sent, store } = cutOff();
  // Before the new worker has answered.
  const error = { code: 'worker-not-loaded', detail: 'no answer' } as const;
  const notLoaded = () => controller.receive({ type: 'start-failed', error, attempts: [] });
  notLoaded();
  expect(store.getState()).toMatchObject({ status: 'failed', startError: { error, again: true } });
  for (let i = 0; i < 2; i++) notLoaded();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.getState()).toMatchObject({ startError: { error, tries: 4 }, recoveries: [lost.error] });
  expect(store.getState().failure?.error).toEqual(lost.error);
  expect(sent.map(({ type }) => type)).not.toContain('resume-run');
  controller.actions.startEngine();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.at(-1)).toEqual({ type: 'resume-run', id: 'a-saved-run', mode: 'train' });
});

it('goes on with nothing where nothing was saved, where the run was over, or where it was another', async () => {
  for (const events of [
    [runStarted(presets.first)],
    [saved],
    [runStarted(presets.first, { id: 'another-run' }), saved],
    [runStarted(presets.first), saved, { type: 'run-finished', report } as const],
  ]) {
    const { controller, types } = bench();
    for (const event of [...events, { type: 'status', status: 'training' } as const, lost])
      controller.receive(event);
    await vi.advanceTimersByTimeAsync(0);
    expect(types()).not.toContain('resume-run');
  }
});

it('opens a saved run with the experiment that it had, and deletes one', () => {
  const { controller, sent, store, address } = bench();
  const experiment = { ...presets.first, seed: 99 };
  const run = { ...savedRow, experiment };
  store.setState({ runs: { type: 'runs', runs: [run], damaged: 0, space: null, elsewhere: null } });
  expect(offeredRun(store.getState())).toBe(run);
  controller.actions.openRun(run, 'inspect');
  expect(sent.at(-1)).toEqual({ type: 'resume-run', id: run.id, mode: 'inspect' });
  expect(store.getState().experiment.seed).toBe(99);
  expect(address.query).toContain('seed=99');
  expect(offeredRun(store.getState())).toBeNull();
  controller.actions.deleteRun(run.id);
  expect(sent.at(-1)).toEqual({ type: 'delete-run', id: run.id });
});

describe('the promise to keep the store', () => {
  const promise = (persisted: boolean, persist: boolean) => ({
    persisted: vi.fn<() => Promise<boolean>>(async () => persisted),
    persist: vi.fn<() => Promise<boolean>>(async () => persist),
  });
  const settled = () => vi.advanceTimersByTimeAsync(0);

  it('is asked for with the first Train, once, and not at load', async () => {
    const asked = promise(false, true);
    const { controller, store } = bench('', asked);
    await settled();
    expect(asked.persist).not.toHaveBeenCalled();
    expect(store.getState().persistence).toBe('unasked');
    controller.actions.train('new');
    controller.actions.train('new');
    await settled();
    expect(asked.persist).toHaveBeenCalledTimes(1);
    expect(store.getState().persistence).toBe('granted');
  });

  it('is not asked for again where it was given or refused, and nothing is told where there is none', async () => {
    const given = promise(true, true);
    const one = bench('', given);
    await settled();
    one.controller.actions.train('new');
    expect(given.persist).not.toHaveBeenCalled();
    expect(one.store.getState().persistence).toBe('granted');
    const refused = promise(false, false);
    const two = bench('', refused);
    await settled();
    two.controller.actions.train('new');
    await settled();
    two.controller.actions.train('new');
    expect(refused.persist).toHaveBeenCalledTimes(1);
    expect(two.store.getState().persistence).toBe('denied');
    expect(bench().store.getState().persistence).toBeNull();
  });

  it('that fails stops no run', async () => {
    const broken = promise(false, false);
    broken.persist.mockRejectedValue(new TypeError('not here'));
    const { controller, types, store } = bench('', broken);
    await settled();
    controller.actions.train('new');
    await settled();
    expect(types().at(-1)).toBe('train');
    expect(store.getState().persistence).toBe('denied');
  });
});

it('offers no training and no cut-off run while another tab trains, waits for it if told so, and then trains', () => {
  const { controller, store, types } = bench('?model=lenet5');
  store.setState(ready);
  const trained = (): number => types().filter((type) => type === 'train').length;
  const list = (elsewhere: string | null): void =>
    controller.receive({ type: 'runs', runs: [], damaged: 0, space: null, elsewhere });
  list('their-run');
  expect(canTrain(store.getState())).toBe(false);
  list(null);
  expect([canTrain(store.getState()), trained()]).toEqual([true, 0]);
  list('their-run');
  controller.actions.waitForTab(true);
  list('their-run');
  expect(trained()).toBe(0);
  list(null);
  expect(trained()).toBe(1);
  // A third tab was faster: this one waits on. A run that begins ends the waiting, and so does a
  // failure.
  const refused = { code: 'training-elsewhere', detail: '' } as const;
  controller.receive({ type: 'failed', error: refused, modelKept: false });
  list('third-run');
  expect(store.getState()).toMatchObject({ waitsForTab: true, runs: { elsewhere: 'third-run' } });
  controller.receive({ type: 'failed', error: { code: 'internal', detail: '' }, modelKept: false });
  expect(store.getState().waitsForTab).toBe(false);
  controller.actions.waitForTab(true);
  controller.receive(runStarted(presets.first));
  expect(store.getState().waitsForTab).toBe(false);
});

it('tries a run that diverged with a tenth of its rate: from its snapshot with the form as it is, else anew with the form', () => {
  const { controller, sent, store, address } = bench();
  const experiment = { ...presets.first, lr: 0.003 };
  controller.receive(runStarted(experiment));
  store.setState({ experiment });
  const snapshot = { ...savedRow, experiment };
  controller.actions.lowerRate(snapshot);
  expect(sent.at(-1)).toEqual({ type: 'resume-run', id: snapshot.id, mode: 'train', lrScale: 0.1 });
  expect(store.getState().experiment).toEqual(experiment);
  controller.actions.lowerRate(null);
  expect(sent.at(-1)).toEqual({ type: 'train', experiment: { ...experiment, lr: 3e-4 }, mode: 'new' });
  expect(address.query).toContain('lr=0.0003');
});
