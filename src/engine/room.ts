/** Whether a device has room for an experiment, asked before anything is made for it. Worker or Node. */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { gpuOf } from '../kernels/family';
import { scoped } from '../kernels/gpu';
import { messageOf } from '../lib/result';
import { bytes as bytesText } from '../lib/units';
import { bindingProblem, cpuSpareBytes, fitsMemory, needsOf, networkFor } from '../network';
import type { BackendReport } from '../protocol/events';
import { EngineFailure } from './errors';

/**
 * Throws `binding-too-large` where a tensor of a step is larger than the device takes, and `no-room` where a step needs more than the CPU
 * engine's memory may grow to.
 */
export function mustFit(experiment: Experiment, backend: BackendReport): void {
  const problem = bindingProblem(networkFor(experiment), experiment.batch, backend);
  if (problem) throw new EngineFailure('binding-too-large', problem);
  const { cpu } = backend;
  const needs = needsOf(experiment);
  if (cpu && !fitsMemory(needs, cpu.maxMemoryBytes))
    throw new EngineFailure(
      'no-room',
      `A step needs ${bytesText(needs.step + cpuSpareBytes)}; the CPU engine’s memory grows to ${bytesText(cpu.maxMemoryBytes)}`,
    );
}

/** A buffer is asked for in pieces no larger than this: none of a network's tensors is much larger. */
const mostPiece = 2 ** 28;

/**
 * Asks the device for `needed` bytes and gives them back: WebGPU does not tell how much memory is free, and a buffer that fails in the
 * middle of a step ends the engine and the model that it holds. Nothing on other backends. Rejects with `no-room`. A driver that hands out
 * memory only when it is written may still fail later.
 */
export async function mustHaveRoom(needed: number): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const { device } = gpuOf(tf.backend());
  const piece = Math.min(mostPiece, device.limits.maxBufferSize);
  const made: GPUBuffer[] = [];
  try {
    await scoped(device, async () => {
      for (let left = needed; left > 0; left -= piece) {
        const size = Math.ceil(Math.min(left, piece) / 4) * 4;
        made.push(device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }));
      }
    });
  } catch (thrown) {
    throw new EngineFailure('no-room', `${bytesText(needed)}: ${messageOf(thrown)}`);
  } finally {
    for (const buffer of made) buffer.destroy();
  }
}
