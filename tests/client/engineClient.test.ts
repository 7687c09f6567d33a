import { expect, it } from 'vitest';
import { EngineClient } from '../../src/client/engineClient';
import type { Envelope } from '../../src/protocol/calls';
import type { EngineEvent } from '../../src/protocol/events';

/** A worker that keeps what it is sent, and says what the test tells it to. */
class FakeWorker {
  readonly sent: Envelope[] = [];
  terminated = false;
  onmessage: ((message: { data: EngineEvent }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  postMessage(envelope: Envelope): void {
    this.sent.push(envelope);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(event: EngineEvent): void {
    this.onmessage?.({ data: event });
  }
}

function bench() {
  const workers: FakeWorker[] = [];
  const events: EngineEvent[] = [];
  const spawn = (): Worker => {
    workers.push(new FakeWorker());
    return workers.at(-1) as unknown as Worker;
  };
  const locks = new Map<string, () => void>();
  const released = (name: string): Promise<void> => new Promise((resolve) => locks.set(name, resolve));
  const waits: { ms: number; work: () => void; over: boolean }[] = [];
  const after = (ms: number, work: () => void) => {
    const wait = { ms, work, over: false };
    waits.push(wait);
    return () => void (wait.over = true);
  };
  const client = new EngineClient(
    spawn,
    (event) => events.push(event),
    released,
    (work) => work(),
    after,
  );
  return { workers, events, client, locks, waits };
}

it('matches replies by id, in whatever order they come, and passes other events on', async () => {
  const { client, workers, events } = bench();
  const first = client.send({ type: 'pause' });
  const second = client.send({ type: 'stop' });
  const [worker] = workers;
  const [a, b] = worker?.sent ?? [];
  worker?.say({ type: 'reply', id: b?.id ?? 0, result: { ok: true, value: null } });
  worker?.say({ type: 'status', status: 'paused' });
  worker?.say({ type: 'reply', id: a?.id ?? 0, result: { ok: false, error: { code: 'busy', detail: '' } } });
  expect(await second).toMatchObject({ ok: true });
  expect(await first).toMatchObject({ ok: false, error: { code: 'busy' } });
  expect(events).toEqual([{ type: 'status', status: 'paused' }]);
});

it('tells no second failure of a worker that was ended for its first', () => {
  const workers: FakeWorker[] = [];
  const failures: string[] = [];
  const client: EngineClient = new EngineClient(
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as Worker;
    },
    (event) => {
      if (event.type !== 'failed') return;
      failures.push(event.error.detail);
      client.terminate('ended by a test');
      void client.send({ type: 'pause' });
    },
  );
  void client.send({ type: 'pause' });
  workers[0]?.say({ type: 'failed', error: { code: 'device-lost', detail: 'the first' }, modelKept: false });
  workers[0]?.onerror?.({ message: 'the second', preventDefault: () => {} });
  expect(failures).toEqual(['the first']);
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
});

it('passes on what the worker told before it died, in the order in which it did', async () => {
  const events: EngineEvent[] = [];
  const worker = new FakeWorker();
  const client = new EngineClient(
    () => worker as unknown as Worker,
    (event) => events.push(event),
  );
  void client.send({ type: 'pause' });
  worker.say({ type: 'status', status: 'paused' });
  worker.onerror?.({ message: 'out of memory', preventDefault: () => {} });
  expect(events.map(({ type }) => type)).toEqual(['status', 'failed', 'status']);
  // What another has told since it was ended is nobody's business.
  void client.send({ type: 'pause' });
  worker.say({ type: 'status', status: 'training' });
  client.terminate('ended by a test');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(events).toHaveLength(3);
});

it('fails all that wait when the worker dies, tells it, and spawns another for the next command', async () => {
  const { client, workers, events } = bench();
  const waiting = client.send({ type: 'evaluate', split: 'test' });
  workers[0]?.say({ type: 'alive', lock: null });
  workers[0]?.onerror?.({ message: 'out of memory', preventDefault: () => {} });
  expect(await waiting).toEqual({ ok: false, error: { code: 'worker-crashed', detail: 'out of memory' } });
  expect(workers[0]?.terminated).toBe(true);
  expect(events).toMatchObject([
    { type: 'failed', modelKept: false },
    { type: 'status', status: 'failed' },
  ]);
  void client.send({ type: 'pause' });
  expect(workers).toHaveLength(2);
  workers[0]?.say({ type: 'status', status: 'training' });
  expect(events).toHaveLength(2); // the dead worker's last words are not taken for the new one's
});

it('notices the end of a worker that sends no event, by the lock that it held, and not of one that it ended itself', async () => {
  const { client, workers, events, locks } = bench();
  const waiting = client.send({ type: 'evaluate', split: 'test' });
  workers[0]?.say({ type: 'alive', lock: 'first' });
  locks.get('first')?.();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'worker-crashed' } });
  expect(events).toMatchObject([{ type: 'failed' }, { type: 'status', status: 'failed' }]);

  void client.send({ type: 'pause' });
  workers[1]?.say({ type: 'alive', lock: 'second' });
  client.terminate('asked for');
  locks.get('second')?.();
  await Promise.resolve();
  expect(events).toHaveLength(2);
});

it('a worker that is silent before it has answered its first call is ended; each that follows is given longer', async () => {
  const { client, workers, events, waits } = bench();
  for (const ms of [30_000, 60_000, 120_000, 120_000]) {
    const waiting = client.send({ type: 'pause' });
    // It was loaded, and hangs.
    if (ms > 30_000) workers.at(-1)?.say({ type: 'alive', lock: null });
    expect(waits.at(-1)).toMatchObject({ ms, over: false });
    waits.at(-1)?.work();
    const error = { code: 'worker-not-loaded', detail: `no answer within ${ms / 1_000} s` };
    expect(await waiting).toEqual({ ok: false, error });
    expect(workers.at(-1)?.terminated).toBe(true);
    expect(events.splice(0)).toEqual([{ type: 'start-failed', error, attempts: [] }]);
  }
});

it('each message of a worker that starts gives it the same time again, its first answer ends the wait', async () => {
  const { client, workers, events, waits } = bench();
  void client.send({ type: 'pause' });
  waits.at(-1)?.work();
  const first = client.send({ type: 'pause' });
  void client.send({ type: 'stop' });
  const worker = workers.at(-1);
  const answered = (id: number): EngineEvent => ({ type: 'reply', id, result: { ok: true, value: null } });
  const [a, b] = worker?.sent ?? [];
  for (const event of [{ type: 'alive', lock: null } as const, answered(b?.id ?? 0)]) {
    const before = waits.at(-1);
    worker?.say(event);
    expect(before?.over).toBe(true);
    expect(waits.at(-1)).toMatchObject({ ms: 60_000, over: false });
  }
  worker?.say(answered(a?.id ?? 0));
  expect(await first).toMatchObject({ ok: true });
  expect(waits.every(({ over }, i) => i === 0 || over)).toBe(true);
  const count = waits.length;
  worker?.say({ type: 'status', status: 'training' });
  expect(waits).toHaveLength(count);
  // From then on its end is another matter, and the next has as long as the first.
  worker?.onerror?.({ message: 'out of memory', preventDefault: () => {} });
  expect(events.at(-2)).toMatchObject({ type: 'failed', error: { code: 'worker-crashed' } });
  void client.send({ type: 'pause' });
  expect(waits.at(-1)).toMatchObject({ ms: 30_000, over: false });
});

it('a worker whose file does not come, or is no script, was not loaded', async () => {
  const { client, workers, waits } = bench();
  const waiting = client.send({ type: 'pause' });
  workers[0]?.onerror?.({ message: '', preventDefault: () => {} });
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'worker-not-loaded' } });
  expect(waits[0]?.over).toBe(true);
});

it('starts no worker once it is closed, and another after it was ended', async () => {
  const { client, workers } = bench();
  void client.send({ type: 'pause' });
  const error = { code: 'device-lost', detail: 'unplugged' } as const;
  client.close(error);
  expect(workers[0]?.terminated).toBe(true);
  expect(await client.send({ type: 'pause' })).toEqual({ ok: false, error });
  expect(workers).toHaveLength(1);
  client.terminate('asked for');
  void client.send({ type: 'pause' });
  expect(workers).toHaveLength(2);
});
