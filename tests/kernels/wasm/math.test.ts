import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { f32x4, i32, v128 } from '../../../src/kernels/wasm/instructions';
import { defineKernel, type WasmFamily, type WasmKernel } from '../../../src/kernels/wasm/kernel';
import { blockFields, each, flat, walkBlock } from '../../../src/kernels/wasm/loops';
import { vectorMath, type VectorMath } from '../../../src/kernels/wasm/math';
import { Rng } from '../../../src/lib/rng';
import { withEngine } from '../../helpers/wasmEngine';

const fields = { ...blockFields, x: 'i32', y: 'i32', exponent: 'f32' } as const;
type Name = keyof VectorMath;

const kernelOf = (name: Name): WasmKernel<typeof fields> =>
  defineKernel(name, fields, (scope) => {
    const { declare, field, options } = scope;
    const math = vectorMath(options, declare);
    const value = declare('v128');
    return walkBlock(scope, (at) =>
      each(({ store }, offset) => [
        value.set(v128.load(i32.add(field.x, at), offset)),
        name === 'power' ? math.power(value, f32x4.splat(field.exponent)) : math[name](value),
        store(i32.add(field.y, at), value, offset),
      ]),
    );
  });
const kernels = { log: kernelOf('log'), exp: kernelOf('exp'), power: kernelOf('power') };
const family: WasmFamily = { definitions: Object.values(kernels), kernels: [] };

/** A function of each of the numbers, rounded to floats before. */
const values = (name: Name, x: Float32Array, fma: boolean, exponent = 0): Promise<Float32Array> =>
  withEngine([family], [], { fma }, (backend) =>
    tf.tidy(() => {
      const given = tf.tensor1d(x);
      const y = backend.output([x.length]);
      const addresses = { x: backend.address(given), y: backend.address(y) };
      const { job, tasks } = flat(x.length);
      backend.run(kernels[name], { ...job, ...addresses, exponent }, tasks);
      return Float32Array.from(backend.values(y));
    }),
  );

const ulp = 2 ** -23;
/** The largest relative error against a function of double precision. */
const worst = (x: Float32Array, y: Float32Array, exact: (value: number) => number): number =>
  x.reduce((max, value, i) => Math.max(max, Math.abs((y[i] ?? Number.NaN) / exact(value) - 1)), 0);

const rng = Rng.of(5);
/** Spread over all magnitudes, as their logarithms are. */
const magnitudes = (count: number, max: number): Float32Array =>
  Float32Array.from({ length: count }, () => 2 ** rng.uniform(-max, max));

describe.each([true, false])('vector mathematics against Math, FMA %s', (fma) => {
  it('has the logarithm to 1 ulp of the result, near 1 too', async () => {
    const x = magnitudes(100_001, 126);
    expect(worst(x, await values('log', x, fma), Math.log)).toBeLessThan(ulp);
    const near = Float32Array.from({ length: 20_000 }, () => rng.uniform(0.7, 1.4)).filter((v) => v !== 1);
    expect(worst(near, await values('log', near, fma), Math.log)).toBeLessThan(ulp);
    expect(await values('log', Float32Array.of(1, 1), fma)).toEqual(Float32Array.of(0, 0));
  });

  it('has the exponential to 1 ulp', async () => {
    const x = Float32Array.from({ length: 100_001 }, () => rng.uniform(-87.2, 88.3));
    expect(worst(x, await values('exp', x, fma), Math.exp)).toBeLessThan(ulp);
  });

  it('has the power to 2 ulp, and more as far as the exponent enlarges the logarithm', async () => {
    const x = magnitudes(50_001, 20);
    for (const exponent of [-0.75, -0.5, -2.5, 0.3]) {
      const y = await values('power', x, fma, exponent);
      const bound = 2 * ulp + Math.abs(exponent) * Math.log(2 ** 20) * ulp;
      expect(worst(x, y, (value) => value ** Math.fround(exponent))).toBeLessThan(bound);
    }
  });

  it('keeps to IEEE 754 at the edges', async () => {
    const nan = Number.NaN;
    const infinity = Number.POSITIVE_INFINITY;
    const logs = await values('log', Float32Array.of(0, -1, nan, infinity, -infinity), fma);
    expect(logs).toEqual(Float32Array.of(-infinity, nan, nan, infinity, nan));
    const exps = await values('exp', Float32Array.of(0, -infinity, -100, nan, infinity, 100), fma);
    expect(exps).toEqual(Float32Array.of(1, 0, 0, nan, infinity, infinity));
    const powers = await values('power', Float32Array.of(0, 1, nan, infinity), fma, -0.75);
    expect(powers).toEqual(Float32Array.of(infinity, 1, nan, 0));
  });

  it('would be noticed with another function (negative control)', async () => {
    const x = magnitudes(1_000, 5);
    expect(worst(x, await values('log', x, fma), Math.log2)).toBeGreaterThan(0.1);
  });
});
