/**
 * Keras's optimizers over named variables, in plain tfjs operations. tfjs's own have no way to change Adam's learning rate and put
 * Adam's epsilon elsewhere; ours keep their slots where a snapshot can reach them. Engine side; no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema';
import { never } from '../lib/result';

export interface Optimizer {
  readonly kind: Experiment['optimizer'];
  /** Updates applied so far. */
  readonly iterations: number;
  /** State per variable, `name/slot`. Owned by the optimizer. */
  readonly slots: ReadonlyMap<string, tf.Variable>;
  /** One update. Disposes each gradient as soon as it is used, so that at most one variable's temporaries are alive. */
  apply(
    variables: ReadonlyMap<string, tf.Variable>,
    gradients: tf.NamedTensorMap,
    learningRate: number,
  ): void;
  dispose(): void;
}

/** The update of one variable from its gradient; `slot` gives (and makes, as zeros) state of the variable's shape. */
type Rule = (
  w: tf.Variable,
  g: tf.Tensor,
  slot: (name: string) => tf.Variable,
  lr: number,
  iteration: number,
) => void;

/** w ← w − η g */
const sgd: Rule = (w, g, _slot, lr) => w.assign(tf.sub(w, tf.mul(g, lr)));

/** v ← μ v − η g; w ← w + v. Source: keras/src/optimizers/sgd.py, without nesterov. */
const momentum =
  (coefficient: number): Rule =>
  (w, g, slot, lr) => {
    const v = slot('momentum');
    v.assign(tf.sub(tf.mul(v, coefficient), tf.mul(g, lr)));
    w.assign(tf.add(w, v));
  };

/**
 * m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α m / (√v + ε) with α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ).
 * Source: Kingma and Ba, "Adam", 2015, end of § 2; keras/src/optimizers/adam.py: β₁ 0.9, β₂ 0.999, ε 1e-7.
 */
const adam: Rule = (w, g, slot, lr, iteration) => {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  const alpha = (lr * Math.sqrt(1 - beta2 ** iteration)) / (1 - beta1 ** iteration);
  const [m, v] = [slot('m'), slot('v')];
  m.assign(tf.add(m, tf.mul(tf.sub(g, m), 1 - beta1)));
  v.assign(tf.add(v, tf.mul(tf.sub(tf.square(g), v), 1 - beta2)));
  w.assign(tf.sub(w, tf.div(tf.mul(m, alpha), tf.add(tf.sqrt(v), epsilon))));
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
    const known = slots.get(key);
    if (known) return known;
    const made = tf.variable(tf.zeros(shape), false);
    slots.set(key, made);
    return made;
  };

  return {
    kind: experiment.optimizer,
    slots,
    get iterations() {
      return iterations;
    },
    apply(variables, gradients, learningRate) {
      iterations++;
      for (const [name, variable] of variables) {
        const gradient = gradients[variable.name];
        if (!gradient) throw new Error(`No gradient for ${name}`);
        tf.tidy(() => rule(variable, gradient, slotOf(name, variable.shape), learningRate, iterations));
        gradient.dispose();
      }
    },
    dispose() {
      for (const slot of slots.values()) slot.dispose();
      slots.clear();
    },
  };
}
