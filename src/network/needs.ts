/**
 * What a run needs before it is begun: bytes on the device for a training step, and bytes in the browser's store for its snapshots.
 * Computed from the network, the batch and the optimizer. Pure.
 */
import type { Experiment } from '../experiment/schema';
import { floatBytes } from './cost';
import { networkFor, type NetworkChoice } from './networks';
import { summarize } from './summary';
import { slotNames } from './weights';

/** A run keeps two snapshots in turns. */
const generations = 2;

/** All in bytes. */
export interface Needs {
  /** Parameters, those that are not trained included. */
  readonly weights: number;
  /** Of all trained parameters at once: an update frees each as it is used, but begins when the last is computed. */
  readonly gradients: number;
  readonly slots: number;
  /** The best epoch's weights, which early stopping may want back; else 0. */
  readonly best: number;
  /** Of the batch: every layer's output, kept for the backward pass, and its gradient. */
  readonly activations: number;
  /** The images of the batch, as they come and as the network takes them. */
  readonly images: number;
  /** All of these: what a step holds on the device at once. */
  readonly step: number;
  /** One snapshot's tensors; its index comes on top, less than 1 MB. */
  readonly snapshot: number;
  /** What a saved run takes in the store. */
  readonly saved: number;
}

/**
 * Of a CPU engine's memory, beside what a step holds: its threads' scratch, what Winograd's method holds of one convolution (at most 95 MB,
 * the filter's gradient of 512 channels and filters with 5 × 5 taps), and gaps between tensors.
 */
export const cpuSpareBytes = 160 * 2 ** 20;

/** Whether a step finds room in a memory that grows to `most` bytes. */
export const fitsMemory = ({ step }: Pick<Needs, 'step'>, most: number): boolean =>
  step + cpuSpareBytes <= most;

/**
 * What `experiment` needs. `step` is what the lab's own kernels hold: counted on a device that executes nothing (`npm run bench -- --count`)
 * AlexNet at 67 and 227 px needs 1 to 3 % more at batch 1 to 128, LeNet-5 up to half more, which is some megabytes. tfjs's own kernels
 * and WebGL need more: on WebGPU about four times as much. The snapshot is exact but for its index.
 */
export function needsOf(
  experiment: NetworkChoice & Pick<Experiment, 'batch' | 'optimizer' | 'earlyStopping'>,
): Needs {
  const { batch, optimizer, earlyStopping } = experiment;
  const network = networkFor(experiment);
  const { params, trainable, activationBytes } = summarize(network);
  const [height, width, channels] = network.input;
  const weights = params * floatBytes;
  const gradients = trainable * floatBytes;
  const slots = slotNames[optimizer].length * trainable * floatBytes;
  const best = earlyStopping > 0 ? weights : 0;
  const activations = 2 * batch * activationBytes;
  const images = 2 * batch * height * width * channels * floatBytes;
  const snapshot = weights + slots + best;
  return {
    weights, gradients, slots, best, activations, images,
    step: weights + gradients + slots + best + activations + images,
    snapshot,
    saved: generations * snapshot,
  }; // prettier-ignore
}
