/**
 * The programs of a run, made before its first step, in parallel and with progress: a step and a batch of an evaluation are gone
 * through without being executed. WebGPU alone; the other backends compile as they go. Worker or Node.
 */
import * as tf from '@tensorflow/tfjs-core';
import { imageBytes } from '../dataset/cifar10';
import type { Experiment } from '../experiment/schema';
import { gpuOf } from '../kernels/family';
import { compileAhead } from '../kernels/gpu';
import type { Model } from '../model/build';
import { judge, networkInput } from '../training/evaluate';
import { createOptimizer, type Optimizer } from '../training/optimizer';
import { trainStep } from '../training/step';

/** A variable and a gradient that make the same programs as ones of this shape, which may be of 150 MB: the same rank and the same size mod 4. */
const standInShape = (shape: number[]): number[] =>
  shape.map((_, axis) => (axis < shape.length - 1 ? 1 : 256 + (tf.util.sizeFromShape(shape) % 4)));

/** An optimizer that updates stand-ins: the run's own variables, slots and iterations are not touched. */
function dryOptimizer(experiment: Experiment): Optimizer {
  const own = createOptimizer(experiment);
  return {
    ...own,
    apply(variables, gradients, learningRate, loss) {
      const standIns = new Map<string, tf.Variable>();
      const made: tf.NamedTensorMap = {};
      for (const { name, shape } of variables.values()) {
        gradients[name]?.dispose();
        const standIn = standInShape(shape);
        if (standIns.has(standIn.join())) continue;
        const variable = tf.tidy(() => tf.variable(tf.zeros(standIn)));
        standIns.set(standIn.join(), variable);
        made[variable.name] = tf.zeros(standIn);
      }
      own.apply(standIns, made, learningRate, loss);
      tf.dispose([...standIns.values()]);
    },
  };
}

/** `step`, after which every weight is what it was, though tfjs assigns to variables results that were never computed. */
function withWeightsKept({ net }: Model, step: () => void): void {
  // Clones share their buffers with the weights: nothing is copied.
  const kept = net.weights.map((weight) => tf.clone(weight.read()));
  try {
    step();
  } finally {
    net.weights.forEach((weight, i) => {
      const [variable, value] = [weight.read() as tf.Variable, kept[i]];
      if (value && value.dataId !== variable.dataId) variable.assign(value);
    });
    tf.dispose(kept);
  }
}

/** One training step and one evaluation batch of zeros, whose results are thrown away. */
function dryRun(model: Model, experiment: Experiment): void {
  const { batch: size, scale, lr } = experiment;
  const [pixels, labels] = [new Uint8Array(size * imageBytes), new Uint8Array(size)];
  const batch = { pixels, labels, moves: null, count: size, size };
  const optimizer = dryOptimizer(experiment);
  const images = networkInput(model, batch, scale); // [B, side, side, 3]
  trainStep(model, { images, labels }, optimizer, lr).dispose();
  judge(model, batch, scale).dispose();
  images.dispose();
  optimizer.dispose();
}

/**
 * A step and a batch of an evaluation for `compileAhead` and `productsOf`, which do not execute it. Afterwards every weight, moving
 * average and slot is what it was, and no tensor is left.
 */
export const stepOf = (model: Model, experiment: Experiment) => (): void =>
  withWeightsKept(model, () => dryRun(model, experiment));

/**
 * Compiles what a run of `experiment` needs. `progress`: programs that are ready, of how many. Nothing on other backends.
 * Rejects with the device's words where a program does not compile.
 */
export async function compileRun(
  model: Model,
  experiment: Experiment,
  progress: (done: number, total: number) => void,
): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  await compileAhead(gpuOf(tf.backend()), stepOf(model, experiment), progress);
}
