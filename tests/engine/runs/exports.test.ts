/**
 * A model goes out as a file: from the device and from a saved run, one at a time, and nothing
 * stays behind.
 */
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportModel, exportTotal } from '../../../src/formats/export';
import type { Files } from '../../../src/storage/files';
import { memoryFiles } from '../../../src/storage/memoryFiles';
import { ExportFiles, currentExport, savedExport } from '../../../src/engine/runs/exports';
import { createTrainState, disposeTrainState, type TrainState } from '../../../src/engine/core/trainState';
import { restore } from '../../../src/engine/runs/restore';
import { logits } from '../../../src/model/build';
import { Transfers } from '../../../src/engine/runs/transfers';
import type { ExportFormat } from '../../../src/network';
import type { EngineEvent } from '../../../src/protocol/events';
import type { ModelRequest, TransferAnswer } from '../../../src/protocol/files';
import { freshCursor, freshCallbackState } from '../../../src/training/run';
import { onWebGpu } from '../../helpers/backends';
import { Origin } from '../../helpers/locks';
import { fakeFiles } from '../../helpers/fakeFiles';
import { small } from '../../helpers/runs';
import { oneSavedRun } from '../../helpers/savedRun';
import { sessionBench } from '../../helpers/sessionBench';

let saved: Awaited<ReturnType<typeof oneSavedRun>>;
let trainState: TrainState;
const memory = freshCallbackState({ cursor: freshCursor() });
beforeAll(async () => {
  saved = await oneSavedRun();
  ({ trainState } = await restore(saved.archive, saved.id));
  return () => disposeTrainState(trainState);
});

// HDF5 notes the second in which a dataset was made.
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => vi.useRealTimers());

const one = Uint32Array.of(1);
/** What surrounds the model in an archive for a cluster. */
const around = async () => ({ split: { train: one, val: one, test: one }, program: { 'train.py': 'pass' } });

/** Where files are written, and transfers that are told about. */
function bench(
  files: Files | null = fakeFiles(),
  free: number | null = null,
  locks: LockManager | null = null,
) {
  const events: Extract<EngineEvent, { type: 'transfer' }>[] = [];
  const hooks = { onEvent: (): void => {} };
  const transfers = new Transfers({
    emit: (event) => {
      if (event.type === 'transfer') events.push(event);
      hooks.onEvent();
    },
    free: async () => free,
  });
  const exportFiles = new ExportFiles({ files: async () => files, locks });
  const ofHeld = (request: ModelRequest): Promise<TransferAnswer> =>
    transfers.exportModel(
      exportFiles,
      request,
      (work) => work(currentExport({ trainState, checkpointer: null, callbackState: memory })),
      around,
    );
  const ofSaved = (request: ModelRequest, id = saved.id): Promise<TransferAnswer> =>
    transfers.exportModel(exportFiles, request, (work) => savedExport(saved.archive, id, work), around);
  return { transfers, exportFiles, events, hooks, ofHeld, ofSaved };
}

async function contentOf(answer: TransferAnswer): Promise<{ name: string; sha256: string; bytes: Buffer }> {
  if (answer.type !== 'exported') throw new Error(JSON.stringify(answer));
  const bytes = Buffer.from(await answer.content.arrayBuffer());
  return { name: answer.fileName, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

describe('a model', () => {
  it.each([
    ['weights', /^lenet5-[\dT-]+\.weights\.h5$/],
    ['safetensors', /^lenet5-[\dT-]+\.safetensors$/],
  ] as const)('has the same %s from the device and from the saved run', async (format, name) => {
    const request = { format, optimizer: true };
    const { ofHeld, ofSaved, events } = bench();
    const device = await contentOf(await ofHeld(request));
    const run = await contentOf(await ofSaved(request));
    expect(device.sha256).toBe(run.sha256);
    expect(device.name).toMatch(name);
    // And it is what the writer writes of it, of all of it.
    const files = memoryFiles();
    const { model, ...named } = currentExport({ trainState, checkpointer: null, callbackState: memory });
    await exportModel(files, 'x', model, { ...request, ...named }, async () => {});
    expect(run.bytes.length).toBe((await files.blob('x')).size);
    expect(events.at(-1)).toEqual({
      type: 'transfer',
      kind: 'model',
      done: 744_072,
      total: exportTotal(model, { ...request, ...named }),
    });
    // Negative control: after another value of one weight it is another file.
    const bias = trainState.model.net.weights.at(-1)!;
    const before = bias.read().clone();
    bias.write(tf.ones([10]));
    expect((await contentOf(await ofHeld(request))).sha256).not.toBe(run.sha256);
    bias.write(before);
    before.dispose();
  });

  it('takes the learning rate that callbacks have left', () => {
    const { learningRate } = currentExport({
      trainState,
      checkpointer: null,
      callbackState: { ...memory, lrFactor: 0.1 },
    }).model;
    expect(learningRate).toBeCloseTo(0.001, 12);
  });

  it('has the name of its run, and its history as CSV, without a file', async () => {
    await saved.archive.rename(saved.id, 'My run');
    const files = fakeFiles();
    const { name, bytes } = await contentOf(
      await bench(files).ofSaved({ format: 'history', optimizer: false }),
    );
    expect(name).toBe('lenet5-My-run.csv');
    expect(bytes.toString()).toMatch(/^epoch,acc,loss,lr,seconds,val_acc,val_loss\r\n0,[\d.,e-]+\r\n$/);
    expect(files.contents.size).toBe(0);
    await saved.archive.rename(saved.id, '');
  });

  it('is made in memory where the browser has no place for files', async () => {
    const format: ExportFormat = 'tfjs';
    const { bytes } = await contentOf(await bench(null).ofHeld({ format, optimizer: false }));
    expect(bytes.length).toBeGreaterThan(248_024);
  });

  it('is refused where there is no room, no such run, or another file is written', async () => {
    const request = { format: 'keras', optimizer: true } as const;
    expect(await bench(fakeFiles(), 1_000_000).ofHeld(request)).toMatchObject({
      refusal: { reason: 'no-space', need: 2 * 744_072 + 2 ** 20, free: 1_000_000 },
    });
    expect(await bench().ofSaved(request, 'no-such-run')).toMatchObject({ refusal: { reason: 'truncated' } });
    const { ofHeld } = bench();
    const first = ofHeld(request);
    expect(await ofHeld(request)).toMatchObject({ refusal: { reason: 'busy' } });
    expect((await first).type).toBe('exported');
  });

  it('leaves nothing when it is cancelled, and its file two minutes after it was handed out', async () => {
    const files = fakeFiles();
    const { transfers, ofHeld, hooks } = bench(files);
    hooks.onEvent = () => transfers.cancel();
    expect(await ofHeld({ format: 'keras', optimizer: true })).toMatchObject({
      refusal: { reason: 'cancelled' },
    });
    expect(files.contents.size).toBe(0);
    hooks.onEvent = () => {};
    await ofHeld({ format: 'keras', optimizer: true });
    expect(files.contents.size).toBe(1);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(files.contents.size).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(files.contents.size).toBe(0);
  });
});

it('what a tab that is gone has left is swept, and not what another still hands out', async () => {
  const origin = new Origin();
  const files = fakeFiles();
  const other = bench(files, null, origin.tab('b'));
  await bench(files, null, origin.tab('a')).ofHeld({ format: 'safetensors', optimizer: false });
  const [name] = files.contents.keys();
  files.contents.set(`${name}.h5`, new Uint8Array(1));
  files.contents.set('left-by-a-crash.h5', new Uint8Array(1));
  await other.exportFiles.removeStale();
  expect([...files.contents.keys()]).toEqual([name, `${name}.h5`]);
  origin.close('a');
  await other.exportFiles.removeStale();
  expect(files.contents.size).toBe(0);
});

describe('the session', () => {
  it('lends no model that it does not have', async () => {
    await expect(sessionBench().session.withModel(async () => 1)).rejects.toThrow(
      'Nothing has been trained yet',
    );
  });
});

onWebGpu('a model that is read', (use) => {
  it('is not kept in memory as well, and is read the same again, from the device', async () => {
    await use();
    const device = createTrainState({ ...small, model: 'lenet5' });
    const map = (tf.backend() as unknown as { tensorMap: { get(id: object): { values: unknown } } })
      .tensorMap;
    const kept = (): boolean[] =>
      device.model.net.weights.map((weight) => map.get(weight.read().dataId).values !== null);
    const { model } = currentExport({ trainState: device, checkpointer: null, callbackState: memory });
    // On the device first: weights begin as values that were not uploaded yet.
    tf.tidy(() => void logits(device.model, tf.zeros([1, 32, 32, 3]), 'inference'));
    const first = await model.read('weight/dense/kernel');
    expect(kept()[4]).toBe(false);
    expect(await model.read('weight/dense/kernel')).toEqual(first);
    expect(first.some((value) => value !== 0)).toBe(true);
    // Negative control: tfjs keeps what anybody else reads.
    await device.model.net.weights[4]!.read().data();
    expect(kept()[4]).toBe(true);
    disposeTrainState(device);
  });
});
