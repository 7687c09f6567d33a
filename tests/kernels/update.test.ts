import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../helpers/properties';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as gpu from '../../src/kernels/gpu';
import {
  adamUpdate,
  copyOf,
  momentumUpdate,
  sgdUpdate,
  updateFamily,
  zerosOf,
} from '../../src/kernels/update';
import { onEveryBackend } from '../helpers/backends';
import {
  bitsOf,
  distorted,
  errorOf,
  onGpu,
  random,
  skipped,
  underLimit,
  valuesOf,
  webGpuProblem,
  withFamilies,
} from '../helpers/kernels';

vi.mock('../../src/kernels/gpu', { spy: true });

const kinds = ['sgd', 'momentum', 'adam'] as const;
type Kind = (typeof kinds)[number];
const kernelOf = { sgd: 'TrainSgd', momentum: 'TrainMomentum', adam: 'TrainAdam' } as const;

/** A variable and its state after `steps` updates from random gradients. */
const updates =
  (kind: Kind, shape: number[], steps = 3) =>
  (): tf.NamedTensorMap => {
    const variable = (value: tf.Tensor): tf.Variable => tf.variable(value);
    const w = variable(random(shape, 1));
    const m = variable(tf.zeros(shape));
    const v = variable(tf.zeros(shape));
    for (let t = 1; t <= steps; t++) {
      const g = random(shape, 10 + t);
      const learningRate = 0.1 / t;
      if (kind === 'sgd') sgdUpdate(w, g, learningRate);
      else if (kind === 'momentum') momentumUpdate(w, g, m, { learningRate, momentum: 0.9 });
      else adamUpdate(w, g, { m, v }, { alpha: learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
    }
    const results = { w: copyOf<tf.Tensor>(w), m: copyOf<tf.Tensor>(m), v: copyOf<tf.Tensor>(v) };
    tf.dispose([w, m, v]);
    return results;
  };

describe.skipIf(webGpuProblem)(`our updates${skipped}`, () => {
  afterEach(() => vi.clearAllMocks());

  const shapes = [[1], [10], [6], [11, 11, 3, 96], [5, 5, 3, 6], [7, 9], [4096, 10]];
  it('agrees with the CPU on its own probe', async () => {
    expect(await errorOf([updateFamily], updateFamily.probe)).toBeLessThan(1e-5);
  });

  it.each(kinds.flatMap((kind) => shapes.map((shape) => [kind, shape] as const)))(
    'agree with the CPU: %s, %j, one dispatch each',
    async (kind, shape) => {
      expect(await errorOf([updateFamily], updates(kind, shape))).toBeLessThan(1e-5);
      expect(gpu.dispatch).toHaveBeenCalledTimes(3);
    },
  );

  it('agree for any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 5_000 }), async (kind, size) => {
        expect(await errorOf([updateFamily], updates(kind, [size], 2))).toBeLessThan(1e-5);
      }),
      { numRuns: 15 },
    );
  });

  it.each(kinds)('give the same bits twice: %s', async (kind) => {
    const first = bitsOf(await onGpu([updateFamily], updates(kind, [333])));
    expect(bitsOf(await onGpu([updateFamily], updates(kind, [333])))).toEqual(first);
  });

  it.each(kinds.flatMap((kind) => [1000, 1001].map((size) => [kind, size] as const)))(
    'go through windows as through the whole: %s, %i elements',
    async (kind, size) => {
      const whole = bitsOf(await onGpu([updateFamily], updates(kind, [size], 1)));
      const windowed = bitsOf(await underLimit(1024, () => onGpu([updateFamily], updates(kind, [size], 1))));
      expect(gpu.dispatch).toHaveBeenCalledTimes(4);
      expect(windowed).toEqual(whole);
    },
  );

  it('reach the last element of a variable above 128 MiB', async () => {
    const size = 2 ** 25 + 4;
    const { w: values } = await onGpu([updateFamily], () => {
      const w = tf.variable(tf.ones([size]));
      const g = tf.ones([size]);
      sgdUpdate(w, g, 0.25);
      return { w };
    });
    expect(gpu.dispatch).toHaveBeenCalledTimes(2);
    expect(values?.every((value) => value === 0.75)).toBe(true);
  });

  it.each(kinds)('would be noticed with another rate (negative control): %s', async (kind) => {
    const wrong = distorted(updateFamily, kernelOf[kind], (given) => {
      const attrs = Object.fromEntries(
        Object.entries(given.attrs ?? {}).map(([name, v]) => [name, Number(v) * 1.1]),
      );
      return { ...given, attrs };
    });
    expect(await errorOf([wrong], updates(kind, [100]))).toBeGreaterThan(1e-3);
  });

  it('refuse a gradient of another size', async () => {
    await withFamilies([updateFamily], () => {
      const w = tf.variable(tf.zeros([3]));
      expect(() => sgdUpdate(w, tf.zeros([4]), 1)).toThrow('TrainSgd: sizes differ');
      w.dispose();
    });
  });

  it('change what a variable reads as, even after it was read, and leave no tensor', async () => {
    await withFamilies([updateFamily], async () => {
      const w = tf.tidy(() => tf.variable(tf.zeros([200])));
      const g = tf.ones([200]);
      const before = tf.memory().numTensors;
      expect((await w.data())[199]).toBe(0);
      sgdUpdate(w, g, 1);
      expect((await w.data())[199]).toBe(-1);
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose([w, g]);
    });
  });

  it('begin from zeros that are made on the device, in a buffer that was used before', async () => {
    await withFamilies([updateFamily], async () => {
      for (const shape of [[4000], [4001], [13, 17, 11]]) {
        const used = tf.tidy(() => tf.add(tf.ones(shape), tf.ones(shape)));
        await used.data();
        used.dispose();
        const zeros = zerosOf(shape);
        expect(zeros.shape).toEqual(shape);
        expect(new Set(await zeros.data())).toEqual(new Set([0]));
        zeros.dispose();
      }
    });
  });

  it('copy by value: the copy stays when its source is updated in place, a clone does not', async () => {
    await withFamilies([updateFamily], async () => {
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
});

describe.skipIf(webGpuProblem)(`while tfjs only compiles${skipped}`, () => {
  const compile = async (kind: Kind, families: (typeof updateFamily)[]): Promise<void> =>
    withFamilies(families, async () => {
      const w = tf.tidy(() => tf.variable(tf.mul(tf.ones([300]), 2)));
      const [m, v, g] = [1, 2, 3].map(() => tf.tidy(() => tf.variable(tf.ones([300]))));
      if (!m || !v || !g) throw new Error('There are three');
      const backend = tf.backend() as gpu.Gpu;
      await gpu.compileAhead(backend, () => {
        if (kind === 'sgd') sgdUpdate(w, g, 1);
        else if (kind === 'momentum') momentumUpdate(w, g, m, { learningRate: 1, momentum: 0.9 });
        else adamUpdate(w, g, { m, v }, { alpha: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
      });
      for (const [variable, value] of [
        [w, 2],
        [m, 1],
        [v, 1],
      ] as const) {
        expect(new Set(await variable.data())).toEqual(new Set([value]));
      }
      sgdUpdate(w, g, 1);
      expect(new Set(await w.data())).toEqual(new Set([1]));
      tf.dispose([w, m, v, g]);
    });

  it.each(kinds)('our kernels change nothing: %s', async (kind) => {
    await expect(compile(kind, [updateFamily])).resolves.toBeUndefined();
  });

  it.each(kinds)('tfjs’s operations change nothing: %s', async (kind) => {
    await expect(compile(kind, [])).resolves.toBeUndefined();
  });
});

onEveryBackend('updates in tfjs’s operations', (use) => {
  it.each(kinds)('dispose their temporaries: %s', async (kind) => {
    await use();
    const before = tf.memory().numTensors;
    expect(Object.keys(await valuesOf(updates(kind, [5])))).toEqual(['w', 'm', 'v']);
    expect(tf.memory().numTensors).toBe(before);
  });
});
