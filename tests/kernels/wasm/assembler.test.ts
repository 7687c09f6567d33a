import { setFlagsFromString } from 'node:v8';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import {
  int,
  ModuleBuilder,
  type Expression,
  type FunctionBody,
  type Statement,
} from '../../../src/kernels/wasm/assembler';
import {
  doWhile,
  f32,
  f32x4,
  fillZeros,
  forRange,
  i32,
  i32x4,
  increase,
  v128,
  when,
} from '../../../src/kernels/wasm/instructions';

setFlagsFromString('--experimental-wasm-relaxed-simd');

const signature = { a: 'i32', b: 'i32', x: 'f32', y: 'f32' } as const;
type Numbers = readonly [a: number, b: number, x: number, y: number];
const none: Numbers = [0, 0, 0, 0];

function instantiate(builder: ModuleBuilder): {
  memory: ArrayBuffer;
  call: (name: string, ...values: number[]) => void;
} {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const module = new WebAssembly.Module(builder.bytes(false, 1));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const call = (name: string, ...values: number[]): void =>
    (exports[name] as (...of: number[]) => void)(...values);
  return { memory: memory.buffer, call };
}

/** The memory after a function's run; the floats `given` lie from byte 64 on. */
function run(
  body: FunctionBody<typeof signature>,
  numbers: Numbers,
  given: readonly number[] = [],
): DataView {
  const builder = new ModuleBuilder();
  builder.define('run', signature, body);
  const { memory, call } = instantiate(builder);
  new Float32Array(memory, 64, given.length).set(given);
  call('run', ...numbers);
  return new DataView(memory);
}

type Of<T extends 'i32' | 'f32' | 'v128'> = (a: Expression<T>, b: Expression<T>) => Expression<T>;
const intOf = (of: (a: Expression<'i32'>, b: Expression<'i32'>) => Expression<'i32'>, a = 0, b = 0): number =>
  run((p) => [i32.store(0, of(p.a, p.b))], [a, b, 0, 0]).getInt32(0, true);
const floatOf = (of: Of<'f32'>, x: number, y: number): number =>
  run((p) => [f32.store(0, of(p.x, p.y))], [0, 0, x, y]).getFloat32(0, true);
const places = [0, 4, 8, 12];
const vectorOf = (of: Of<'v128'>, p: readonly number[], q: readonly number[]): DataView =>
  run(() => [v128.store(0, of(v128.load(64), v128.load(80)))], none, [...p, ...q]);
const floatsOf = (of: Of<'v128'>, p: readonly number[], q: readonly number[] = []): number[] =>
  places.map((at) => vectorOf(of, p, q).getFloat32(at, true));
const intsOf = (of: () => Expression<'v128'>): number[] => {
  const view = run(() => [v128.store(0, of())], none);
  return places.map((at) => view.getInt32(at, true));
};

const edges = [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 2 ** 31 - 1, -(2 ** 31)];
const anyInt = fc.oneof(fc.constantFrom(...edges), fc.integer());
const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('numbers in LEB128', () => {
  it('a constant of any 32 bits, written as signed or unsigned', () => {
    for (const value of edges) expect(intOf(() => int(value))).toBe(value);
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }), (value) => {
        expect(intOf(() => int(value))).toBe(value | 0);
      }),
      { numRuns: 200 },
    );
  });

  it.each([0, 1, 63, 64, 127, 128, 16_383, 16_384, 65_000])('an offset of %i bytes', (offset) => {
    const view = run(() => [i32.store(0, 77, offset), i32.store(0, i32.load(0, offset), 65_100)], none);
    expect([view.getInt32(offset, true), view.getInt32(65_100, true)]).toEqual([77, 77]);
  });

  it('more than 127 functions, locals and bytes of a body', () => {
    const builder = new ModuleBuilder();
    for (let i = 0; i < 200; i++)
      builder.define(`f${i}`, {}, (_, declare) => {
        const locals = Array.from({ length: 150 }, () => declare('i32'));
        return [...locals.map((local, j) => local.set(int(i + j))), i32.store(4 * i, locals[149] ?? 0)];
      });
    const { memory, call } = instantiate(builder);
    for (let i = 0; i < 200; i++) call(`f${i}`);
    const expected = Array.from({ length: 200 }, (_, i) => i + 149);
    expect(Array.from(new Int32Array(memory, 0, 200))).toEqual(expected);
  });
});

describe('functions and control flow', () => {
  it('a function calls another with its arguments in their order', () => {
    const builder = new ModuleBuilder();
    const callee = builder.define('callee', { a: 'i32', x: 'f32' }, ({ a, x }) => [f32.store(a, x)]);
    builder.define('caller', { x: 'f32', a: 'i32' }, ({ x, a }) => [callee(a, x), callee(8, f32.const(3))]);
    const { memory, call } = instantiate(builder);
    call('caller', 2.5, 4);
    expect(Array.from(new Float32Array(memory, 4, 2))).toEqual([2.5, 3]);
  });

  it('`when` takes the one way or the other', () => {
    const both = (a: number): number =>
      run((p) => [when(p.a, [i32.store(0, 1)], [i32.store(0, 2)])], [a, 0, 0, 0]).getInt32(0, true);
    expect([both(1), both(-5), both(0)]).toEqual([1, 1, 2]);
    const one = (a: number): number =>
      run((p) => [when(p.a, [i32.store(0, 1)])], [a, 0, 0, 0]).getInt32(0, true);
    expect([one(1), one(0)]).toEqual([1, 0]);
  });

  it('`doWhile` runs once at least, `forRange` perhaps not at all', () => {
    const count = (loop: (step: Statement) => Statement): number =>
      run(() => [loop(i32.store(0, i32.add(i32.load(0), 1)))], none).getInt32(0, true);
    expect(count((step) => doWhile([step], 0))).toBe(1);
    expect(count((step) => doWhile([step], i32.ltS(i32.load(0), 7)))).toBe(7);
    const ranged = (from: number, to: number, step: number): number[] => {
      const view = run(
        (p, declare) => {
          const i = declare('i32');
          const at = declare('i32');
          return [forRange(i, p.a, p.b, step, [increase(at, 4), i32.store(at, i)]), i32.store(0, at)];
        },
        [from, to, 0, 0],
      );
      return Array.from({ length: view.getInt32(0, true) / 4 }, (_, k) => view.getInt32(4 * k + 4, true));
    };
    expect(ranged(3, 3, 1)).toEqual([]);
    expect(ranged(5, 3, 1)).toEqual([]);
    expect(ranged(-2, 3, 2)).toEqual([-2, 0, 2]);
  });

  it('`fillZeros` fills no more than it is told', () => {
    const view = run(() => [fillZeros(68, 8)], none, [1, 2, 3, 4]);
    expect([64, 68, 72, 76].map((at) => view.getFloat32(at, true))).toEqual([1, 0, 0, 4]);
  });
});

describe('scalars', () => {
  const whole: Record<string, (a: number, b: number) => number> = {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: Math.imul,
    divU: (a, b) => Math.trunc((a >>> 0) / (b >>> 0)),
    remU: (a, b) => (a >>> 0) % (b >>> 0),
    and: (a, b) => a & b,
    or: (a, b) => a | b,
    xor: (a, b) => a ^ b,
    shl: (a, b) => a << b,
    shrU: (a, b) => a >>> b,
    eq: (a, b) => Number(a === b),
    ne: (a, b) => Number(a !== b),
    ltS: (a, b) => Number(a < b),
    gtS: (a, b) => Number(a > b),
    leS: (a, b) => Number(a <= b),
    geS: (a, b) => Number(a >= b),
    ltU: (a, b) => Number(a >>> 0 < b >>> 0),
    geU: (a, b) => Number(a >>> 0 >= b >>> 0),
    min: Math.min,
    max: Math.max,
  };
  it.each(Object.entries(whole))('i32.%s', (name, expected) => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        fc.pre(b !== 0 || (name !== 'divU' && name !== 'remU'));
        expect(intOf(i32[name as 'add'], a, b)).toBe(expected(a, b) | 0);
      }),
      { numRuns: 60 },
    );
  });

  const real: Record<string, (x: number, y: number) => number> = {
    add: (x, y) => x + y,
    sub: (x, y) => x - y,
    mul: (x, y) => x * y,
    div: (x, y) => x / y,
    max: Math.max,
  };
  it.each(Object.entries(real))('f32.%s', (name, expected) => {
    fc.assert(
      fc.property(anyFloat, anyFloat, (x, y) => {
        expect(floatOf(f32[name as 'add'], x, y)).toBe(Math.fround(expected(x, y)));
      }),
      { numRuns: 60 },
    );
  });

  it('the others', () => {
    expect(floatOf((x) => f32.sqrt(x), 2, 0)).toBe(Math.fround(Math.SQRT2));
    expect(floatOf((x, y) => f32.select(f32.gt(x, y), x, f32.const(-1)), 3, 2)).toBe(3);
    expect(floatOf((x, y) => f32.select(f32.gt(x, y), x, f32.const(-1)), 2, 2)).toBe(-1);
    expect(floatOf(() => f32.convert(-7), 0, 0)).toBe(-7);
    expect(intOf(() => i32.bits(f32.const(1)))).toBe(0x3f80_0000);
    expect(intOf((a, b) => i32.select(a, b, 9), 0, 4)).toBe(9);
    expect(intOf((a, b) => i32.select(a, b, 9), -1, 4)).toBe(4);
    expect(run(() => [i32.store(0, i32.load8(64, 3))], none, [-1]).getInt32(0, true)).toBe(0xbf);
    expect(run(() => [f32.store(0, f32.load(64, 4))], none, [1, 2]).getFloat32(0, true)).toBe(2);
  });
});

describe('vectors', () => {
  const p = [1.5, -2, 300, -0.25];
  const q = [2, 4, -8, 0.5];
  const real: Record<string, (x: number, y: number) => number> = {
    add: (x, y) => x + y,
    sub: (x, y) => x - y,
    mul: (x, y) => x * y,
    div: (x, y) => x / y,
    min: Math.min,
    max: Math.max,
  };
  it.each(Object.entries(real))('f32x4.%s', (name, expected) => {
    const each = p.map((x, i) => Math.fround(expected(x, q[i] ?? 0)));
    expect(floatsOf(f32x4[name as 'add'], p, q)).toEqual(each);
  });

  it('floats, one by one', () => {
    expect(floatsOf((x) => f32x4.sqrt(x), [1, 4, 9, 2])).toEqual([1, 2, 3, Math.fround(Math.SQRT2)]);
    expect(floatsOf((x) => f32x4.nearest(x), [0.5, 1.5, -2.4, 2.6])).toEqual([0, 2, -2, 3]);
    expect(floatsOf((x, y) => v128.and(x, f32x4.gt(x, y)), p, q)).toEqual([0, 0, 300, 0]);
    expect(floatsOf(() => f32x4.splat(f32.const(2.5)), [])).toEqual([2.5, 2.5, 2.5, 2.5]);
    expect(floatsOf((x, y) => f32x4.fma(x, y, x), p, q)).toEqual([4.5, -10, -2100, -0.375]);
    expect(floatsOf((x, y) => f32x4.shuffle(x, y, [7, 0, 5, 2]), p, q)).toEqual([0.5, 1.5, 4, 300]);
    expect(floatsOf(() => f32x4.convert(i32x4.const(1, -2, 3, 1 << 24)), [])).toEqual([1, -2, 3, 2 ** 24]);
    for (const lane of [0, 1, 2, 3] as const)
      expect(floatsOf((x) => f32x4.splat(f32x4.lane(x, lane)), p)[0]).toBe(p[lane]);
  });

  it('whole numbers', () => {
    const a = i32x4.const(1, -2, 2 ** 31 - 1, 40_000);
    const b = i32x4.const(5, 7, 1, 70_000);
    expect(intsOf(() => i32x4.add(a, b))).toEqual([6, 5, -(2 ** 31), 110_000]);
    expect(intsOf(() => i32x4.sub(a, b))).toEqual([-4, -9, 2 ** 31 - 2, -30_000]);
    expect(intsOf(() => i32x4.mul(a, b))).toEqual([5, -14, 2 ** 31 - 1, Math.imul(40_000, 70_000)]);
    expect(intsOf(() => i32x4.shl(a, 3))).toEqual([8, -16, -8, 320_000]);
    expect(intsOf(() => i32x4.shrS(a, 1))).toEqual([0, -1, 2 ** 30 - 1, 20_000]);
    expect(intsOf(() => i32x4.shrU(a, 1))).toEqual([0, 2 ** 31 - 1, 2 ** 30 - 1, 20_000]);
    expect(intsOf(() => i32x4.ltS(a, b))).toEqual([-1, -1, 0, -1]);
    expect(intsOf(() => i32x4.geU(a, b))).toEqual([0, -1, -1, 0]);
    expect(intsOf(() => i32x4.splat(-3))).toEqual([-3, -3, -3, -3]);
    const floats = [2.9, -2.9, 3e9, Number.NaN].map((value) => f32x4.splat(f32.const(value)));
    expect(floats.map((value) => intsOf(() => i32x4.truncate(value))[0])).toEqual([2, -2, 2 ** 31 - 1, 0]);
  });

  it('bits', () => {
    const a = i32x4.splat(0b1100);
    const b = i32x4.splat(0b1010);
    const mask = i32x4.splat(0b0110);
    const first = (of: () => Expression<'v128'>): number | undefined => intsOf(of)[0];
    expect(first(() => v128.and(a, b))).toBe(0b1000);
    expect(first(() => v128.or(a, b))).toBe(0b1110);
    expect(first(() => v128.xor(a, b))).toBe(0b0110);
    expect(first(() => v128.bitselect(a, b, mask))).toBe(0b1100);
    expect(intsOf(() => v128.zero)).toEqual([0, 0, 0, 0]);
  });

  it('memory', () => {
    const floats = (body: FunctionBody<typeof signature>): number[] => {
      const view = run(body, none, p);
      return places.map((at) => view.getFloat32(at, true));
    };
    expect(floats(() => [v128.store(0, v128.loadSplat(64, 8))])).toEqual([300, 300, 300, 300]);
    expect(floats(() => [v128.storeHalf(0, v128.load(64), 1)])).toEqual([300, -0.25, 0, 0]);
    expect(floats(() => [v128.storeHalf(0, v128.load(64), 0, 8)])).toEqual([0, 0, 1.5, -2]);
    for (const lane of [0, 1, 2, 3] as const)
      expect(floats(() => [v128.storeLane(0, v128.load(64), lane, 4)])).toEqual([0, p[lane], 0, 0]);
  });
});
