/**
 * The worker's entry point: receives calls and posts events. Owns every tensor; knows nothing of
 * the page.
 */
import type { Envelope } from '../protocol/calls';
import type { EngineEvent } from '../protocol/events';
import { Engine } from './engine';

declare const self: DedicatedWorkerGlobalScope;

const engine = new Engine((event) => self.postMessage(event));

const alive = { type: 'alive', lock: null } as const satisfies EngineEvent;
self.postMessage(alive);
// Until it has started, so that the page can tell a long start from one that hangs.
const repeated = setInterval(() => self.postMessage(alive), 5_000);

// When the worker ends, even without an event (the browser reclaimed its memory), the lock is
// released and the page acquires it.
if ('locks' in navigator) {
  const lock = `alexnet-lab:engine:${crypto.randomUUID()}`;
  const held = navigator.locks.request(lock, () => {
    self.postMessage({ type: 'alive', lock } satisfies EngineEvent);
    return new Promise(() => {});
  });
  // If the browser refuses locks, an end without an event goes unnoticed; everything else works.
  held.catch(() => {});
}

self.onmessage = async ({ data }: MessageEvent<Envelope>) => {
  await engine.handle(data);
  if (data.call.type === 'start') clearInterval(repeated);
};
self.onunhandledrejection = ({ reason }) => engine.stray(reason);
