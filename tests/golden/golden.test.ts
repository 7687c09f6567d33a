/**
 * The lab computes what Keras computes: every layer's output, every gradient, moving statistics, optimizer states and loss curves of
 * our networks against the files of tests/golden, which Keras on TensorFlow wrote (tests/keras/golden.py).
 */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adamUpdate } from '../../src/kernels/update';
import { families, useKernels } from '../../src/kernels/register';
import { createOptimizer, type Optimizer } from '../../src/training/optimizer';
import { onTrainingBackends, onWebGpu } from '../helpers/backends';
import { goldenCases, type GoldenCase } from './cases';
import { checkGolden, type GoldenFile, type Options } from './check';
import { tooFar } from './tolerances';

const minutes = 60_000;

const fileOf = (id: string): GoldenFile =>
  JSON.parse(readFileSync(new URL(`${id}.json`, import.meta.url), 'utf8')) as GoldenFile;

const caseOf = (id: string): GoldenCase => {
  const found = goldenCases.find((golden) => golden.id === id);
  if (!found) throw new Error(`There is no golden case ${id}`);
  return found;
};

const check = (id: string, options?: Options) => checkGolden(caseOf(id), fileOf(id), options);

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
 * The CPU engine computes all of it. WebGPU need not repeat every step, whose kernels are held against
 * tfjs's one by one, and a second adapter for it only computes each rule of AlexNet once; unless
 * `LAB_GOLDEN=whole`.
 */
const whole = process.env['LAB_GOLDEN'] === 'whole';
const second = process.env['LAB_ADAPTER'] !== undefined && !whole;
const onBackends = second ? onWebGpu : onTrainingBackends;

onBackends('Keras, with LeNet-5,', (use) => {
  const begin = async (): Promise<void> => {
    await use();
    useKernels(families.map(({ id }) => id));
  };

  it('computes LeNet-5 as we do', { timeout: 5 * minutes }, async () => {
    await begin();
    const tensors = tf.memory().numTensors;
    const findings = await check('lenet5');
    expect(tooFar(findings)).toEqual([]);
    // 9 outputs, 10 gradients and the loss, states of 30 + 20 + 10 tensors twice, and the curve.
    expect(findings).toHaveLength(20 + 120 + 50);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  if (second) return;

  it('and not with another ε in Adam, or another momentum', { timeout: 5 * minutes }, async () => {
    await begin();
    const optimizer: Options['optimizer'] = (kind) =>
      kind === 'adam' ? wrongAdam() : createOptimizer({ optimizer: kind, momentum: 0.91 });
    const wrong = tooFar(await check('lenet5', { mostSteps: 10, optimizer })).join('\n');
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

/** Steps of AlexNet at 67 px at most, and how many figures are compared with Keras's. */
function extentOf(backend: string): { options: Options; title: string; compared: number } {
  // 18 outputs, 22 gradients and the loss, 6 moving statistics.
  const once = 47;
  // States of 72 + 50 + 28 tensors after the first step and the tenth, and two curves.
  if (backend === 'wasm' || whole) return { options: {}, title: '', compared: once + 2 * 150 + 2 * 50 };
  const [mostSteps, times] = second ? [2, 1] : [10, 2];
  return {
    options: { mostSteps },
    title: `, ${mostSteps} steps`,
    compared: once + times * 150 + 2 * mostSteps,
  };
}

onBackends('Keras, with AlexNet,', (use, name) => {
  const { options, title, compared } = extentOf(name);
  const begin = async (): Promise<void> => {
    await use();
    useKernels(families.map(({ id }) => id));
  };

  it(`computes AlexNet at 67 px as we do${title}`, { timeout: 20 * minutes }, async () => {
    await begin();
    const findings = await check('alexnet-67', options);
    expect(tooFar(findings)).toEqual([]);
    expect(findings).toHaveLength(compared);
  });

  if (second) return;

  it('computes AlexNet at 227 px as we do, and its Adam step', { timeout: 20 * minutes }, async () => {
    await begin();
    const findings = await check('alexnet-227');
    expect(tooFar(findings)).toEqual([]);
    expect(findings).toHaveLength(47 + 72);
  });

  it('computes AlexNet of 2012 as we do', { timeout: 20 * minutes }, async () => {
    await begin();
    const findings = await check('alexnet2012-227');
    expect(tooFar(findings)).toEqual([]);
    expect(findings).toHaveLength(17 + 17);
  });

  it('and not with another ε or momentum of BatchNorm', { timeout: 5 * minutes }, async () => {
    await begin();
    const epsilon = tooFar(await check('alexnet-67', withBatchNorm({ epsilon: 1.1e-3 }))).join('\n');
    expect(epsilon).toMatch(/outputs: batch_normalization /);
    expect(epsilon).toMatch(/gradients: conv2d\/kernel/);
    const momentum = tooFar(await check('alexnet-67', withBatchNorm({ momentum: 0.98 })));
    expect(momentum.every((line) => line.startsWith('moving'))).toBe(true);
    expect(momentum).toHaveLength(6);
  });
});
