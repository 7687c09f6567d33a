/**
 * What jax-js looks for to compute with several threads, in Node: a browser's `Worker` of a blob,
 * and how many cores there are.
 */
import { resolveObjectURL } from 'node:buffer';
import { Worker as NodeWorker } from 'node:worker_threads';

/** A worker's global scope around a classic script. */
const scope = `
const { parentPort } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.postMessage = (message) => parentPort.postMessage(message);
parentPort.on('message', (data) => self.onmessage({ data }));
`;

class BlobWorker {
  onmessage: (event: { readonly data: unknown }) => void = () => undefined;
  onerror: (event: { readonly message: string }) => void = () => undefined;
  private readonly worker: Promise<NodeWorker>;

  constructor(url: string) {
    this.worker = this.start(url);
    this.worker.catch(({ message }: Error) => this.onerror({ message }));
  }

  postMessage(message: unknown): void {
    // A blob is read at a later time: until then messages wait, in order.
    void this.worker.then((worker) => worker.postMessage(message));
  }

  private async start(url: string): Promise<NodeWorker> {
    const script = await resolveObjectURL(url)?.text();
    if (script === undefined) throw new Error(`No blob at ${url}`);
    const worker = new NodeWorker(scope + script, { eval: true });
    worker.on('message', (data: unknown) => this.onmessage({ data }));
    worker.on('error', ({ message }: Error) => this.onerror({ message }));
    return worker;
  }
}

/** Call it before a library that looks for workers is imported. */
export function giveWorkers(cores: number): void {
  Object.assign(globalThis, { Worker: BlobWorker });
  const navigator = { hardwareConcurrency: cores, userAgent: 'node' };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
