/**
 * A thread of the CPU engine in Node: the file that `startThread.ts` starts as a worker. It serves
 * until it is ended.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { serve, type ThreadMember } from '../../src/kernels/wasm/threadPool';

serve(workerData as ThreadMember, () => parentPort?.postMessage('up'));
