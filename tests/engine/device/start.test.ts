import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { selfCheck } from '../../../src/engine/device/selfCheck';
import { start } from '../../../src/engine/device/start';
import type { EngineEvent } from '../../../src/protocol/events';

vi.mock('../../../src/engine/device/selfCheck', { spy: true });

afterEach(() => vi.unstubAllGlobals());

/** A browser without WebGPU and without WebGL, on so many cores. */
function stubNoGpu(hardwareConcurrency: number): void {
  vi.stubGlobal('navigator', { hardwareConcurrency });
  vi.stubGlobal('self', { isSecureContext: true });
  vi.stubGlobal('OffscreenCanvas', undefined);
}

it('takes the CPU engine where there is neither GPU, and says why for each', async () => {
  // Of one core: no other thread has to be started.
  stubNoGpu(1);
  const events: EngineEvent[] = [];
  const started = await start({ backend: 'auto', kernels: 'stock' }, (event) => events.push(event));
  expect(started?.report).toMatchObject({
    backend: 'wasm',
    adapter: expect.stringMatching(/^WebAssembly SIMD(, fused multiply-add)?$/) as string,
    software: false,
    cpu: { threads: 1, cores: 1, maxMemoryBytes: 2 ** 32 },
  });
  expect(started?.report.attempts).toEqual([
    { backend: 'webgpu', accepted: false, reason: 'unsupported', detail: 'no navigator.gpu in a worker' },
    { backend: 'webgl', accepted: false, reason: 'unsupported', detail: 'OffscreenCanvas is missing' },
    { backend: 'wasm', accepted: true, reason: null, detail: '' },
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'self-check', check: { passed: true } });
});

it('falls back to plain JavaScript where WebAssembly has no SIMD either', async () => {
  stubNoGpu(2);
  vi.stubGlobal('WebAssembly', undefined);
  const events: EngineEvent[] = [];
  const started = await start({ backend: 'auto', kernels: 'auto' }, (event) => events.push(event));
  expect(started?.report.backend).toBe('cpu');
  expect(started?.report.attempts).toEqual([
    { backend: 'webgpu', accepted: false, reason: 'unsupported', detail: 'no navigator.gpu in a worker' },
    { backend: 'webgl', accepted: false, reason: 'unsupported', detail: 'OffscreenCanvas is missing' },
    { backend: 'wasm', accepted: false, reason: 'unsupported', detail: 'WebAssembly has no SIMD here' },
    { backend: 'cpu', accepted: true, reason: null, detail: '' },
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'self-check', check: { passed: true } });
});

it('goes on to the next device after a minute without an answer of the GPU', async () => {
  stubNoGpu(1);
  const gpu = { requestAdapter: () => new Promise(() => undefined) };
  vi.stubGlobal('navigator', { hardwareConcurrency: 1, gpu });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const events: EngineEvent[] = [];
  const starting = start({ backend: 'auto', kernels: 'stock' }, (event) => events.push(event));
  await vi.advanceTimersByTimeAsync(59_999);
  expect(events).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();
  const started = await starting;
  expect(started?.report.backend).toBe('wasm');
  expect(started?.report.attempts[0]).toEqual({
    backend: 'webgpu',
    accepted: false,
    reason: 'init-failed',
    detail: 'no answer within 60 s',
  });
});

it('keeps the device that it has when the GPU answers after all', async () => {
  stubNoGpu(1);
  let answer: (adapter: unknown) => void = () => undefined;
  const adapters = [new Promise((resolve) => (answer = resolve))];
  const gpu = { requestAdapter: () => adapters.shift() ?? new Promise(() => undefined) };
  vi.stubGlobal('navigator', { hardwareConcurrency: 1, gpu });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const starting = start({ backend: 'auto', kernels: 'stock' }, () => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  expect((await starting)?.report.backend).toBe('wasm');
  const some = { vendor: 'some', architecture: '', device: '', description: 'Some GPU' };
  answer({ info: some, limits: {}, features: new Set() });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(tf.getBackend()).toBe('wasm');
  expect([...tf.tidy(() => tf.add([1, 2], 1).dataSync())]).toEqual([2, 3]);
});

it('goes on to the next device when the checks of one do not end', async () => {
  stubNoGpu(1);
  const check = vi.mocked(selfCheck).mockClear();
  check.mockReturnValueOnce(new Promise(() => undefined));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const starting = start({ backend: 'auto', kernels: 'stock' }, () => undefined);
  await vi.waitUntil(() => check.mock.calls.length > 0);
  // A choice of kernels that was given up has two seconds more to end.
  await vi.advanceTimersByTimeAsync(180_000 + 2_000);
  vi.useRealTimers();
  const started = await starting;
  expect(started?.report.backend).toBe('cpu');
  expect(started?.report.attempts[2]).toEqual({
    backend: 'wasm',
    accepted: false,
    reason: 'self-check',
    detail: 'the checks have not ended within 180 s',
  });
});

it('offers nothing when the backend that was asked for cannot be had', async () => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => null } });
  const events: EngineEvent[] = [];
  expect(await start({ backend: 'webgpu', kernels: 'auto' }, (event) => events.push(event))).toBeNull();
  expect(events).toMatchObject([
    {
      type: 'start-failed',
      error: { code: 'no-backend' },
      attempts: [{ backend: 'webgpu', reason: 'no-adapter' }, {}, {}, {}],
    },
  ]);
});
