/**
 * A contestant's own process: takes one request at a time from the benchmark and answers it.
 * `child.ts <contestant> <adapter>`
 */
import { never, messageOf } from '../../src/lib/result';
import { Recorder } from './count';
import { noGpu, openGpu, type OpenGpu } from './device';
import type { ContestantId } from './jobs';
import type { AdapterId, Answers, Contestant, Reply, Request } from './protocol';

const [id, adapterId] = process.argv.slice(2) as [ContestantId, AdapterId];
const recorder = new Recorder();
let gpu: OpenGpu | null = null;
let contestant: Contestant | null = null;
const onCpu = adapterId === 'wasm';
/** Threads of who has threads: as many on any machine, so that figures can be compared. */
const coresUsed = 2;

type Start = Extract<Request, { kind: 'start' }>;

/**
 * Imports only what this contestant needs: the others' libraries never see its registry and its
 * memory.
 */
async function begin(request: Start, bindingBytes: number): Promise<Contestant> {
  switch (id) {
    case 'ours':
    case 'ours1': {
      const { startOurs, useWebGpu } = await import('./contestants/ours');
      if (!onCpu) return startOurs(request, useWebGpu);
      const { useEngine } = await import('./engine');
      return startOurs(request, () => useEngine(id === 'ours' ? coresUsed : 1));
    }
    case 'stock':
      return (await import('./contestants/stock')).startStock(
        request,
        onCpu ? 'cpu' : 'webgpu',
        bindingBytes,
      );
    case 'jaxjs':
      if (onCpu) (await import('./browserWorker')).giveWorkers(coresUsed);
      return (await import('./contestants/jaxjs')).startJaxjs(request, onCpu ? 'wasm' : 'webgpu');
    default:
      return never(id);
  }
}

async function start(request: Start): Promise<Answers['start']> {
  gpu ??= onCpu ? noGpu() : await openGpu(adapterId, recorder);
  contestant?.dispose();
  contestant = await begin(request, gpu.bindingBytes);
  return { adapter: gpu.adapter, bindingBytes: gpu.bindingBytes, remarks: contestant.remarks };
}

async function step(current: Contestant): Promise<Answers['step']> {
  const began = performance.now();
  const loss = await current.step();
  return { ms: performance.now() - began, loss };
}

async function count(current: Contestant): Promise<Answers['count']> {
  recorder.take();
  current.feed();
  const batch = recorder.take();
  await current.step();
  return { batch, step: recorder.take(), peakBytes: recorder.peakBytes };
}

async function answer(request: Request): Promise<Answers[keyof Answers]> {
  if (request.kind === 'start') return start(request);
  if (request.kind === 'engine') return (await import('./engine')).measureEngine();
  if (!contestant) throw new Error(`${request.kind} before start`);
  switch (request.kind) {
    case 'tune':
      if (!contestant.tune) throw new Error(`${id} has nothing to tune`);
      return contestant.tune();
    case 'step':
      return step(contestant);
    case 'count':
      return count(contestant);
    case 'profile':
      if (!contestant.profile) throw new Error(`${id} has no profile`);
      return contestant.profile(request.quick);
    default:
      return never(request);
  }
}

async function reply(request: Request): Promise<Reply> {
  try {
    const value = await answer(request);
    const refused = gpu?.errors[0];
    return refused === undefined ? { ok: true, value } : { ok: false, error: `WebGPU refused: ${refused}` };
  } catch (thrown) {
    return { ok: false, error: messageOf(thrown) };
  }
}

process.on('message', (request: Request) => void reply(request).then((made) => process.send?.(made)));
process.on('disconnect', () => process.exit());
