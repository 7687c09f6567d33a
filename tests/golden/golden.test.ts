/**
 * The lab computes what Keras computes: every layer's output, every gradient, moving statistics,
 * optimizer states and loss curves of our networks against the files of tests/golden, which Keras
 * on TensorFlow wrote (tests/keras/golden.py).
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adamUpdate } from '../../src/kernels/update';
import { createOptimizer, type Optimizer } from '../../src/training/optimizer';
import { isSample, onTrainingBackends } from '../helpers/backends';
import type { Options } from './check';
import { checkCase, largeCases } from './files';
import { tooFar } from './tolerances';

const minutes = 60_000;

/** Adam with an ε of 1e-4 instead of 1e-7. */
function wrongAdam(): Optimizer {
  const right = createOptimizer({ optimizer: 'adam', momentum: 0 });
  let iterations = 0;
  const slots = new Map<string, tf.Variable>();
  const slot = (key: string, { shape }: tf.Tensor): tf.Variable => {
    const known = slots.get(key) ?? tf.variable(tf.zeros(shape), false);
    slots.set(key, known);
    return known;
  };
  return {
    ...right,
    slots,
    apply(variables, gradients, lr) {
      iterations++;
      const alpha = (lr * Math.sqrt(1 - 0.999 ** iterations)) / (1 - 0.9 ** iterations);
      for (const [name, variable] of variables) {
        const gradient = gradients[variable.name];
        if (!gradient) throw new Error(`No gradient for ${name}`);
        const state = { m: slot(`${name}/m`, variable), v: slot(`${name}/v`, variable) };
        adamUpdate(variable, gradient, state, { alpha, beta1: 0.9, beta2: 0.999, epsilon: 1e-4 });
        gradient.dispose();
      }
    },
    dispose: () => tf.dispose([...slots.values()]),
  };
}

/** AlexNet-67 whose batch normalisation has other numbers. */
const withBatchNorm = (change: { epsilon?: number; momentum?: number }): Options => ({
  oneStep: true,
  network: (right) => ({
    ...right,
    layers: right.layers.map((layer) => (layer.kind === 'batch-norm' ? { ...layer, ...change } : layer)),
  }),
});

/**
 * AlexNet at 67 px: ten steps on the CPU engine, whose other forty, and whose AlexNets at 227 px,
 * are in whole.test.ts. On WebGPU as many as show each rule once: LeNet-5 is checked whole there,
 * ten steps of AlexNet by Adam are held against the CPU engine in training/kernels.test.ts, and
 * each optimizer's kernel in kernels/update.test.ts. On a second adapter (a sample) its outputs and
 * gradients, and of LeNet-5 two steps. The negative controls, which are of the comparison, stand
 * once.
 */
// 18 outputs, 22 gradients and the loss, 6 moving statistics of AlexNet; states of 72 + 50 + 28
// tensors.
const once = 47;
const states = 150;

onTrainingBackends('Keras, with LeNet-5,', (use, name) => {
  it('computes LeNet-5 as we do', { timeout: 5 * minutes }, async () => {
    await use();
    const tensors = tf.memory().numTensors;
    const findings = await checkCase('lenet5', isSample ? { maxSteps: 2 } : {});
    expect(tooFar(findings)).toEqual([]);
    // 9 outputs, 10 gradients and the loss, states of 30 + 20 + 10 tensors twice, and the curve.
    expect(findings).toHaveLength(isSample ? 20 + 60 + 2 : 20 + 120 + 50);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  if (name !== 'wasm') return;

  it('and not with another ε in Adam, or another momentum', { timeout: 5 * minutes }, async () => {
    await use();
    const optimizer: Options['optimizer'] = (kind) =>
      kind === 'adam' ? wrongAdam() : createOptimizer({ optimizer: kind, momentum: 0.91 });
    const wrong = tooFar(await checkCase('lenet5', { maxSteps: 10, optimizer })).join('\n');
    for (const seen of [
      /adam 1: .*kernel/,
      /adam 10: .*kernel/,
      /momentum 10: .*momentum/,
      /loss .* at step/,
    ])
      expect(wrong).toMatch(seen);
    // The gradients are right, and plain SGD.
    expect(wrong).not.toMatch(/gradients|sgd/);
  });
});

onTrainingBackends('Keras, with AlexNet,', (use, name) => {
  // The states after the first step, and the tenth, and two curves.
  const [options, compared] = ((): [Options, number] => {
    if (isSample) return [{ oneStep: true }, once];
    if (name === 'wasm') return [{ maxSteps: 10 }, once + 2 * states + 2 * 10];
    return [{ maxSteps: 2 }, once + states + 2 * 2];
  })();
  it(
    `computes AlexNet at 67 px as we do, ${JSON.stringify(options)}`,
    { timeout: 20 * minutes },
    async () => {
      await use();
      const findings = await checkCase('alexnet-67', options);
      expect(tooFar(findings)).toEqual([]);
      expect(findings).toHaveLength(compared);
    },
  );

  it.each(isSample || name === 'wasm' ? [] : largeCases)(
    '$title',
    { timeout: 20 * minutes },
    async ({ id, compared: all }) => {
      await use();
      const findings = await checkCase(id);
      expect(tooFar(findings)).toEqual([]);
      expect(findings).toHaveLength(all);
    },
  );

  if (name !== 'wasm') return;

  it('and not with another ε or momentum of BatchNorm', { timeout: 5 * minutes }, async () => {
    await use();
    const epsilon = tooFar(await checkCase('alexnet-67', withBatchNorm({ epsilon: 1.1e-3 }))).join('\n');
    expect(epsilon).toMatch(/outputs: batch_normalization /);
    expect(epsilon).toMatch(/gradients: conv2d\/kernel/);
    const momentum = tooFar(await checkCase('alexnet-67', withBatchNorm({ momentum: 0.98 })));
    expect(momentum.every((line) => line.startsWith('moving'))).toBe(true);
    expect(momentum).toHaveLength(6);
  });
});
