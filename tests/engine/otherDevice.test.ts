/**
 * A saved run that goes on elsewhere than it was trained says so once: from there on its numbers
 * agree to rounding.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { checkState } from '../../src/storage/contents';
import { parseState } from '../../src/storage/state';
import { Checkpointer } from '../../src/engine/runs/checkpointer';
import { newIdentity, stateOf } from '../../src/engine/runs/restore';
import type { Experiment } from '../../src/experiment/schema';
import { emptySeries } from '../../src/lib/series';
import { freshCursor } from '../../src/training/run';
import { tinySet } from '../dataset/tiny';
import { fakeFiles } from '../helpers/fakeFiles';
import { small } from '../helpers/runs';
import { serveSet } from '../helpers/serveSet';
import { cpu, sessionBench } from '../helpers/sessionBench';

const experiment: Experiment = { ...small, model: 'lenet5', train: 8, val: 2, test: 2, batch: 4, epochs: 2 };
const set = await tinySet();

beforeEach(async () => {
  await tf.setBackend('cpu');
  vi.stubGlobal('fetch', serveSet(set));
});
afterEach(() => vi.unstubAllGlobals());

const fused = 'WebAssembly SIMD, fused multiply-add';
const plain = 'WebAssembly SIMD';
/** A session on a device of this name, in which a run takes no step. */
function on(archive: Archive, adapter: string) {
  const bench = sessionBench({ archive, backend: { ...cpu, adapter } });
  bench.hooks.onEvent = ({ type }) => type === 'run-started' && bench.session.stop();
  return bench;
}

/** A run that was stopped after its first epoch, and its id. */
async function stopped(archive: Archive, adapter: string): Promise<string> {
  const { session, hooks, of } = on(archive, adapter);
  hooks.onEvent = (event) => event.type === 'epoch' && session.stop();
  await session.train(experiment, 'new');
  return of('saved').at(-1)?.id ?? '';
}

const notesOf = ({ of }: ReturnType<typeof sessionBench>) => of('run-started').at(-1)?.history.notes;

it('is told where the device is another, and kept with the run; not a second time', async () => {
  const archive = new Archive(fakeFiles());
  const id = await stopped(archive, fused);
  const second = on(archive, plain);
  second.hooks.onEvent = (event) => event.type === 'batch' && second.session.stop();
  await second.session.resumeRun(id, 'train');
  expect(notesOf(second)).toEqual([
    { note: 'other-device', epoch: 2, value: 0 },
    { note: 'resumed', epoch: 2, value: 0 },
  ]);
  const state = await stateOf(archive, id);
  expect(state.adapter).toBe(plain);
  expect(() => checkState(parseState(state))).not.toThrow();
  const third = on(archive, plain);
  await third.session.resumeRun(id, 'train');
  expect(notesOf(third)?.map(({ note }) => note)).toEqual(['other-device', 'resumed', 'resumed']);
});

it('is not told on the same device', async () => {
  const archive = new Archive(fakeFiles());
  const again = on(archive, fused);
  await again.session.resumeRun(await stopped(archive, fused), 'train');
  expect(notesOf(again)?.map(({ note }) => note)).toEqual(['resumed']);
});

it('is not told of a run that is only looked at, but when it is gone on with afterwards', async () => {
  const archive = new Archive(fakeFiles());
  const second = on(archive, plain);
  await second.session.resumeRun(await stopped(archive, fused), 'inspect');
  expect(notesOf(second)).toEqual([]);
  await second.session.train(experiment, 'continue');
  expect(notesOf(second)).toEqual([{ note: 'other-device', epoch: 2, value: 0 }]);
  await second.session.train(experiment, 'continue');
  expect(notesOf(second)).toHaveLength(1);
  // A new run has no other device behind it.
  await second.session.train(experiment, 'new');
  expect(notesOf(second)).toEqual([]);
});

it('is told before a rate is lowered after a failure, and saved with it', async () => {
  const archive = new Archive(fakeFiles());
  const id = await stopped(archive, fused);
  const second = on(archive, plain);
  await second.session.resumeRun(id, 'train', 0.1);
  expect(notesOf(second)?.map(({ note }) => note)).toEqual(['other-device', 'lowered-lr']);
});

it('is not told of a model that a program has written, until it was trained here', () => {
  const history = {
    epochs: [],
    loss: emptySeries,
    acc: emptySeries,
    notes: [{ note: 'imported', epoch: 3, value: 9 }],
  } as const;
  const notes = (epochs: number, stepInEpoch: number) => {
    const options = { archive: null, emit: () => {}, adapter: plain };
    const checkpointer = new Checkpointer(newIdentity(), experiment, options, {
      history,
      sequence: 1,
      adapter: 'Keras 3.15.1',
    });
    checkpointer.noteDevice({ ...freshCursor(), epochs, stepInEpoch });
    return checkpointer.history.notes.map(({ note }) => note);
  };
  expect(notes(3, 0)).toEqual(['imported']);
  expect(notes(3, 2)).toEqual(['imported', 'other-device']);
  expect(notes(4, 0)).toEqual(['imported', 'other-device']);
});
