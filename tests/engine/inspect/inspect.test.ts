/**
 * The engine's answers about the inside of its model: between two steps of a run, without a trace,
 * and with errors that name the thing.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Archive } from '../../../src/storage/archive';
import { queryHandlers } from '../../../src/engine/answers';
import type { EngineFailure } from '../../../src/engine/core/errors';
import { restore } from '../../../src/engine/runs/restore';
import type { Experiment } from '../../../src/experiment/schema';
import type { Call, CallResult, QueryName } from '../../../src/protocol/calls';
import { tinySet } from '../../dataset/tiny';
import { onTrainingBackends } from '../../helpers/backends';
import { fakeFiles } from '../../helpers/fakeFiles';
import { small } from '../../helpers/runs';
import { serveSet } from '../../helpers/serveSet';
import { sessionBench } from '../../helpers/sessionBench';
import { useCpuEngine } from '../../helpers/cpuEngine';

const experiment: Experiment = { ...small, model: 'lenet5', train: 16, val: 6, test: 7, epochs: 2 };
const set = await tinySet();

beforeEach(async () => {
  await useCpuEngine();
  vi.stubGlobal('fetch', serveSet(set));
});
afterEach(() => vi.unstubAllGlobals());

/** A session, and what it answers. */
function bench(archive: Archive | null = null) {
  const made = sessionBench({ archive });
  const handlers = queryHandlers({
    data: () => made.data,
    session: () => made.session,
    archive: async () => archive,
  });
  const ask = async <K extends QueryName>(query: Call<K>): Promise<CallResult<K>> => {
    const type: K = query.type;
    return handlers[type](query);
  };
  return { ...made, ask };
}

const image = { split: 'test', index: 0 } as const;
const questions = [
  { type: 'maps', ...image, layer: 'conv2d_1', maxChannels: 12 },
  { type: 'gradCam', ...image, layer: null, classId: null },
  { type: 'distributions' },
] as const;

onTrainingBackends('Looking into a session', (use) => {
  it('answers after a run, and holds no tensor of it', async () => {
    await use();
    const { session, ask } = bench();
    await session.train(experiment, 'new');
    for (const question of questions) {
      const tensors = tf.memory().numTensors;
      await ask(question);
      expect(tf.memory().numTensors).toBe(tensors);
    }
    const maps = await ask({ type: 'maps', ...image, layer: 'conv2d_1', maxChannels: 12 });
    expect(maps).toMatchObject({ height: 10, width: 10, channels: 16 });
    expect(maps.maps).toHaveLength(12);
    const heat = await ask({ type: 'gradCam', ...image, layer: null, classId: 4 });
    expect(heat).toMatchObject({ layer: 'conv2d_1', classId: 4, height: 10, width: 10 });
    const { layers, images, steps } = await ask({ type: 'distributions' });
    expect([layers.length, images, steps]).toEqual([7, 16, 4]);
    expect(layers.filter(({ dead }) => dead !== null).map(({ layer }) => layer)).toEqual([
      'conv2d',
      'conv2d_1',
      'dense',
      'dense_1',
    ]);
  });

  it('changes no number of a run that it looks into', async () => {
    await use();
    const lossesOf = async (looking: boolean): Promise<number[]> => {
      const { session, ask, hooks, of } = bench();
      const asked: Promise<unknown>[] = [];
      hooks.onEvent = ({ type }) => {
        if (looking && type === 'batch' && asked.length < 6)
          asked.push(...questions.map((question) => ask(question)));
      };
      await session.train(experiment, 'new');
      await Promise.all(asked);
      expect(asked.length > 0).toBe(looking);
      return of('batch').flatMap(({ logs }) => logs.steps.map(({ loss }) => loss));
    };
    const plain = await lossesOf(false);
    expect(plain).toHaveLength(4);
    expect(await lossesOf(true)).toEqual(plain);
  });
});

it('names what it cannot show', async () => {
  const { session, ask } = bench();
  const codeOf = async (query: Call<QueryName>): Promise<string> =>
    ask(query).then(
      () => 'answered',
      (thrown: EngineFailure) => `${thrown.code}: ${thrown.message}`,
    );
  for (const question of questions) expect(await codeOf(question)).toMatch(/^no-model/);
  await session.train({ ...experiment, epochs: 1 }, 'new');
  const maps = { type: 'maps', ...image, layer: 'conv2d', maxChannels: 12 } as const;
  expect(await codeOf({ ...maps, index: 99_999 })).toMatch(/^bad-command: .*test image 99999/);
  expect(await codeOf({ ...maps, layer: 'dense' })).toMatch(/^bad-command: .*dense/);
  expect(await codeOf({ ...maps, maxChannels: 1e9 })).toMatch(/^bad-command: 1000000000 maps/);
  expect(await codeOf({ type: 'gradCam', ...image, layer: null, classId: 11 })).toMatch(
    /^bad-command: .*class 11/,
  );
  expect(await codeOf(maps)).toBe('answered');
});

it('knows of a saved run what its weights were before the first step', async () => {
  const archive = new Archive(fakeFiles());
  const { session, of, ask } = bench(archive);
  await session.train({ ...experiment, epochs: 1 }, 'new');
  const start = await ask({ type: 'filters', at: 'start' });
  expect(start).toMatchObject({ layer: 'conv2d', count: 6 });
  const id = of('run-started')[0]?.id ?? '';
  expect((await restore(archive, id)).trainState.initialSeed).toBe(experiment.seed);
  // Gone on with under another seed, its first weights are still those of the first.
  await session.train({ ...experiment, epochs: 1, seed: 99 }, 'continue');
  expect(await ask({ type: 'filters', at: 'start' })).toEqual(start);
  expect((await restore(archive, id)).trainState.initialSeed).toBe(experiment.seed);
});
