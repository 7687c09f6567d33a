/** The worker's entry: messages in, events out. Owns every tensor; knows no page. */
import type { Envelope } from '../protocol/commands';
import type { EngineEvent } from '../protocol/events';
import { Engine } from './engine';

declare const self: DedicatedWorkerGlobalScope;

const engine = new Engine((event) => self.postMessage(event));

self.postMessage({ type: 'alive', lock: null } satisfies EngineEvent);

// Its end, even one that sends no event (the browser took its memory), releases the lock, and the page gets it.
if ('locks' in navigator) {
  const lock = `alexnet-lab:engine:${crypto.randomUUID()}`;
  const held = navigator.locks.request(lock, () => {
    self.postMessage({ type: 'alive', lock } satisfies EngineEvent);
    return new Promise(() => {});
  });
  // Where the browser refuses locks, an end without an event goes unnoticed; all else works.
  held.catch(() => {});
}

self.onmessage = (message: MessageEvent<Envelope>) => void engine.handle(message.data);
self.onunhandledrejection = ({ reason }) => engine.stray(reason);
