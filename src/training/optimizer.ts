/**
 * Keras's optimizers over named variables. tfjs's own cannot change Adam's learning rate, and apply
 * Adam's epsilon in a different place; ours store their slots where a snapshot can access them. The
 * arithmetic is in kernels/update.ts. Engine side; uses no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { adamUpdate, momentumUpdate, sgdUpdate, zerosOf } from '../kernels/update';
import { never } from '../lib/result';

export interface Optimizer {
  readonly kind: Experiment['optimizer'];
  /** Updates applied so far. */
  readonly iterations: number;
  /** State per variable, `name/slot`. Owned by the optimizer. */
  readonly slots: ReadonlyMap<string, tf.Variable>;
  /**
   * Applies one update, in place if the backend has the kernels. Disposes each gradient as soon as
   * it is used, so that at most one variable's temporaries are alive. While tfjs only compiles, no
   * value changes but `iterations` still increases: a step that is run only to compile it needs an
   * optimizer of its own, to be thrown away. If `loss` is given and is not finite, no value
   * changes.
   */
  apply(
    variables: ReadonlyMap<string, tf.Variable>,
    gradients: tf.NamedTensorMap,
    learningRate: number,
    loss?: tf.Scalar,
  ): void;
  /**
   * Restores a snapshot's state: the number of updates applied, and the state per variable. Takes
   * ownership of its tensors.
   */
  restore(iterations: number, slots: ReadonlyMap<string, tf.Tensor>): void;
  dispose(): void;
}

/** One update: its learning rate, its number from 1, and the loss whose gradient it applies. */
interface Update {
  readonly lr: number;
  readonly iteration: number;
  readonly loss: tf.Scalar | undefined;
}

/**
 * Updates one variable from its gradient; `slot` returns state of the variable's shape, creating it
 * as zeros if needed.
 */
type Rule = (w: tf.Variable, g: tf.Tensor, slot: (name: string) => tf.Variable, update: Update) => void;

const sgd: Rule = (w, g, _slot, { lr, loss }) => sgdUpdate(w, g, lr, loss);

const momentum =
  (coefficient: number): Rule =>
  (w, g, slot, { lr, loss }) =>
    momentumUpdate(w, g, slot('momentum'), { learningRate: lr, momentum: coefficient }, loss);

/** Keras's defaults: β₁ 0.9, β₂ 0.999, ε 1e-7. Source: keras/src/optimizers/adam.py. */
const adam: Rule = (w, g, slot, { lr, iteration, loss }) => {
  const beta1 = 0.9;
  const beta2 = 0.999;
  const epsilon = 1e-7;
  const alpha = (lr * Math.sqrt(1 - beta2 ** iteration)) / (1 - beta1 ** iteration);
  adamUpdate(w, g, { m: slot('m'), v: slot('v') }, { alpha, beta1, beta2, epsilon }, loss);
};

function ruleOf(experiment: Pick<Experiment, 'optimizer' | 'momentum'>): Rule {
  switch (experiment.optimizer) {
    case 'sgd':
      return sgd;
    case 'momentum':
      return momentum(experiment.momentum);
    case 'adam':
      return adam;
    default:
      return never(experiment.optimizer);
  }
}

/** A fresh optimizer: no slots, no iterations. */
export function createOptimizer(experiment: Pick<Experiment, 'optimizer' | 'momentum'>): Optimizer {
  const rule = ruleOf(experiment);
  const slots = new Map<string, tf.Variable>();
  let iterations = 0;

  const slotOf = (variable: string, shape: number[]) => (name: string) => {
    const key = `${variable}/${name}`;
    const existing = slots.get(key);
    if (existing) return existing;
    const slot = tf.tidy(() => tf.variable(zerosOf(shape), false));
    slots.set(key, slot);
    return slot;
  };

  return {
    kind: experiment.optimizer,
    slots,
    get iterations() {
      return iterations;
    },
    apply(variables, gradients, learningRate, loss) {
      iterations++;
      const update = { lr: learningRate, iteration: iterations, loss };
      for (const [name, variable] of variables) {
        const gradient = gradients[variable.name];
        if (!gradient) throw new Error(`No gradient for ${name}`);
        rule(variable, gradient, slotOf(name, variable.shape), update);
        gradient.dispose();
      }
    },
    restore(applied, state) {
      for (const slot of slots.values()) slot.dispose();
      slots.clear();
      iterations = applied;
      for (const [key, tensor] of state) {
        slots.set(
          key,
          tf.tidy(() => tf.variable(tensor, false)),
        );
        tensor.dispose();
      }
    },
    dispose() {
      for (const slot of slots.values()) slot.dispose();
      slots.clear();
    },
  };
}
