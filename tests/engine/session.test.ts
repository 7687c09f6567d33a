import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DataDesk } from '../../src/engine/data';
import { EngineFailure } from '../../src/engine/errors';
import { Session } from '../../src/engine/session';
import type { Experiment } from '../../src/experiment/schema';
import type { EngineEvent } from '../../src/protocol/events';
import { tinySet } from '../dataset/tiny';
import '../helpers/backends';
import { small } from '../helpers/runs';

const experiment: Experiment = { ...small, model: 'lenet5', train: 16, val: 6, test: 7, epochs: 2 };
const set = await tinySet();

/** A session on the CPU backend whose device can be made to fail, and whose sheets to wait. */
function bench() {
  const events: EngineEvent[] = [];
  const fatal = new AbortController();
  const hooks: { onEvent: (event: EngineEvent) => void } = { onEvent: () => {} };
  const emit = (event: EngineEvent): void => {
    events.push(event);
    hooks.onEvent(event);
  };
  const data = new DataDesk('http://sheets.test/', emit);
  const backend = {
    backend: 'cpu',
    adapter: '',
    software: true,
    maxBindingBytes: null,
    attempts: [],
  } as const;
  const session = new Session({ emit, data, backend, fatal: fatal.signal });
  const of = <T extends EngineEvent['type']>(type: T): Extract<EngineEvent, { type: T }>[] =>
    events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);
  const statuses = (): string[] => of('status').map(({ status }) => status);
  return { session, data, fatal, hooks, of, statuses };
}

let manifests = 0;
/** While it is set, sheets wait for it. */
let hold: Promise<void> | null = null;

beforeEach(async () => {
  await tf.setBackend('cpu');
  [manifests, hold] = [0, null];
  vi.stubGlobal('fetch', async (url: string) => {
    const file = new URL(url).pathname.slice(1);
    if (file === 'manifest.json') {
      manifests++;
      return Response.json(set.manifest);
    }
    await hold;
    return new Response(set.png.get(file) ?? null, { status: set.png.has(file) ? 200 : 404 });
  });
});
afterEach(() => vi.unstubAllGlobals());

const lost = new EngineFailure('device-lost', 'unplugged');

it('tells at once that the device was lost, while it is paused and while nothing runs', async () => {
  const { session, fatal, hooks, of, statuses } = bench();
  hooks.onEvent = (event) => {
    if (event.type === 'batch') session.pause();
    if (event.type === 'status' && event.status === 'paused') setTimeout(() => fatal.abort(lost), 20);
  };
  await session.train(experiment, 'new');
  expect(statuses()).toEqual(['loading', 'compiling', 'training', 'paused', 'failed']);
  expect(of('failed')).toMatchObject([{ error: { code: 'device-lost' }, modelKept: false }]);

  const idle = bench();
  await idle.session.train({ ...experiment, epochs: 1 }, 'new');
  idle.fatal.abort(lost);
  expect(idle.of('failed')).toMatchObject([{ error: { detail: 'unplugged' }, modelKept: false }]);
  expect(idle.statuses().at(-1)).toBe('failed');
  expect(() => idle.session.model()).toThrow('Nothing has been trained yet');
});

it('heeds Stop while sheets are on their way, and goes on loading them', async () => {
  const { session, data, hooks, of, statuses } = bench();
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
  const { session, data, of } = bench();
  const training = session.train(experiment, 'new');
  const other = data.load({ ...experiment, seed: 8 });
  await training;
  expect(of('failed')[0]?.error).toEqual({
    code: 'data-not-ready',
    detail: 'Another split was asked for meanwhile',
  });
  expect(await other).not.toBeNull();
  expect(manifests).toBe(1);
});
