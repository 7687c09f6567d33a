/** The race on the page's side: train, evaluate, next; stops and failures. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RaceController } from '../../src/app/actions/race';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import type { Result } from '../../src/lib/result';
import type { Call, CallName, CallResult, Send } from '../../src/protocol/calls';
import type { EngineError } from '../../src/protocol/errors';
import type { EngineEvent } from '../../src/protocol/events';
import { racePlan } from '../../src/store/race';
import { reduce } from '../../src/store/reduce';
import { createLabStore } from '../../src/store/store';
import { passed, software, split } from '../helpers/states';
import { batchEvent, epochLog, runStarted } from '../store/fixtures';
import { bench as controllerBench } from './controllerBench';

type Reply = Result<CallResult, EngineError>;
const done: Reply = { ok: true, value: null };
const broken = { code: 'not-finite', detail: 'NaN' } as const;
const plan = racePlan(defaultExperiment, 'alexnet-small', 'short');

/** An engine that does what the test says at each call, told by events as the real one does. */
function bench(
  script: Partial<Record<CallName, (call: Call, tell: (...events: EngineEvent[]) => void) => Reply | void>>,
) {
  const store = createLabStore(defaultExperiment, { backend: 'auto', kernels: 'auto', lang: 'auto' }, []);
  store.setState({ backend: software, selfCheck: passed, split });
  const sent: string[] = [];
  const forms: Partial<Experiment>[] = [];
  const tell = (...events: EngineEvent[]): void =>
    events.forEach((event) => store.setState((state) => reduce(state, event)));
  const send = async (call: Call): Promise<Reply> => {
    sent.push(call.type === 'train' ? `train ${call.experiment.model}` : call.type);
    await Promise.resolve();
    return script[call.type]?.(call, tell) ?? done;
  };
  const controller = new RaceController(store, {
    send: send as Send,
    edit: (fields) => void forms.push(fields),
  });
  const race = () => store.getState().race;
  const phases = () => race()?.entries.map(({ phase }) => phase);
  return { store, controller, sent, forms, tell, race, phases };
}

let runs = 0;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A run of one epoch to its end, of 31 steps in 31 s of training and 40 s in all. */
function trains(
  call: Call,
  tell: (...events: EngineEvent[]) => void,
  end: 'completed' | 'stopped' = 'completed',
): void {
  if (call.type !== 'train') return;
  const { log } = epochLog();
  tell(
    runStarted(call.experiment, { id: `run-number-${runs++}` }),
    { type: 'status', status: 'training' },
    batchEvent({ step: 31, seconds: 31, secondsPerStep: 1 }),
    { type: 'epoch', log },
    { type: 'run-finished', report: { end, epochs: [log], steps: 31, seconds: 40, restoredEpoch: null } },
    { type: 'status', status: 'finished' },
  );
}
const evaluates =
  (acc: number, images = 500) =>
  (_: Call, tell: (...events: EngineEvent[]) => void): void =>
    tell({
      type: 'evaluated',
      split: 'test',
      report: { images, loss: 1, acc, confusion: [], calibration: [], seconds: 1 },
    });

const settle = () => vi.advanceTimersByTimeAsync(0);

it('trains and tests one after the other with the same seed and split, and keeps what came out', async () => {
  const { controller, sent, forms, race, phases } = bench({ train: trains, evaluate: evaluates(0.5) });
  controller.actions.startRace(plan);
  expect([controller.going, phases()]).toEqual([true, ['waiting', 'waiting']]);
  await settle();
  expect(sent).toEqual(['train lenet5', 'evaluate', 'train alexnet-small', 'evaluate']);
  expect(forms).toEqual(plan);
  expect(race()).toMatchObject({ going: false, entries: [{ phase: 'finished' }, { phase: 'finished' }] });
  const result = { epochs: 1, seconds: 40, imageSeconds: 31 / (31 * 32), accuracy: 0.5 };
  expect(race()?.entries.map((entry) => entry.result)).toEqual([result, result]);
});

it('survives a failure of one, and says so', async () => {
  const { controller, sent, race } = bench({
    train: (call, tell) => {
      if (call.type !== 'train' || call.experiment.model !== 'lenet5') return trains(call, tell);
      return tell({ type: 'failed', error: broken, modelKept: false }, { type: 'status', status: 'failed' });
    },
    evaluate: evaluates(0.4),
  });
  controller.actions.startRace(plan);
  await settle();
  expect(sent).toEqual(['train lenet5', 'train alexnet-small', 'evaluate']);
  expect(race()?.entries).toMatchObject([
    { phase: 'failed', error: broken, result: null },
    { phase: 'finished', error: null, result: { accuracy: 0.4 } },
  ]);
  expect(controller.going).toBe(false);
});

it('goes on after a worker that died, as soon as another one is ready; not for ever, and not on another device', async () => {
  const crash = (): Reply => ({ ok: false, error: { code: 'worker-crashed', detail: 'gone' } });
  for (const next of ['ready', 'late', 'other'] as const) {
    let first = true;
    const { controller, store, race, sent } = bench({
      train: (call, tell) => {
        if (!first) return trains(call, tell);
        first = false;
        store.setState({ split: null, backend: null, selfCheck: null });
        return crash();
      },
      evaluate: evaluates(0.4),
    });
    controller.actions.startRace(plan);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual(['train lenet5']);
    // An engine that was not loaded is started again: that is waited for too.
    const error = { code: 'worker-not-loaded', detail: '' } as const;
    store.setState({ startError: { error, attempts: [], again: true } });
    await settle();
    expect(race()?.entries[1]?.phase).toBe('waiting');
    store.setState({ startError: null });
    const backend = next === 'other' ? { ...software, adapter: 'another' } : software;
    if (next === 'late') await vi.advanceTimersByTimeAsync(180_000);
    store.setState({ backend, selfCheck: passed, split });
    await settle();
    expect(race()?.entries.map(({ phase }) => phase)).toEqual([
      'failed',
      next === 'ready' ? 'finished' : 'failed',
    ]);
    expect(controller.going).toBe(false);
  }
});

describe('is stopped', () => {
  it.each([
    ['in the first training', 'train', ['stopped', 'stopped'], 1],
    ['in the first test', 'evaluate', ['stopped', 'stopped'], 2],
  ] as const)('%s', async (_, at, expected, commands) => {
    const { controller, sent, phases } = bench({
      train: (call, tell) => trains(call, tell, at === 'train' ? 'stopped' : 'completed'),
      // An evaluation that is stopped tells nothing.
      evaluate: () => undefined,
    });
    controller.actions.startRace(plan);
    await settle();
    expect(phases()).toEqual(expected);
    expect(sent).toHaveLength(commands);
  });

  it('by its own button: what goes on is stopped, and nothing more begins', async () => {
    const { controller, sent, race, phases } = bench({
      train: (call, tell) => {
        tell({ type: 'status', status: 'training' });
        controller.actions.stopRace();
        trains(call, tell, 'stopped');
      },
    });
    controller.actions.startRace(plan);
    await settle();
    expect(sent).toEqual(['train lenet5', 'stop']);
    expect(phases()).toEqual(['stopped', 'stopped']);
    expect(race()).toMatchObject({ going: false, stopping: true });
  });

  it('while it waits for a device', async () => {
    const { controller, store, phases } = bench({
      train: () => {
        store.setState({ selfCheck: null });
        return { ok: false, error: { code: 'worker-crashed', detail: '' } };
      },
    });
    controller.actions.startRace(plan);
    await settle();
    expect(phases()).toEqual(['failed', 'waiting']);
    controller.actions.stopRace();
    await settle();
    expect(phases()).toEqual(['failed', 'stopped']);
  });
});

it('does not begin where training is not offered, where something goes on, or twice', async () => {
  const { controller, store, sent, race } = bench({ train: trains, evaluate: evaluates(0.5) });
  for (const state of [{ selfCheck: null }, { selfCheck: passed, status: 'training' }] as const) {
    store.setState(state);
    controller.actions.startRace(plan);
    expect(race()).toBeNull();
  }
  store.setState({ status: 'idle' });
  controller.actions.startRace(plan);
  controller.actions.startRace(plan);
  await settle();
  expect(sent.filter((text) => text === 'train lenet5')).toHaveLength(1);
});

it('a worker that dies in a race does not go on with its run by itself', async () => {
  const lost = { type: 'failed', error: { code: 'device-lost', detail: '' }, modelKept: false } as const;
  for (const racing of [true, false]) {
    const { controller, store, types } = controllerBench();
    controller.receive(runStarted(defaultExperiment));
    controller.receive({ type: 'status', status: 'training' });
    controller.receive({ type: 'saved', id: 'a-saved-run', savedAt: 1, bytes: 1, seconds: 1 });
    store.setState({ race: racing ? { going: true, stopping: false, entries: [] } : null });
    controller.receive(lost);
    await settle();
    expect(types().includes('resume-run')).toBe(!racing);
  }
});
