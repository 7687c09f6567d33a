/**
 * Logarithm, exponential and power of four floats at once, to about 1 ulp: the polynomials of
 * Cephes's `logf` and `expf` (Stephen L. Moshier, single/logf.c and single/expf.c), without their
 * branches. Pure.
 */
import { sequence, locals, type Declare, type Local, type Statement, type Vector } from './assembler';
import { f32, f32x4, i32x4, v128 } from './instructions';
import { multiplyAdd, type ModuleOptions } from './kernel';

const { add, sub, mul, div, sqrt, splat } = f32x4;
const constant = (value: number): Vector => splat(f32.const(value));
const bits = (value: number): Vector => i32x4.splat(value);

const logarithm = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];
const exponential = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];
/** ln 2 in two parts, the first of which has few digits: times an integer exponent it is exact. */
const ln2 = [0.693359375, -2.1219444e-4] as const;

export interface VectorMath {
  /**
   * target ← ln target. It is −∞ for 0, NaN below 0, ∞ for ∞; below the least normal number,
   * 1.2e-38, it is that number's logarithm.
   */
  readonly log: (target: Local<'v128'>) => Statement;
  /** target ← e^target. Below −87.3 it is 0, from 88.4 on ∞. */
  readonly exp: (target: Local<'v128'>) => Statement;
  /**
   * target ← target^exponent, as exp(exponent · log): the relative error grows by up to |exponent ·
   * ln target| · 2⁻²³.
   */
  readonly power: (target: Local<'v128'>, exponent: Vector) => Statement;
}

/** The functions for one kernel; `declare` gives them the locals that they share. */
export function vectorMath(options: ModuleOptions, declare: Declare): VectorMath {
  const [m, e, z, y, special, low] = locals(declare, 'v128', 6);
  const polynomial = (x: Vector, [first = 0, ...others]: readonly number[]): Statement[] => [
    y.set(constant(first)),
    ...others.map((term) => y.set(multiplyAdd(options, y, x, constant(term)))),
  ];

  const log = (target: Local<'v128'>): Statement =>
    sequence([
      // −∞ for 0, ∞ for ∞, NaN for NaN and below 0.
      m.set(sqrt(target)),
      special.set(sub(m, div(constant(1), m))),
      low.set(v128.and(f32x4.gt(target, v128.zero), f32x4.gt(constant(Number.POSITIVE_INFINITY), target))),
      z.set(f32x4.max(target, constant(2 ** -126))),
      // target = 2^e · m, ½ ≤ m < 1; then √½ ≤ m < √2, and the polynomial is in m − 1.
      e.set(f32x4.convert(i32x4.sub(i32x4.shrU(z, 23), bits(126)))),
      m.set(v128.or(v128.and(z, bits(0x007f_ffff)), bits(0x3f00_0000))),
      z.set(f32x4.gt(constant(Math.SQRT1_2), m)),
      e.set(sub(e, v128.and(constant(1), z))),
      m.set(add(sub(m, constant(1)), v128.and(m, z))),
      z.set(mul(m, m)),
      ...polynomial(m, logarithm),
      y.set(mul(mul(y, m), z)),
      y.set(multiplyAdd(options, e, constant(ln2[1]), y)),
      y.set(multiplyAdd(options, z, constant(-0.5), y)),
      target.set(v128.bitselect(multiplyAdd(options, e, constant(ln2[0]), add(m, y)), special, low)),
    ]);

  const exp = (target: Local<'v128'>): Statement =>
    sequence([
      low.set(f32x4.gt(constant(-87.3), target)),
      z.set(f32x4.max(f32x4.min(target, constant(88.8)), constant(-87.3))),
      e.set(f32x4.nearest(mul(z, constant(Math.LOG2E)))),
      m.set(multiplyAdd(options, e, constant(-ln2[0]), z)),
      m.set(multiplyAdd(options, e, constant(-ln2[1]), m)),
      z.set(mul(m, m)),
      ...polynomial(m, exponential),
      y.set(add(multiplyAdd(options, y, z, m), constant(1))),
      z.set(i32x4.shl(i32x4.add(i32x4.truncate(e), bits(127)), 23)),
      target.set(v128.bitselect(v128.zero, mul(y, z), low)),
    ]);

  const power = (target: Local<'v128'>, exponent: Vector): Statement =>
    sequence([log(target), target.set(mul(target, exponent)), exp(target)]);
  return { log, exp, power };
}
