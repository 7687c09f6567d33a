import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { Transfers } from '../../src/engine/runs/transfers';
import { Tabs } from '../../src/engine/runs/tabs';
import type { Experiment } from '../../src/experiment/schema';
import type { EngineEvent } from '../../src/protocol/events';
import { tinySet } from '../dataset/tiny';
import { Origin } from '../helpers/locks';
import { onWebGpu } from '../helpers/backends';
import { fakeFiles } from '../helpers/fakeFiles';
import { small } from '../helpers/runs';
import { serveSet } from '../helpers/serveSet';
import { sessionBench } from '../helpers/sessionBench';
import { useCpuEngine } from '../helpers/cpuEngine';

const experiment: Experiment = { ...small, model: 'lenet5', train: 16, val: 6, test: 7, epochs: 2 };
const set = await tinySet();

let manifests = 0;
/** While it is set, sheets wait for it. */
let hold: Promise<void> | null = null;

beforeEach(async () => {
  await useCpuEngine();
  [manifests, hold] = [0, null];
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.endsWith('/manifest.json')) manifests++;
    else await hold;
    return serveSet(set)(url);
  });
});
afterEach(() => vi.unstubAllGlobals());

it('tells at once that the device was lost, while it is paused and while nothing runs', async () => {
  const { session, watch, hooks, of, statuses } = sessionBench();
  hooks.onEvent = (event) => {
    if (event.type === 'batch') session.pause();
    if (event.type === 'status' && event.status === 'paused')
      setTimeout(() => watch.fail('device-lost', 'unplugged'), 20);
  };
  await session.train(experiment, 'new');
  expect(statuses()).toEqual(['loading', 'compiling', 'training', 'paused', 'failed']);
  expect(of('failed')).toMatchObject([{ error: { code: 'device-lost' }, modelKept: false }]);

  const idle = sessionBench();
  await idle.session.train({ ...experiment, epochs: 1 }, 'new');
  idle.watch.fail('device-lost', 'unplugged');
  expect(idle.of('failed')).toMatchObject([{ error: { detail: 'unplugged' }, modelKept: false }]);
  expect(idle.statuses().at(-1)).toBe('failed');
  expect(() => idle.session.inspectTarget()).toThrow('Nothing has been trained yet');
});

it('heeds Stop while sheets are on their way, and goes on loading them', async () => {
  const { session, data, hooks, of, statuses } = sessionBench();
  let release = (): void => {};
  hold = new Promise((resolve) => (release = resolve));
  hooks.onEvent = (event) => {
    if (event.type === 'status' && event.status === 'loading') setTimeout(() => session.stop(), 20);
  };
  await session.train(experiment, 'new');
  expect(statuses()).toEqual(['loading', 'idle']);
  release();
  expect(await data.load(experiment)).not.toBeNull();
  expect(of('failed')).toEqual([]);
});

it('says why it does not train when another split was asked for meanwhile; the manifest is fetched once', async () => {
  const { session, data, of } = sessionBench();
  const training = session.train(experiment, 'new');
  await vi.waitFor(() => expect(data.wants(experiment)).toBe(true), { interval: 0 });
  const other = data.load({ ...experiment, seed: 8 });
  await training;
  expect(of('failed')[0]?.error).toEqual({
    code: 'data-not-ready',
    detail: 'Another split was asked for meanwhile',
  });
  expect(await other).not.toBeNull();
  expect(manifests).toBe(1);
});

onWebGpu('a session', (use) => {
  it('tells how far compilation is before the first step of a network and batch size, and not again', async () => {
    await use();
    const { session, hooks, of, statuses } = sessionBench();
    const order: string[] = [];
    let answered: Promise<unknown> = Promise.reject(new Error('never asked'));
    answered.catch(() => {});
    hooks.onEvent = (event) => {
      order.push(event.type);
      if (event.type === 'compiling') answered = session.compiled;
    };
    await session.train({ ...experiment, epochs: 1 }, 'new');
    await expect(answered).resolves.toBeUndefined();
    expect(statuses()).toEqual(['loading', 'compiling', 'training', 'finished']);
    const told = of('compiling');
    expect(told.length).toBeGreaterThan(0);
    expect(told.at(-1)).toMatchObject({ done: told.at(-1)?.total });
    expect(order.lastIndexOf('compiling')).toBeLessThan(order.indexOf('run-started'));
    await session.train({ ...experiment, epochs: 1 }, 'continue');
    expect(of('compiling')).toHaveLength(told.length);
    await session.train({ ...experiment, epochs: 1, batch: 4 }, 'new');
    expect(of('compiling').length).toBeGreaterThan(told.length);
    expect(of('failed')).toEqual([]);
  });
});

it('goes on with a run that was stopped by hand, its best weights kept, to the end that it would have had', async () => {
  const watched = { ...experiment, epochs: 4, lr: 0.05, earlyStopping: 2 };
  const whole = sessionBench();
  await whole.session.train(watched, 'new');
  expect(whole.of('run-finished')[0]?.report.restoredEpoch).toBe(3);
  const files = fakeFiles();
  const first = sessionBench({ archive: new Archive(files) });
  first.hooks.onEvent = (event) => event.type === 'gallery' && event.epoch === 3 && first.session.stop();
  await first.session.train(watched, 'new');
  expect(first.of('run-finished')).toMatchObject([{ report: { end: 'stopped' } }]);
  const [saved] = first.of('saved');
  const second = sessionBench({ archive: new Archive(files) });
  await second.session.resumeRun(saved?.id ?? '', 'train');
  const told = ({ of }: ReturnType<typeof sessionBench>) =>
    of('epoch').map(({ log }) => [log.epoch, log.loss, log.val_loss]);
  expect([...told(first), ...told(second)]).toEqual(told(whole));
  const { report } = second.of('run-finished')[0] ?? {};
  expect(report?.end).toBe(whole.of('run-finished')[0]?.report.end);
  expect(report?.restoredEpoch).toBe(whole.of('run-finished')[0]?.report.restoredEpoch);
  expect(second.of('failed')).toEqual([]);
});

it('saves a run where it is paused, after an epoch’s last step too', async () => {
  const { session, hooks, of, statuses } = sessionBench({ archive: new Archive(fakeFiles()) });
  const order: string[] = [];
  const pauseAt = (wanted: EngineEvent['type']) => (event: EngineEvent) => {
    if (event.type === 'saved') order.push('saved');
    if (event.type === 'status' && event.status === 'paused') {
      order.push('paused');
      session.resume();
    }
    const lastStep = event.type === 'batch' && event.logs.stepInEpoch === experiment.train / experiment.batch;
    if (event.type === wanted && (event.type !== 'batch' || lastStep)) session.pause();
  };
  for (const wanted of ['batch', 'epoch'] as const) {
    order.length = 0;
    hooks.onEvent = pauseAt(wanted);
    await session.train(experiment, 'new');
    // Twice at steps; after the last of two epochs there is nothing left to pause.
    const places = wanted === 'batch' ? 2 : 1;
    expect(order).toEqual([...Array.from({ length: places }, () => ['saved', 'paused']).flat(), 'saved']);
  }
  expect(of('failed')).toEqual([]);
  expect(statuses().at(-1)).toBe('finished');
});

it('keeps the model that it has where the snapshot to go on with is damaged', async () => {
  const files = fakeFiles();
  const { session, of } = sessionBench({ archive: new Archive(files) });
  await session.train({ ...experiment, epochs: 1 }, 'new');
  const [saved] = of('saved');
  const whole = files.contents.get(`${saved?.id}.a`)!;
  const turned = whole.slice();
  turned[1_000]! ^= 1;
  files.contents.set(`${saved?.id}.a`, turned);
  const { model } = session.inspectTarget();
  await session.resumeRun(saved?.id ?? '', 'inspect');
  expect(of('failed')).toMatchObject([{ error: { code: 'snapshot-failed' }, modelKept: true }]);
  expect(session.inspectTarget().model).toBe(model);
  // The control: a whole one takes its place.
  files.contents.set(`${saved?.id}.a`, whole);
  await session.resumeRun(saved?.id ?? '', 'inspect');
  expect(of('failed')).toHaveLength(1);
  expect(session.inspectTarget().model).not.toBe(model);
});

it('exports what an import takes: a run that ended, was stopped anywhere, and went on as another', async () => {
  const files = fakeFiles();
  const archive = new Archive(files);
  const { session, hooks, of } = sessionBench({ archive });
  const transfers = new Transfers({ emit: () => undefined, free: async () => null });
  const answers: string[] = [];
  const passOn = async (): Promise<void> => {
    const [run] = (await archive.list()).runs;
    const given = await transfers.export(archive, run?.state.id ?? '');
    if (given.type !== 'exported') return void answers.push(given.type);
    const taken = await transfers.import(new Archive(fakeFiles()), given.content);
    answers.push(taken.type === 'refused' ? `${taken.refusal.reason}: ${taken.refusal.detail}` : taken.type);
  };
  await session.train({ ...experiment, earlyStopping: 1 }, 'new');
  await passOn();
  const stopAt = (type: EngineEvent['type']) => (event: EngineEvent) => event.type === type && session.stop();
  const others: readonly Partial<Experiment>[] = [
    { optimizer: 'momentum', reduceLr: 1 },
    { optimizer: 'sgd', batch: 4, flip: true },
    { optimizer: 'adam', earlyStopping: 1 },
  ];
  for (const [i, type] of (['run-started', 'batch', 'epoch'] as const).entries()) {
    hooks.onEvent = stopAt(type);
    await session.train({ ...experiment, ...others[i] }, 'continue');
    await passOn();
  }
  // One that was taken up in the middle of its epoch says so in its log.
  hooks.onEvent = stopAt('batch');
  await session.train(experiment, 'new');
  const { id } = of('saved').at(-1) ?? {};
  await session.resumeRun(id ?? '', 'train');
  expect(of('run-started').at(-1)?.history.notes).toMatchObject([{ note: 'resumed', epoch: 1 }]);
  await passOn();
  expect(of('failed')).toEqual([]);
  expect(of('saved').length).toBeGreaterThanOrEqual(3);
  expect(answers).toEqual(Array.from({ length: 5 }, () => 'imported'));
});

it('keeps the later run as the later, though the clock was set back meanwhile', async () => {
  const archive = new Archive(fakeFiles());
  const { session, of } = sessionBench({ archive });
  const clock = vi.spyOn(Date, 'now');
  for (const time of [2e12, 1e12]) {
    clock.mockReturnValue(time);
    await session.train({ ...experiment, epochs: 1 }, 'new');
  }
  clock.mockRestore();
  const ids = of('run-started').map(({ id }) => id);
  const { runs } = await archive.list();
  expect(runs.map(({ state }) => state.id)).toEqual(ids.toReversed());
  expect(runs.map(({ state }) => state.savedAt)).toEqual([1e12, 2e12]);
});

it('does not train while another tab does, and keeps its model and its runs', async () => {
  const origin = new Origin();
  const tabs = (name: string): Tabs =>
    new Tabs({ locks: origin.tab(name), channel: null, onChange: () => {} });
  const archive = new Archive(fakeFiles());
  const first = sessionBench({ archive, tabs: tabs('first') });
  const second = sessionBench({ archive, tabs: tabs('second') });
  await second.session.train({ ...experiment, epochs: 1 }, 'new');
  const [saved] = second.of('saved');
  first.hooks.onEvent = (event) => event.type === 'batch' && first.session.pause();
  const training = first.session.train(experiment, 'new');
  await vi.waitFor(() => expect(first.statuses()).toContain('paused'), { timeout: 60_000 });
  await second.session.train(experiment, 'continue');
  expect(second.of('failed')).toMatchObject([{ error: { code: 'training-elsewhere' }, modelKept: true }]);
  await second.session.resumeRun(saved?.id ?? '', 'inspect');
  expect(second.statuses().at(-1)).toBe('finished');
  await second.session.resumeRun(first.of('saved')[0]?.id ?? '', 'inspect');
  expect(second.of('failed').at(-1)).toMatchObject({ error: { code: 'run-elsewhere' }, modelKept: true });
  first.session.stop();
  await training;
  await second.session.train({ ...experiment, epochs: 1 }, 'continue');
  expect(second.statuses().at(-1)).toBe('finished');
});

it('goes on under another name with a model whose run another tab has taken further', async () => {
  const files = fakeFiles();
  const first = sessionBench({ archive: new Archive(files) });
  const second = sessionBench({ archive: new Archive(files) });
  await first.session.train({ ...experiment, epochs: 1 }, 'new');
  const id = first.of('saved')[0]?.id ?? '';
  await second.session.resumeRun(id, 'inspect');
  // Undisturbed, a run that is gone on with stays the same run.
  await first.session.train({ ...experiment, epochs: 1 }, 'continue');
  expect(first.of('saved').map((event) => event.id)).toEqual([id, id]);
  await second.session.train({ ...experiment, epochs: 1 }, 'continue');
  const branch = second.of('saved').at(-1)?.id;
  expect(branch).not.toBe(id);
  const { runs } = await new Archive(files).list();
  const sequences = new Map(runs.map(({ state }) => [state.id, state.sequence]));
  expect(sequences).toEqual(
    new Map([
      [id, 2],
      [branch ?? '', 2],
    ]),
  );
  await second.session.train({ ...experiment, epochs: 1 }, 'continue');
  expect(second.of('saved').at(-1)?.id).toBe(branch);
});

it('lends its model while nothing is done with it, and is busy until it has it back', async () => {
  const { session, hooks, watch, of } = sessionBench();
  const during: unknown[] = [];
  hooks.onEvent = (event) => {
    if (event.type === 'batch')
      during.push(session.withModel(async () => 'lent').catch((thrown: Error) => thrown.message));
  };
  await session.train({ ...experiment, epochs: 1 }, 'new');
  expect(new Set(await Promise.all(during))).toEqual(new Set(['A run or an evaluation is going on']));
  const values = await session.withModel(async ({ trainState, checkpointer, callbackState }) => {
    await expect(session.evaluate('test')).rejects.toThrow('A run or an evaluation is going on');
    return [trainState.optimizer.iterations, checkpointer.history.epochs.length, callbackState.lrFactor];
  });
  expect(values).toEqual([2, 1, 1]);
  const lost = session.withModel(() => {
    watch.fail('device-lost', 'unplugged');
    return new Promise(() => {});
  });
  await expect(lost).rejects.toThrow('unplugged');
  expect(of('failed')).toMatchObject([{ error: { code: 'device-lost' }, modelKept: false }]);
  await expect(session.withModel(async () => 1)).rejects.toThrow('Nothing has been trained yet');
});
