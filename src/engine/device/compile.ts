/**
 * Compiles a run's programs before its first step, in parallel and with progress, by going through
 * a training step and an evaluation batch without executing them. Only for WebGPU; the other
 * backends compile as they run. Runs in the worker or in Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import { imageBytes } from '../../lib/cifar10';
import type { Experiment } from '../../experiment/schema';
import { gpuOf } from '../../kernels/family';
import { compileAhead } from '../../kernels/gpu';
import type { Model } from '../../model/build';
import { predictBatch, networkInput } from '../../training/evaluate';
import { createOptimizer, type Optimizer } from '../../training/optimizer';
import { trainStep } from '../../training/step';

/**
 * The shape of a small variable and gradient that need the same programs as ones of this shape,
 * which may take 150 MB: the same rank and the same size mod 4.
 */
const standInShape = (shape: number[]): number[] =>
  shape.map((_, axis) => (axis < shape.length - 1 ? 1 : 256 + (tf.util.sizeFromShape(shape) % 4)));

/**
 * An optimizer that updates stand-ins: it does not touch the run's own variables, slots and
 * iterations.
 */
function dryOptimizer(experiment: Experiment): Optimizer {
  const optimizer = createOptimizer(experiment);
  return {
    ...optimizer,
    apply(variables, gradients, learningRate, loss) {
      const standIns = new Map<string, tf.Variable>();
      const tensors: tf.NamedTensorMap = {};
      for (const { name, shape } of variables.values()) {
        gradients[name]?.dispose();
        const standIn = standInShape(shape);
        if (standIns.has(standIn.join())) continue;
        const variable = tf.tidy(() => tf.variable(tf.zeros(standIn)));
        standIns.set(standIn.join(), variable);
        tensors[variable.name] = tf.zeros(standIn);
      }
      optimizer.apply(standIns, tensors, learningRate, loss);
      tf.dispose([...standIns.values()]);
    },
  };
}

/**
 * Runs `step` and then restores every weight, because tfjs assigns results that were never computed
 * to variables.
 */
function withWeightsKept({ net }: Model, step: () => void): void {
  // Clones share the weights' buffers, so nothing is copied.
  const kept = net.weights.map((weight) => tf.clone(weight.read()));
  try {
    step();
  } finally {
    net.weights.forEach((weight, i) => {
      const variable = weight.read() as tf.Variable;
      const value = kept[i];
      if (value && value.dataId !== variable.dataId) variable.assign(value);
    });
    tf.dispose(kept);
  }
}

/** Runs one training step and one evaluation batch on zeros and throws the results away. */
function dryRun(model: Model, experiment: Experiment): void {
  const { batch: size, scale, lr } = experiment;
  const pixels = new Uint8Array(size * imageBytes);
  const labels = new Uint8Array(size);
  const batch = { pixels, labels, moves: null, count: size, size };
  const optimizer = dryOptimizer(experiment);
  const images = networkInput(model, batch, scale); // [B, side, side, 3]
  trainStep(model, { images, labels }, optimizer, lr).dispose();
  predictBatch(model, batch, scale).dispose();
  images.dispose();
  optimizer.dispose();
}

/**
 * A training step and an evaluation batch for `compileAhead` and `productsOf`, which do not execute
 * them. Afterwards every weight, moving average and slot is unchanged, and no tensor is left.
 */
export const stepOf = (model: Model, experiment: Experiment) => (): void =>
  withWeightsKept(model, () => dryRun(model, experiment));

/**
 * Compiles what a run of `experiment` needs. `progress` gets the number of programs that are ready,
 * and of all. Does nothing on other backends. Rejects with the device's message if a program does
 * not compile.
 */
export async function compileRun(
  model: Model,
  experiment: Experiment,
  progress: (done: number, total: number) => void,
): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  await compileAhead(gpuOf(tf.backend()), stepOf(model, experiment), progress);
}
