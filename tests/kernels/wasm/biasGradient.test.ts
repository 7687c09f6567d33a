import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { hasKernel, runMany } from '../../../src/kernels/family';
import { biasGradientFamily as wasm } from '../../../src/kernels/wasm/biasGradient';
import { eighths, random } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf, withEngine } from '../../helpers/wasmEngine';

const tested = { wasm };
type Activation = 'linear' | 'relu';

const gradients =
  (shape: number[], activation: Activation, values: typeof eighths = random) =>
  (): tf.NamedTensorMap => {
    const dy = values(shape, 1);
    const y = tf.relu(random(shape, 2));
    if (hasKernel('TrainBiasGradient')) {
      const [dz, bias] = runMany('TrainBiasGradient', { dy, y }, { activation }) as [tf.Tensor, tf.Tensor];
      return { dz, bias };
    }
    const dz = activation === 'relu' ? tf.mul(dy, tf.step(y)) : dy.clone();
    return { dz, bias: tf.sum(tf.reshape(dz, [-1, shape.at(-1) ?? 1]), 0) };
  };

describe('the bias gradient on the CPU engine', () => {
  const shapes = [
    [1, 1],
    [1, 10],
    [64, 10],
    [3, 5, 7, 6],
    [2, 9, 9, 96],
    [5, 3],
    [700, 1],
    [4, 4096],
    [3, 1001],
    [40_000, 8],
  ];
  const activations: Activation[] = ['linear', 'relu'];
  it.each(shapes.flatMap((shape) => activations.map((activation) => [shape, activation] as const)))(
    'agrees with tfjs’s CPU: %j, %s',
    async (shape, activation) => {
      expect(await wasmErrorOf(tested, gradients(shape, activation, eighths))).toBe(0);
    },
  );

  it('agrees for any shape', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 140 }));
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom(...activations), async (shape, activation) => {
        expect(await wasmErrorOf(tested, gradients(shape, activation, eighths))).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    [20_000, 6],
    [3_000, 96],
  ])('gives the same bits with any number of threads: [%i, %i]', async (...shape) => {
    const [first, ...others] = await bitsByThreads(tested, gradients(shape, 'relu'));
    for (const bits of others) expect(bits).toEqual(first);
  });

  it('gives dy itself where the activation is linear, and leaves no tensor', async () => {
    await withEngine([wasm], [], {}, (backend) => {
      const dy = random([6, 5], 1);
      const y = random([6, 5], 2);
      const tensors = tf.memory().numTensors;
      const bytes = backend.bytes.used;
      const outputs = runMany('TrainBiasGradient', { dy, y }, { activation: 'linear' });
      expect(outputs[0]?.dataId).toBe(dy.dataId);
      tf.dispose(outputs);
      expect(tf.memory().numTensors).toBe(tensors);
      expect(dy.dataSync()).toHaveLength(30);
      tf.dispose([dy, y]);
      expect(backend.bytes.used).toBe(0);
      expect(bytes).toBe(0);
    });
  });

  it('passes nothing where y is not above 0, NaN included', async () => {
    const { dz } = await onWasm(tested, () => {
      const y = tf.tensor2d([[Number.NaN, 0, -0, 1e-30, -1]]);
      const [dz] = runMany('TrainBiasGradient', { dy: tf.ones([1, 5]), y }, { activation: 'relu' });
      return { dz: dz as tf.Tensor };
    });
    expect(dz).toEqual(Float32Array.of(0, 0, 0, 1, 0));
  });

  it('would be noticed with the other activation (negative control)', async () => {
    const wrong = distortedWasm(tested, 'TrainBiasGradient', (given) => ({
      ...given,
      attrs: { activation: 'linear' },
    }));
    expect(await wasmErrorOf(wrong, gradients([30, 8], 'relu', eighths))).toBeGreaterThan(1e-2);
  });
});
