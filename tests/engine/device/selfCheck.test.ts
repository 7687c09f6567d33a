import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { probePass, selfCheck, tolerance } from '../../../src/engine/device/selfCheck';
import { relativeError } from '../../../src/lib/numeric';
import { onEveryBackend } from '../../helpers/backends';

describe('relativeError', () => {
  it('is relative to the scale of the reference and does not pass NaN', () => {
    expect(relativeError([1, 2.5], [1, 2])).toBeCloseTo(0.25);
    expect(relativeError([Number.NaN], [1])).toBe(1e9);
    expect(relativeError([], [1])).toBe(1e9);
  });
});

onEveryBackend('self-check', (use, name) => {
  it('agrees with the CPU backend, leaves it current and leaks nothing', async () => {
    await use();
    const before = tf.memory().numTensors;
    const check = await selfCheck();
    expect(check.errors.length).toBeGreaterThan(10);
    expect(check.errors.filter(({ relative }) => relative > tolerance)).toEqual([]);
    expect(check.passed).toBe(true);
    expect(tf.getBackend()).toBe(name);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('negative control', () => {
  it('finds a wrong gradient', async () => {
    await tf.setBackend('cpu');
    const right = await probePass();
    const relu = tf.getGradient('Relu');
    tf.unregisterGradient('Relu');
    tf.registerGradient({ ...relu, gradFunc: (dy) => ({ x: () => tf.mul(dy as tf.Tensor, 0.9) }) });
    const wrong = await probePass();
    tf.unregisterGradient('Relu');
    tf.registerGradient(relu);
    expect(relativeError(wrong.get('conv/kernel') ?? [], right.get('conv/kernel') ?? [])).toBeGreaterThan(
      tolerance,
    );
  });
});
