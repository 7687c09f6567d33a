import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Engine } from '../../src/engine/engine';
import type { Call, CallName, CallResult } from '../../src/protocol/calls';
import type { Result } from '../../src/lib/result';
import type { EngineError } from '../../src/protocol/errors';
import type { EngineEvent } from '../../src/protocol/events';
import { tinySet } from '../dataset/tiny';
import { small } from '../helpers/runs';
import { serveSet } from '../helpers/serveSet';

const experiment = { ...small, model: 'lenet5' as const, train: 16, val: 6, test: 7, epochs: 2 };
const set = await tinySet();

/** An engine on the CPU backend, with its events, over sheets that exist only here. */
class Bench {
  readonly events: EngineEvent[] = [];
  readonly engine = new Engine((event) => this.take(event));
  private id = 0;
  onEvent: (event: EngineEvent) => void = () => {};

  private take(event: EngineEvent): void {
    if (event.type === 'reply') return void this.replies.set(event.id, event);
    this.events.push(event);
    this.onEvent(event);
  }

  private readonly replies = new Map<number, Extract<EngineEvent, { type: 'reply' }>>();

  async send<K extends CallName>(call: Call<K>): Promise<Result<CallResult<K>, EngineError>> {
    const id = ++this.id;
    // TypeScript does not infer that one of the calls is a call.
    await this.engine.handle({ id, call: call as Call });
    const reply = this.replies.get(id);
    if (!reply) throw new Error(`No reply to ${call.type}`);
    return reply.result;
  }

  async ready(): Promise<this> {
    await this.send({
      type: 'start',
      backend: 'cpu',
      kernels: 'auto',
      dataUrl: 'http://sheets.test/',
      manifestSha256: null,
    });
    await this.send({ type: 'load', experiment });
    await vi.waitFor(() => expect(this.of('data-ready')).toHaveLength(1), 10_000);
    return this;
  }

  of<T extends EngineEvent['type']>(type: T): Extract<EngineEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);
  }

  get statuses(): string[] {
    return this.of('status').map(({ status }) => status);
  }
}

beforeEach(() => {
  vi.stubGlobal('fetch', serveSet(set));
});
afterEach(() => vi.unstubAllGlobals());

it('lets validation images into the training images only where the experiment asks for it', async () => {
  const bench = await new Bench().ready();
  const leaking = { ...experiment, leak: true, epochs: 1 };
  expect(await bench.send({ type: 'train', experiment: leaking, mode: 'new' })).toMatchObject({ ok: true });
  expect(bench.of('data-ready').map(({ split }) => split.sharedIndices)).toEqual([0, 6]);
  expect(bench.of('run-started')[0]?.experiment.leak).toBe(true);
});

it('goes through the whole lab: data, training, evaluation, predictions, filters', async () => {
  const bench = await new Bench().ready();
  expect(bench.of('backend').at(-1)?.report).toMatchObject({
    backend: 'cpu',
    software: true,
    attempts: [
      { backend: 'webgpu', reason: 'not-asked' },
      { backend: 'webgl', reason: 'not-asked' },
      { backend: 'wasm', reason: 'not-asked' },
      { accepted: true },
    ],
  });
  // At the start, and once more when the images are there.
  const types = bench.events.map(({ type }) => type);
  expect(types.indexOf('runs')).toBeLessThan(types.indexOf('data-ready'));
  await vi.waitFor(() => expect(bench.of('runs')).toHaveLength(2));
  expect(bench.of('data-ready')[0]?.split).toMatchObject({
    sharedIndices: 0,
    train: { images: 16 },
    val: { images: 6 },
  });

  expect(await bench.send({ type: 'predictions', split: 'test', count: 3, draw: 0 })).toMatchObject({
    ok: false,
    error: { code: 'no-model' },
  });
  expect(await bench.send({ type: 'train', experiment, mode: 'new' })).toEqual({
    ok: true,
    value: null,
  });
  expect(bench.statuses).toEqual(['loading', 'compiling', 'training', 'finished']);
  expect(bench.of('run-started')[0]).toMatchObject({
    firstEpoch: 1,
    lastEpoch: 2,
    stepsPerEpoch: 2,
    continued: false,
  });
  expect(bench.of('epoch').map(({ log }) => log.epoch)).toEqual([1, 2]);
  expect(bench.of('gallery')[1]).toMatchObject({ epoch: 2, split: 'val' });

  const draw = { type: 'predictions', split: 'test', count: 3, draw: 1 } as const;
  const computed = await bench.send(draw);
  await bench.send({ type: 'evaluate', split: 'test' });
  const report = bench.of('evaluated')[0]?.report;
  expect(report?.images).toBe(7);
  expect(report?.confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(7);
  const right = report?.confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) ?? -1;
  expect(report?.acc).toBeCloseTo(right / 7, 12);

  // From the evaluation, and what they were when they were computed for themselves.
  const known = await bench.send(draw);
  if (!computed.ok || !known.ok) throw new Error('no predictions');
  expect(known.value).toHaveLength(3);
  known.value.forEach(({ index, probabilities }, i) => {
    const { index: expected, probabilities: before } = computed.value[i]!;
    expect(index).toBe(expected);
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    probabilities.forEach((p, label) => expect(p).toBeCloseTo(before[label]!, 6));
  });
  expect(await bench.send({ type: 'filters', at: 'now' })).toMatchObject({
    ok: true,
    value: { layer: 'conv2d', count: 6, side: 5 },
  });
});

it('pauses, resumes and stops between steps; continues with the model that is there', async () => {
  const bench = await new Bench().ready();
  let whilePaused = -1;
  bench.onEvent = ({ type }) => {
    if (type === 'batch' && bench.of('batch').length === 2) void bench.send({ type: 'stop' });
    else if (type === 'batch') {
      void bench.send({ type: 'pause' });
      setTimeout(() => {
        whilePaused = bench.of('batch').length;
        void bench.send({ type: 'resume' });
      }, 100);
    }
  };
  await bench.send({ type: 'train', experiment, mode: 'new' });
  expect(bench.statuses).toEqual(['loading', 'compiling', 'training', 'paused', 'training', 'finished']);
  expect(whilePaused).toBe(1);
  const stopped = bench.of('run-finished')[0]?.report;
  expect(stopped?.end).toBe('stopped');
  bench.onEvent = () => {};
  await bench.send({ type: 'train', experiment: { ...experiment, epochs: 1 }, mode: 'continue' });
  expect(bench.of('run-started')[1]).toMatchObject({ continued: true, firstEpoch: 1 });
  expect(bench.of('run-finished')[1]?.report).toMatchObject({ end: 'completed', steps: 2 });
});

it('names what it cannot do, and goes on', async () => {
  const bench = new Bench();
  expect(await bench.send({ type: 'load', experiment })).toMatchObject({
    ok: false,
    error: { code: 'bad-command' },
  });
  await bench.ready();
  const first = bench.send({ type: 'train', experiment: { ...experiment, epochs: 1 }, mode: 'new' });
  expect(await bench.send({ type: 'train', experiment, mode: 'new' })).toMatchObject({
    ok: false,
    error: { code: 'busy' },
  });
  await first;
  for (const other of [{ model: 'alexnet-small' }, { scale: 'standard' }] as const) {
    await bench.send({ type: 'train', experiment: { ...experiment, ...other }, mode: 'continue' });
    expect(bench.of('failed').at(-1)).toMatchObject({ error: { code: 'no-model' }, modelKept: true });
  }
  expect(bench.of('failed')).toHaveLength(2);
  expect(await bench.send({ type: 'evaluate', split: 'test' })).toMatchObject({ ok: true });
});

it('tells which sheet is missing, trains nothing without it, and fetches it at a retry', async () => {
  const bench = new Bench();
  await bench.send({
    type: 'start',
    backend: 'cpu',
    kernels: 'auto',
    dataUrl: 'http://sheets.test/',
    manifestSha256: null,
  });
  const whole = globalThis.fetch;
  vi.stubGlobal('fetch', async (url: string) =>
    url.endsWith('train-1.png') ? new Response(null, { status: 404 }) : whole(url),
  );
  await bench.send({ type: 'train', experiment: { ...experiment, train: 18 }, mode: 'new' });
  expect(bench.of('data-failed')[0]?.failures).toMatchObject([
    { file: 'train-1.png', reason: 'missing', detail: 'HTTP 404' },
  ]);
  expect(bench.of('failed')[0]?.error.code).toBe('data-not-ready');
  vi.stubGlobal('fetch', whole);
  await bench.send({ type: 'retry-data' });
  await vi.waitFor(() => expect(bench.of('data-ready')).toHaveLength(1));
});
