/** What the page makes of a run that is exported or imported. */
import { expect, it } from 'vitest';
import { Controller } from '../../src/app/controller';
import type { EngineClient } from '../../src/client/engineClient';
import { parseUrl } from '../../src/experiment/url';
import type { Result } from '../../src/lib/result';
import type { Call, CallResult } from '../../src/protocol/calls';
import type { EngineError } from '../../src/protocol/errors';
import type { SavedRunReport } from '../../src/protocol/run';
import { createLabStore } from '../../src/store/store';
import { trainedModel, trainedModelId } from '../../src/store/trainedModel';
import { savedRunReport } from '../store/fixtures';

type Reply = Result<CallResult, EngineError>;
const answered = (value: CallResult): Reply => ({ ok: true, value });

/** A page whose engine answers transfers when the test says so. */
function bench() {
  const sent: Call[] = [];
  const saved: [string, Blob][] = [];
  let answer: (reply: Reply) => void = () => undefined;
  const { experiment, settings, problems } = parseUrl('');
  const store = createLabStore(experiment, settings, problems);
  const controller = new Controller(store, {
    data: { dataUrl: '', manifestSha256: null },
    modelsUrl: 'http://lab.test/lab/models/',
    page: () => '',
    replaceQuery: () => undefined,
    persistence: null,
    takeUpdate: () => undefined,
    partMissing: () => undefined,
    save: (name, content) => void saved.push([name, content]),
  });
  const send = (call: Call): Promise<Reply> => {
    sent.push(call);
    if (call.type === 'rename-run' && call.name === 'refused')
      return Promise.resolve({ ok: false, error: { code: 'internal', detail: 'full' } });
    if (!['export-run', 'export-model', 'import-run', 'import-published'].includes(call.type))
      return Promise.resolve(answered(null));
    return new Promise((resolve) => (answer = resolve));
  };
  void controller.boot({ send, terminate: () => undefined } as unknown as EngineClient);
  const transfer = () => store.getState().transfer;
  const reply = async (given: Reply): Promise<void> => {
    answer(given);
    await new Promise((resolve) => setTimeout(resolve));
  };
  const count = (type: Call['type']): number => sent.filter((call) => call.type === type).length;
  /** The engine reports its list of saved runs. */
  const list = (...runs: SavedRunReport[]): void =>
    controller.receive({ type: 'runs', runs, damaged: 0, space: null, elsewhere: null });
  return { sent, saved, list, controller, transfer, reply, count, store };
}

const file = new File(['x'], 'a.alexlab');

it('asks for a model as a file, of a run or of the model at hand, and gives it to the downloads', async () => {
  const { controller, saved, transfer, reply, sent } = bench();
  controller.actions.exportModel(null, { format: 'keras', optimizer: true });
  expect(sent.at(-1)).toEqual({ type: 'export-model', id: null, format: 'keras', optimizer: true });
  await reply(answered({ type: 'exported', content: file, fileName: 'lenet5-x.keras' }));
  expect(saved).toEqual([['lenet5-x.keras', file]]);
  expect(transfer()).toMatchObject({ kind: 'model', end: { type: 'exported', fileName: 'lenet5-x.keras' } });
});

it('gives an exported run to the downloads, and keeps no file', async () => {
  const { controller, saved, transfer, reply } = bench();
  controller.actions.exportRun('a-saved-run');
  expect(transfer()).toEqual({ kind: 'export', origin: 'runs', done: 0, total: 0, end: null });
  controller.receive({ type: 'transfer', kind: 'export', done: 5, total: 10 });
  expect(transfer()).toMatchObject({ done: 5, total: 10, end: null });
  await reply(answered({ type: 'exported', content: file, fileName: 'lenet5-x.alexlab' }));
  expect(saved).toEqual([['lenet5-x.alexlab', file]]);
  expect(transfer()?.end).toEqual({ type: 'exported', fileName: 'lenet5-x.alexlab' });
  // A late word begins nothing anew.
  controller.receive({ type: 'transfer', kind: 'export', done: 9, total: 10 });
  expect(transfer()?.end).not.toBeNull();
  controller.actions.dismissTransfer();
  expect(transfer()).toBeNull();
});

it('takes one file at a time, and can be told to stop', async () => {
  const { controller, transfer, reply, count, store, sent } = bench();
  controller.actions.importRun([file], 'runs');
  controller.actions.importRun([file], 'runs');
  expect(count('import-run')).toBe(1);
  controller.actions.cancelTransfer();
  expect(count('cancel-transfer')).toBe(1);
  await reply(answered({ type: 'imported', model: null, id: 'a-saved-run' }));
  expect(transfer()?.end).toEqual({ type: 'imported', model: null, id: 'a-saved-run' });
  expect(store.getState().offerDismissed).toBe(true);
  controller.actions.renameRun('a-saved-run', 'mine');
  expect(sent.at(-1)).toEqual({ type: 'rename-run', id: 'a-saved-run', name: 'mine' });
});

it('says that it failed where the worker died on the way', async () => {
  const { controller, transfer, reply, saved } = bench();
  controller.actions.exportRun('a-saved-run');
  await reply({ ok: false, error: { code: 'worker-crashed', detail: 'killed' } });
  expect(transfer()?.end).toMatchObject({ type: 'refused', refusal: { reason: 'failed', detail: 'killed' } });
  expect(saved).toEqual([]);
});

it('says that a run keeps its name where the new one could not be written', async () => {
  const { controller, transfer } = bench();
  controller.actions.renameRun('a-saved-run', 'refused');
  await new Promise((resolve) => setTimeout(resolve));
  expect(transfer()).toMatchObject({ kind: 'rename', end: { type: 'refused', refusal: { detail: 'full' } } });
});

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it('fetches the trained model of the page once, opens the run that it became, and that one again', async () => {
  const { controller, sent, list, transfer, reply, count, store } = bench();
  controller.actions.openTrainedModel('evaluate');
  expect(transfer()).toMatchObject({ kind: 'trained', origin: 'evaluate', end: null });
  controller.actions.openTrainedModel('explore');
  await settled();
  // Nobody had listed the runs: there could have been one of it.
  expect(count('list-runs')).toBe(1);
  expect(count('import-published')).toBe(1);
  const { file, bytes, sha256, model, epochs } = trainedModel;
  expect(sent.at(-1)).toEqual({
    type: 'import-published',
    id: trainedModelId,
    url: `http://lab.test/lab/models/${file}`,
    published: { file, bytes, sha256 },
    experiment: store.getState().experiment,
  });

  const run = savedRunReport({ id: trainedModelId, epochs });
  list({ ...run, experiment: { ...run.experiment, model, seed: 7 } });
  const report = {
    format: 'keras',
    writer: 'Keras 3',
    model,
    iterations: 0,
    slots: false,
    recorded: true,
    notes: [],
  } as const;
  await reply(answered({ type: 'imported', id: trainedModelId, model: report }));
  expect(sent.at(-1)).toEqual({ type: 'resume-run', id: trainedModelId, mode: 'inspect' });
  expect(transfer()).toBeNull();
  expect(store.getState().experiment).toMatchObject({ model, seed: 7 });

  controller.actions.openTrainedModel('model');
  await settled();
  expect(count('import-published')).toBe(1);
  expect(sent.filter(({ type }) => type === 'resume-run')).toHaveLength(2);
  expect(count('list-runs')).toBe(1);
  expect(transfer()).toBeNull();

  // One that was trained further is another model.
  list({ ...run, epochs: epochs + 1 });
  controller.actions.openTrainedModel('model');
  await settled();
  expect(count('import-published')).toBe(2);
});

it('says in its place why the trained model was not opened, and lists it where something goes on by then', async () => {
  const { controller, list, transfer, reply, count, store } = bench();
  controller.actions.openTrainedModel('explore');
  await settled();
  const refusal = { reason: 'missing', detail: 'HTTP 404', need: null, free: null } as const;
  await reply(answered({ type: 'refused', refusal }));
  expect(transfer()).toMatchObject({ origin: 'explore', end: { type: 'refused', refusal } });

  controller.actions.openTrainedModel('explore');
  await settled();
  store.setState({ status: 'training' });
  list(savedRunReport({ id: trainedModelId, epochs: trainedModel.epochs }));
  const report = {
    format: 'keras',
    writer: '',
    model: 'lenet5',
    iterations: 0,
    slots: false,
    recorded: true,
    notes: [],
  } as const;
  await reply(answered({ type: 'imported', id: trainedModelId, model: report }));
  expect(count('resume-run')).toBe(0);
  expect(transfer()?.end).toEqual({ type: 'imported', id: trainedModelId, model: null });
});
