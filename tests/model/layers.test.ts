import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { buildModel, logits } from '../../src/model/build';
import { slidShape } from '../../src/model/layer';
import type { NamedLayer, NetworkSpec } from '../../src/network';
import { relativeError } from '../../src/lib/numeric';
import { onEveryBackend } from '../helpers/backends';

const network = (input: NetworkSpec['input'], layer: NamedLayer): NetworkSpec => ({
  id: 'alexnet2012',
  citation: '',
  input,
  layers: [layer],
});

/** y[c] = x[c] / (k + α Σ x[c']²)^β over |c' − c| ≤ 2: the paper's formula, written out. */
function referenceLrn(x: Float32Array, channels: number): Float32Array {
  return x.map((value, at) => {
    const c = at % channels;
    let sum = 0;
    for (let other = Math.max(c - 2, 0); other <= Math.min(c + 2, channels - 1); other++)
      sum += (x[at - c + other] ?? 0) ** 2;
    return value / (2 + 1e-4 * sum) ** 0.75;
  });
}

it('a window slides over height and width, each by itself', () => {
  const window = { filter: 3, stride: 2, padding: 'valid' } as const;
  // ⌊(30 − 3)/2⌋ + 1 = 14 and ⌊(21 − 3)/2⌋ + 1 = 10; the batch stays open.
  expect(slidShape([null, 30, 21, 3], window, 8)).toEqual([null, 14, 10, 8]);
});

onEveryBackend('layers of AlexNet 2012', (use) => {
  it('normalises responses as the paper says', async () => {
    await use();
    const model = buildModel(
      network([2, 3, 7], { kind: 'lrn', name: 'lrn', depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75 }),
      1,
    );
    const x = Float32Array.from({ length: 2 * 2 * 3 * 7 }, (_, i) => ((i * 37) % 101) - 50);
    const output = logits(model, tf.tensor4d(x, [2, 2, 3, 7]), 'inference');
    const actual = await output.data();
    expect(relativeError(actual, referenceLrn(x, 7))).toBeLessThan(1e-5);
    // Negative control: with α divided by the window, as some libraries have it, the result differs
    // by more than that.
    expect(
      relativeError(
        actual,
        x.map((value) => value / 2 ** 0.75),
      ),
    ).toBeGreaterThan(1e-3);
    model.dispose();
  });

  it('convolves in two towers that do not see each other', async () => {
    await use();
    const spec: NamedLayer = {
      kind: 'conv2d',
      name: 'conv2d',
      filters: 4,
      kernel: 3,
      stride: 1,
      padding: 'same',
      activation: 'linear',
      groups: 2,
    };
    const model = buildModel(network([5, 5, 6], spec), 1);
    const kernel = model.net.getLayer('conv2d').getWeights()[0] as tf.Tensor4D;
    expect(kernel.shape).toEqual([3, 3, 3, 4]);
    const x = tf.randomUniform<tf.Rank.R4>([2, 5, 5, 6], -1, 1, 'float32', 3);
    const grouped = await logits(model, x, 'inference').data();
    const half = (start: number): tf.Tensor4D =>
      tf.conv2d(
        tf.slice(x, [0, 0, 0, 3 * start], [-1, -1, -1, 3]),
        tf.slice(kernel, [0, 0, 0, 2 * start], [-1, -1, -1, 2]),
        1,
        'same',
      );
    expect(relativeError(grouped, await tf.concat([half(0), half(1)], 3).data())).toBeLessThan(1e-5);
    const crossed = tf.concat([half(1), half(0)], 3);
    expect(relativeError(grouped, await crossed.data())).toBeGreaterThan(0.1);
    model.dispose();
  });
});
