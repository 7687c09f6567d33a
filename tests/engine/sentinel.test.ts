/**
 * What is not finite ends a run before it is saved, and the run goes on from its last good snapshot
 * with a lower learning rate.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { createTrainState, disposeTrainState } from '../../src/engine/core/trainState';
import { Checkpointer } from '../../src/engine/runs/checkpointer';
import { newIdentity, stateOf } from '../../src/engine/runs/restore';
import type { Session } from '../../src/engine/session';
import type { Experiment } from '../../src/experiment/schema';
import { freshCallbackState } from '../../src/training/run';
import { NotFiniteError } from '../../src/training/scan';
import { tinySet } from '../dataset/tiny';
import '../helpers/backends';
import { fakeFiles } from '../helpers/fakeFiles';
import { small } from '../helpers/runs';
import { serveSet } from '../helpers/serveSet';
import { sessionBench } from '../helpers/sessionBench';
import { useCpuEngine } from '../helpers/cpuEngine';

const experiment: Experiment = {
  ...small,
  model: 'lenet5',
  train: 16,
  val: 6,
  test: 7,
  batch: 4,
  epochs: 2,
  optimizer: 'sgd',
  lr: 0.01,
};
const set = await tinySet();

beforeEach(async () => {
  await useCpuEngine();
  vi.stubGlobal('fetch', serveSet(set));
});
afterEach(() => vi.unstubAllGlobals());

function bench() {
  const archive = new Archive(fakeFiles());
  return { archive, ...sessionBench({ archive }) };
}

/** Makes a weight of the session's model infinite. */
function overflow(session: Session): void {
  const weight = session
    .inspectTarget()
    .model.net.weights.find(({ originalName }) => originalName === 'dense/bias');
  if (!weight) throw new Error('LeNet-5 has a dense/bias');
  const infinite = tf.fill(weight.shape as number[], Infinity);
  weight.write(infinite);
  infinite.dispose();
}

/**
 * Saves by a pause when step 3 is told, and makes the run diverge after it; steps that are quick
 * are told several at once.
 */
async function diverged() {
  const lab = bench();
  const { session, hooks } = lab;
  hooks.onEvent = (event) => {
    if (event.type === 'batch' && event.logs.steps.some(({ step }) => step === 3)) session.pause();
    if (event.type === 'status' && event.status === 'paused')
      setTimeout(() => {
        overflow(session);
        session.resume();
      }, 10);
  };
  await session.train(experiment, 'new');
  hooks.onEvent = () => {};
  return lab;
}

it('stops at a loss that is not finite, names step and layer, and keeps the snapshot before', async () => {
  const { archive, of } = await diverged();
  const [failed] = of('failed');
  expect(of('saved')).toHaveLength(1);
  const { cursor } = await stateOf(archive, of('saved')[0]?.id ?? '');
  expect(cursor.steps).toBeGreaterThanOrEqual(3);
  expect(failed).toMatchObject({
    modelKept: false,
    error: {
      code: 'not-finite',
      divergence: {
        step: cursor.steps + 1,
        location: { layer: 'dense', tensor: 'dense/bias', infinite: 120 },
      },
    },
  });
});

it('goes on from there with a tenth of the learning rate, to the end, and says so in the log and the snapshots', async () => {
  const { session, archive, of, events } = await diverged();
  const id = of('saved')[0]?.id ?? '';
  const { steps: before } = (await stateOf(archive, id)).cursor;
  const from = events.length;
  await session.resumeRun(id, 'train', 0.1);
  const rest = events.slice(from);
  const started = rest.find((event) => event.type === 'run-started');
  expect(started?.experiment).toEqual(experiment);
  expect(started?.history.notes).toEqual([
    { note: 'lowered-lr', epoch: 1, value: expect.closeTo(1e-3, 10) as number },
  ]);
  const steps = rest.flatMap((event) => (event.type === 'batch' ? event.logs.steps : []));
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.map(({ step }) => step)).toEqual([4, 5, 6, 7, 8].filter((step) => step > before));
  for (const { lr, loss } of steps) {
    expect(lr).toBeCloseTo(1e-3, 10);
    expect(Number.isFinite(loss)).toBe(true);
  }
  // At once, so that a second failure does not come back to the old rate; and at the end.
  const order = rest.map(({ type }) => type);
  expect(order.indexOf('saved')).toBeLessThan(order.indexOf('batch'));
  const state = await stateOf(archive, id);
  expect(state).toMatchObject({ finished: true, memory: { lrFactor: 0.1 }, experiment });
  expect(state.history.notes).toHaveLength(1);
});

it('does not take up the lower rate unless it is asked to (negative control)', async () => {
  const { session, of, events } = await diverged();
  const from = events.length;
  await session.resumeRun(of('saved')[0]?.id ?? '', 'train');
  const rest = events.slice(from);
  const rates = rest.flatMap((event) => (event.type === 'batch' ? event.logs.steps.map(({ lr }) => lr) : []));
  expect(new Set(rates)).toEqual(new Set([0.01]));
  expect(rest.find((event) => event.type === 'run-started')?.history.notes).toMatchObject([
    { note: 'resumed' },
  ]);
});

it('does not save a weight that is not finite, though all losses were, and keeps the snapshot before', async () => {
  const { archive, emit, of } = bench();
  const trainState = createTrainState(experiment);
  const memory = freshCallbackState(trainState);
  const identity = newIdentity();
  const checkpointer = new Checkpointer(identity, experiment, { archive, emit, adapter: 'test' });
  await checkpointer.save(trainState, memory, { finished: false });
  const [weight] = trainState.model.net.weights;
  if (!weight) throw new Error('It has weights');
  const none = tf.fill(weight.shape as number[], Number.NaN);
  weight.write(none);
  none.dispose();
  const thrown = await checkpointer
    .save(trainState, memory, { finished: false })
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(NotFiniteError);
  expect(thrown).toMatchObject({
    divergence: { step: 0, loss: null, location: { tensor: 'conv2d/kernel', nan: 450 } },
  });
  expect(of('saved')).toHaveLength(1);
  expect(of('unprotected')).toEqual([]);
  expect((await stateOf(archive, identity.id)).sequence).toBe(1);
  disposeTrainState(trainState);
});
