import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Experiment } from '../../src/experiment/schema';
import { createOptimizer } from '../../src/training/optimizer';
import { onTrainingBackends } from '../helpers/backends';

/** Applies `gradients` one after the other to a variable that begins at [1, −2]. */
async function after(
  kind: Experiment['optimizer'],
  gradients: number[][],
  lr: number,
): Promise<Float32Array> {
  const optimizer = createOptimizer({ optimizer: kind, momentum: 0.9 });
  const variable = tf.variable(tf.tensor1d([1, -2]));
  for (const gradient of gradients) {
    optimizer.apply(new Map([['w', variable]]), { [variable.name]: tf.tensor1d(gradient) }, lr);
  }
  const values = (await variable.data()) as Float32Array;
  variable.dispose();
  optimizer.dispose();
  return values;
}

const close = (actual: Float32Array, expected: number[]): void =>
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 5));

onTrainingBackends('optimizers', (use) => {
  it('SGD: w − η g', async () => {
    await use();
    close(await after('sgd', [[1, 2]], 0.1), [0.9, -2.2]);
  });

  it('momentum: v ← 0.9 v − η g, w ← w + v', async () => {
    await use();
    // v₁ = −0.1, −0.2; v₂ = −0.09 − 0.1, −0.18 − 0.2
    close(
      await after(
        'momentum',
        [
          [1, 2],
          [1, 2],
        ],
        0.1,
      ),
      [1 - 0.1 - 0.19, -2 - 0.2 - 0.38],
    );
  });

  it('Adam: two steps by hand, with Keras’s epsilon outside the correction', async () => {
    await use();
    const b1 = 0.9;
    const b2 = 0.999;
    const eps = 1e-7;
    const lr = 0.01;
    const expected = [1, -2].map((start, i) => {
      let w = start;
      let m = 0;
      let v = 0;
      [
        [0.5, -1],
        [0.1, 3],
      ].forEach((row, step) => {
        const g = row[i] ?? 0;
        m += (g - m) * (1 - b1);
        v += (g * g - v) * (1 - b2);
        const alpha = (lr * Math.sqrt(1 - b2 ** (step + 1))) / (1 - b1 ** (step + 1));
        w -= (alpha * m) / (Math.sqrt(v) + eps);
      });
      return w;
    });
    close(
      await after(
        'adam',
        [
          [0.5, -1],
          [0.1, 3],
        ],
        lr,
      ),
      expected,
    );
  });

  it('keeps one slot a variable and kind, counts, disposes gradients, and names a missing one', async () => {
    await use();
    const before = tf.memory().numTensors;
    const optimizer = createOptimizer({ optimizer: 'adam', momentum: 0 });
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1])));
    for (let i = 0; i < 3; i++)
      optimizer.apply(new Map([['w', variable]]), { [variable.name]: tf.tensor1d([1]) }, 0.1);
    expect([...optimizer.slots.keys()]).toEqual(['w/m', 'w/v']);
    expect(optimizer.iterations).toBe(3);
    expect(() => optimizer.apply(new Map([['w', variable]]), {}, 0.1)).toThrow('No gradient for w');
    variable.dispose();
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
