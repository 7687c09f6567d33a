import { afterEach, expect, it, vi } from 'vitest';
import { start } from '../../src/engine/start';
import type { EngineEvent } from '../../src/protocol/events';

afterEach(() => vi.unstubAllGlobals());

it('falls back to the CPU where there is neither GPU, and says why for each', async () => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('self', { isSecureContext: true });
  vi.stubGlobal('OffscreenCanvas', undefined);
  const events: EngineEvent[] = [];
  const started = await start({ backend: 'auto', kernels: 'auto' }, (event) => events.push(event));
  expect(started?.report.backend).toBe('cpu');
  expect(started?.report.attempts).toEqual([
    { backend: 'webgpu', accepted: false, reason: 'unsupported', detail: 'navigator.gpu is missing' },
    { backend: 'webgl', accepted: false, reason: 'unsupported', detail: 'OffscreenCanvas is missing' },
    { backend: 'cpu', accepted: true, reason: null, detail: '' },
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'self-check', check: { passed: true } });
});

it('offers nothing when the backend that was asked for cannot be had', async () => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => null } });
  const events: EngineEvent[] = [];
  expect(await start({ backend: 'webgpu', kernels: 'auto' }, (event) => events.push(event))).toBeNull();
  expect(events).toMatchObject([
    {
      type: 'start-failed',
      error: { code: 'no-backend' },
      attempts: [{ backend: 'webgpu', reason: 'no-adapter' }, {}, {}],
    },
  ]);
});
