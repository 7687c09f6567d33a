/** Threads of the CPU engine in Node, and the WebAssembly that it needs there. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Thread, ThreadMember } from '../../src/kernels/wasm/threadPool';

// Node 20 has relaxed SIMD behind a flag, newer ones have it without.
setFlagsFromString('--experimental-wasm-relaxed-simd');

/**
 * tsx, as a worker's own code asks for it: Node 20 heeds no `--import` for the file that a worker
 * begins with.
 */
const begin = (file: string): string =>
  `import('tsx/esm/api').then(({ register }) => (register(), import('${file}')))`;

/** Starts a thread that ends with this process, at the latest. */
export function startThread(member: ThreadMember): Thread {
  const file = new URL('wasmThread.ts', import.meta.url).href;
  const worker = new Worker(begin(file), { eval: true, workerData: member });
  const up = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  up.then(
    () => worker.unref(),
    () => undefined,
  );
  return { up, end: () => void worker.terminate() };
}
