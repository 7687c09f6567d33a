import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { sampleRuns } from '../../../src/kernels/runs';
import {
  adamUpdate,
  copyOf,
  momentumUpdate,
  sgdUpdate,
  updateFamily as family,
  zerosOf,
} from '../../../src/kernels/update';
import { updateFamily as wasm } from '../../../src/kernels/wasm/update';
import { random, valuesOf } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf, withEngine } from '../../helpers/wasmEngine';

const tested = { wasm, family };
const kinds = ['sgd', 'momentum', 'adam'] as const;
type Kind = (typeof kinds)[number];
const kernelOf = { sgd: 'TrainSgd', momentum: 'TrainMomentum', adam: 'TrainAdam' } as const;

/** A variable and its state after `losses.length` updates from random gradients. */
const updates =
  (kind: Kind, shape: number[], losses = [1, 2, 3]) =>
  (): tf.NamedTensorMap => {
    const w = tf.variable(random(shape, 1));
    const m = tf.variable(tf.zeros(shape));
    const v = tf.variable(tf.zeros(shape));
    for (const [t, value] of losses.entries()) {
      const g = random(shape, 10 + t);
      const loss = tf.scalar(value);
      const learningRate = 0.1 / (t + 1);
      if (kind === 'sgd') sgdUpdate(w, g, learningRate, loss);
      else if (kind === 'momentum') momentumUpdate(w, g, m, { learningRate, momentum: 0.9 }, loss);
      else adamUpdate(w, g, { m, v }, { alpha: learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }, loss);
    }
    const results = { w: copyOf<tf.Tensor>(w), m: copyOf<tf.Tensor>(m), v: copyOf<tf.Tensor>(v) };
    tf.dispose([w, m, v]);
    return results;
  };

describe('updates on the CPU engine', () => {
  it('agree with tfjs’s CPU on the family’s probe', async () => {
    expect(await wasmErrorOf(tested, family.probe)).toBeLessThan(1e-5);
  });

  const shapes = [[1], [10], [6], [11, 11, 3, 96], [5, 5, 3, 6], [7, 9], [4096, 10]];
  it.each(kinds.flatMap((kind) => shapes.map((shape) => [kind, shape] as const)))(
    'agree with tfjs’s CPU: %s, %j',
    async (kind, shape) => {
      expect(await wasmErrorOf(tested, updates(kind, shape))).toBeLessThan(1e-5);
    },
  );

  it('agree for any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 9_000 }), async (kind, size) => {
        expect(await wasmErrorOf(tested, updates(kind, [size], [1, 2]))).toBeLessThan(1e-5);
      }),
      { numRuns: 20 },
    );
  });

  it.each(kinds)('give the same bits with any number of threads: %s', async (kind) => {
    const [first, ...others] = await bitsByThreads(tested, updates(kind, [40_007]));
    for (const bits of others) expect(bits).toEqual(first);
  });

  it.each(
    kinds.flatMap((kind) => [Number.NaN, Number.POSITIVE_INFINITY].map((loss) => [kind, loss] as const)),
  )('change nothing where the loss is not finite: %s, %d', async (kind, loss) => {
    const without = await onWasm(tested, updates(kind, [77], [1]));
    expect(await onWasm(tested, updates(kind, [77], [1, loss]))).toEqual(without);
  });

  it.each(kinds)('would be noticed with another rate (negative control): %s', async (kind) => {
    const wrong = distortedWasm(tested, kernelOf[kind], (given) => {
      const attrs = Object.fromEntries(
        Object.entries(given.attrs ?? {}).map(([name, v]) => [name, Number(v) * 1.1]),
      );
      return { ...given, attrs };
    });
    expect(await wasmErrorOf(wrong, updates(kind, [100]))).toBeGreaterThan(1e-3);
  });

  it('refuse a gradient of another size', async () => {
    await withEngine([wasm], [family], {}, () => {
      const w = tf.variable(tf.zeros([3]));
      expect(() => sgdUpdate(w, tf.zeros([4]), 1)).toThrow('TrainSgd: sizes differ');
      w.dispose();
    });
  });
});

describe('copies and zeros on the CPU engine', () => {
  it('a copy stays when its source is updated in place, a clone does not', async () => {
    await withEngine([wasm], [family], {}, async () => {
      const w = tf.tidy(() => tf.variable(random([7, 30], 3)));
      const g = tf.ones([7, 30]);
      const values = await w.data();
      const copy = copyOf<tf.Tensor>(w);
      const clone = w.clone();
      sgdUpdate(w, g, 1);
      expect(await copy.data()).toEqual(values);
      expect(copy.shape).toEqual([7, 30]);
      expect(await clone.data()).not.toEqual(values);
      tf.dispose([w, g, copy, clone]);
    });
  });

  it('a copy of whole numbers is of whole numbers', async () => {
    await withEngine([wasm], [family], {}, async () => {
      const source = tf.tensor1d([3, -1, 2_000_000_011], 'int32');
      const copy = copyOf(source);
      expect(copy.dtype).toBe('int32');
      expect(await copy.data()).toEqual(Int32Array.of(3, -1, 2_000_000_011));
      tf.dispose([source, copy]);
    });
  });

  it('zeros are zeros where other values were', async () => {
    await withEngine([wasm], [family], {}, async () => {
      for (const shape of [[4000], [4001], [13, 17, 11], []]) {
        const used = copyOf(tf.ones(shape));
        used.dispose();
        const zeros = zerosOf(shape);
        expect(zeros.shape).toEqual(shape);
        expect(new Set(await zeros.data())).toEqual(new Set([0]));
        zeros.dispose();
      }
    });
  });

  it.each([10, 64, 65, 1_000, 100_003])(
    'runs of %i elements are those of tfjs’s operations',
    async (size) => {
      const runs = (): tf.NamedTensorMap => ({ runs: sampleRuns(random([size], 5), 640) });
      await tf.setBackend('cpu');
      expect(await onWasm(tested, runs)).toEqual(await valuesOf(runs));
    },
  );
});
