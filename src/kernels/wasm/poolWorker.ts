/**
 * The entry of a worker that is one thread of the CPU engine. Its first message tells it what to
 * work on.
 */
import { serve, type ThreadMember } from './threadPool';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = ({ data }: MessageEvent<ThreadMember>) => serve(data, () => self.postMessage('up'));
