/**
 * What a run needs before it starts: bytes on the device for a training step, and bytes of browser
 * storage for its snapshots. Computed from the network, the batch and the optimizer. Pure.
 */
import type { Experiment } from '../experiment/schema';
import { floatBytes } from './cost';
import { networkFor, type NetworkChoice } from './networks';
import { summarize } from './summary';
import { slotNames } from './weights';

/** A run keeps two snapshots, written in turns. */
const generations = 2;

/** All in bytes. */
export interface Needs {
  /** Parameters, including those that are not trained. */
  readonly weights: number;
  /**
   * Of all trained parameters at once: an update frees each gradient as it is used, but starts only
   * when the last is computed.
   */
  readonly gradients: number;
  readonly slots: number;
  /** Weights of the best epoch, which early stopping may restore; else 0. */
  readonly best: number;
  /** Of the batch: every layer's output, kept for the backward pass, with its gradient. */
  readonly activations: number;
  /** The images of the batch, as loaded and as resized for the network. */
  readonly images: number;
  /** The sum of these: what a step holds on the device at once. */
  readonly step: number;
  /** The tensors of one snapshot; its index adds less than 1 MB. */
  readonly snapshot: number;
  /** What a saved run takes of the browser's storage. */
  readonly saved: number;
}

/**
 * What the CPU engine's memory holds besides a step's tensors: its threads' scratch, what
 * Winograd's method holds for one convolution (at most 95 MB, for the filter's gradient with 512
 * channels, 512 filters and 5 × 5 taps), and gaps between tensors.
 */
export const cpuSpareBytes = 160 * 2 ** 20;

/** Whether a step fits into a memory that grows to `maxBytes` bytes. */
export const fitsMemory = ({ step }: Pick<Needs, 'step'>, maxBytes: number): boolean =>
  step + cpuSpareBytes <= maxBytes;

/**
 * What `experiment` needs. `step` is what the lab's own kernels hold. Counted on a device that
 * executes nothing (`npm run bench -- --count`), AlexNet at 67 and 227 px needs 1 to 3 % more at
 * batch 1 to 128, and LeNet-5 up to half more, which is some megabytes. tfjs's own kernels and
 * WebGL need more: on WebGPU about four times as much. The snapshot is exact except for its index.
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
    weights,
    gradients,
    slots,
    best,
    activations,
    images,
    step: weights + gradients + slots + best + activations + images,
    snapshot,
    saved: generations * snapshot,
  };
}
