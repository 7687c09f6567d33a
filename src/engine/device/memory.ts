/**
 * Checks whether a device has enough memory for an experiment, before anything is allocated. Runs
 * in the worker or in Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../../experiment/schema';
import { gpuOf } from '../../kernels/family';
import { scoped } from '../../kernels/gpu';
import { messageOf } from '../../lib/result';
import { bytes as bytesText } from '../../lib/units';
import { bindingProblem, cpuSpareBytes, fitsMemory, needsOf, networkFor } from '../../network';
import type { BackendReport } from '../../protocol/device';
import { EngineFailure } from '../core/errors';

/**
 * Throws `binding-too-large` if a tensor of a step is larger than the device allows, and `no-room`
 * if a step needs more than the CPU engine's memory may grow to.
 */
export function assertBindingsFit(experiment: Experiment, backend: BackendReport): void {
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

/**
 * Memory is requested in pieces no larger than this: none of a network's tensors is much larger.
 */
const maxPiece = 2 ** 28;

/**
 * Allocates `needed` bytes on the device and frees them: WebGPU does not report free memory, and an
 * allocation that fails in the middle of a step ends the engine and loses its model. Does nothing
 * on other backends. Rejects with `no-room`. A driver that allocates memory only when it is written
 * may still fail later.
 */
export async function assertMemoryAvailable(needed: number): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const { device } = gpuOf(tf.backend());
  const piece = Math.min(maxPiece, device.limits.maxBufferSize);
  const buffers: GPUBuffer[] = [];
  try {
    await scoped(device, async () => {
      for (let left = needed; left > 0; left -= piece) {
        const size = Math.ceil(Math.min(left, piece) / 4) * 4;
        buffers.push(device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }));
      }
    });
  } catch (thrown) {
    throw new EngineFailure('no-room', `${bytesText(needed)}: ${messageOf(thrown)}`);
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}
