import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineClient } from '../../src/client/engineClient';
import type { Call } from '../../src/protocol/calls';
import { cpuEngine } from '../helpers/states';
import { bench } from './controllerBench';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('starts the engine on the backend and with the kernels that the address asks for, and loads its data', () => {
  const { sent } = bench('?backend=webgl&kernels=stock&train=2000&val=500');
  expect(sent).toMatchObject([
    {
      type: 'start',
      backend: 'webgl',
      kernels: 'stock',
      dataUrl: 'http://lab.test/cifar10/',
      manifestSha256: 'abc',
    },
    { type: 'load', experiment: { train: 2000, val: 500 } },
  ]);
});

it('is booted once the engine has answered, and not before', async () => {
  const { controller } = bench();
  const reply = { ok: true, value: null } as const;
  let answer = (): void => undefined;
  const slow = {
    send: (call: Call) =>
      call.type === 'start'
        ? new Promise((resolve) => (answer = () => resolve(reply)))
        : Promise.resolve(reply),
  } as unknown as EngineClient;
  const booted = vi.fn<() => void>();
  void controller.boot(slow).then(booted);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(booted).not.toHaveBeenCalled();
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(booted).toHaveBeenCalledOnce();
});

it('writes edits to the address, and loads data once, after the typing, only where the split changes', () => {
  const { controller, types, address } = bench();
  controller.actions.edit({ lr: 0.01 });
  expect(address.query).toBe('?lr=0.01');
  vi.advanceTimersByTime(5_000);
  expect(types()).toEqual(['start', 'load']);
  controller.actions.edit({ train: 2 });
  controller.actions.edit({ train: 20 });
  vi.advanceTimersByTime(5_000);
  expect(types()).toEqual(['start', 'load', 'load']);
  expect(controller.actions.link()).toBe('http://lab.test/?train=20&lr=0.01');
});

it('starts the engine anew for other kernels, and not for another language', () => {
  const { controller, terminated, sent, address } = bench();
  controller.actions.setSettings({ lang: 'ko' });
  controller.actions.setSettings({ kernels: 'auto' });
  expect(terminated).toEqual([]);
  controller.actions.setSettings({ kernels: 'stock' });
  expect(address.query).toBe('?kernels=stock&lang=ko');
  expect(terminated).toHaveLength(1);
  expect(sent.slice(2)).toMatchObject([{ type: 'start', kernels: 'stock' }, { type: 'load' }]);
});

it('trains what the form says, and shows predictions after an evaluation', () => {
  const { controller, sent, asked } = bench('?model=lenet5');
  controller.actions.train('continue');
  expect(sent.at(-1)).toMatchObject({ type: 'train', mode: 'continue', experiment: { model: 'lenet5' } });
  controller.receive({
    type: 'evaluated',
    split: 'test',
    report: { images: 1, loss: 1, acc: 0, confusion: [], calibration: [], seconds: 1 },
  });
  expect(asked.at(-1)).toMatchObject({ type: 'predictions', split: 'test' });
});

it('starts a new worker after a lost device, keeps the message, and does not do so for ever', () => {
  const { controller, terminated, closed, store, types } = bench();
  const error = { code: 'device-lost', detail: 'unplugged' } as const;
  const fail = () => controller.receive({ type: 'failed', error, modelKept: false });
  for (let i = 0; i < 3; i++) fail();
  expect(closed).toEqual([]);
  controller.receive({ type: 'status', status: 'training' });
  fail();
  // The last words of the engine that was ended are not heard: the page must not be at work over
  // none.
  expect(store.getState()).toMatchObject({ status: 'failed', backend: null, hasModel: false });
  expect(terminated).toEqual(['unplugged', 'unplugged', 'unplugged']);
  expect(closed).toEqual(['device-lost']);
  expect(store.getState().failure?.error.code).toBe('device-lost');
  expect(store.getState().startError).toMatchObject({ error, tries: 4 });
  controller.receive({ type: 'failed', error: { code: 'not-finite', detail: '' }, modelKept: false });
  expect(terminated).toHaveLength(3);
  // Who asks for it has all tries again.
  controller.actions.startEngine();
  expect(store.getState()).toMatchObject({ status: 'idle', startError: null });
  expect(types().slice(-2)).toEqual(['start', 'load']);
  for (let i = 0; i < 3; i++) fail();
  expect(closed).toHaveLength(1);
  fail();
  expect(closed).toHaveLength(2);
});

it('tells while it tries again that the engine was not loaded, until one has come; no run has failed by that', () => {
  const { controller, closed, store, terminated } = bench();
  const error = { code: 'worker-not-loaded', detail: 'no answer within 30 s' } as const;
  const notLoaded = () => controller.receive({ type: 'start-failed', error, attempts: [] });
  notLoaded();
  const told = { status: 'idle', failure: null, startError: { error, again: true } };
  expect(store.getState()).toMatchObject(told);
  controller.receive({ type: 'backend', report: cpuEngine });
  expect(store.getState()).toMatchObject({ startError: null, backend: cpuEngine });
  for (let i = 0; i < 3; i++) notLoaded();
  expect(terminated).toHaveLength(3);
  expect(closed).toEqual(['worker-not-loaded']);
  expect(store.getState()).toMatchObject({ status: 'idle', failure: null, startError: { error, tries: 4 } });
  // What an engine says of itself is no reason for another.
  controller.actions.startEngine();
  controller.receive({ type: 'start-failed', error: { code: 'no-backend', detail: '' }, attempts: [] });
  expect(terminated).toHaveLength(4);
});

it('says that a run is over when its worker was replaced, whose last words are not heard', () => {
  const { controller, store } = bench();
  controller.receive({ type: 'status', status: 'training' });
  controller.receive({
    type: 'failed',
    error: { code: 'gpu-error', detail: 'out of memory' },
    modelKept: false,
  });
  expect(store.getState()).toMatchObject({ status: 'failed', backend: null, hasModel: false });
  controller.receive({ type: 'status', status: 'paused' });
  controller.actions.setSettings({ backend: 'cpu' });
  expect(store.getState()).toMatchObject({ status: 'idle', startError: null });
});

it('estimates what the form says', () => {
  const { controller, sent } = bench('?model=lenet5');
  controller.actions.estimate();
  expect(sent.at(-1)).toMatchObject({ type: 'estimate', experiment: { model: 'lenet5' } });
});
