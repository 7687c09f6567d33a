/** The worker's entry: messages in, events out. Owns every tensor; knows no page. */
import type { Envelope } from '../protocol/commands';
import { Engine } from './engine';

declare const self: DedicatedWorkerGlobalScope;

const engine = new Engine((event) => self.postMessage(event));

self.onmessage = (message: MessageEvent<Envelope>) => void engine.handle(message.data);
self.onunhandledrejection = ({ reason }) => engine.stray(reason);
