import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { Rng, mix32 } from '../../src/lib/rng';

const draw = (rng: Rng, n: number): number[] => Array.from({ length: n }, () => rng.uint32());

describe('Rng', () => {
  it('repeats a seed, and only that', () => {
    expect(draw(Rng.of(42), 100)).toEqual(draw(Rng.of(42), 100));
    expect(draw(Rng.of(42), 4)).not.toEqual(draw(Rng.of(43), 4));
  });

  it('keeps its numbers across versions, so that a shared link keeps its run', () => {
    expect(draw(Rng.of(42), 4)).toMatchInlineSnapshot(`
      [
        1971681640,
        1879595436,
        1607343376,
        3820828772,
      ]
    `);
    expect(draw(Rng.of(42).fork('shuffle').fork(3), 4)).toMatchInlineSnapshot(`
      [
        4293178410,
        3455177047,
        2742771157,
        766634732,
      ]
    `);
    expect([...Rng.of(42).permutation(10)]).toMatchInlineSnapshot(`
      [
        2,
        8,
        4,
        6,
        7,
        1,
        5,
        9,
        3,
        0,
      ]
    `);
  });

  it('mixes as MurmurHash3 does', () => {
    expect(mix32(0)).toBe(0);
    expect(mix32(1)).toBe(0x514e28b7);
  });

  it('forks by name, whatever was drawn before', () => {
    const root = Rng.of(7);
    const first = draw(root.fork('dropout'), 20);
    draw(root, 50);
    expect(draw(root.fork('dropout'), 20)).toEqual(first);
    expect(draw(root.fork('shuffle'), 20)).not.toEqual(first);
    expect(draw(root.fork(1), 20)).not.toEqual(draw(root.fork(2), 20));
  });

  it('gives forks that do not follow each other', () => {
    const a = Rng.of(1).fork('a');
    const b = Rng.of(1).fork('b');
    const pairs = Array.from({ length: 20_000 }, () => [a.uniform(), b.uniform()] as const);
    const covariance = pairs.reduce((sum, [x, y]) => sum + (x - 0.5) * (y - 0.5), 0) / pairs.length;
    // deviation of a correlation of n independent pairs: 1 / √n = 0.007
    expect(Math.abs(covariance * 12)).toBeLessThan(0.03);
  });

  it('is uniform: mean 1/2, variance 1/12, all bits alike', () => {
    const rng = Rng.of(3);
    const values = Array.from({ length: 50_000 }, () => rng.uniform());
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    expect(Math.min(...values.slice(0, 9_999))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 9_999))).toBeLessThan(1);
    for (let bit = 0; bit < 32; bit++) {
      const ones = draw(Rng.of(bit), 4_000).filter((x) => (x >>> bit) & 1).length;
      expect(Math.abs(ones - 2_000)).toBeLessThan(160);
    }
  });

  it('draws integers evenly', () => {
    const rng = Rng.of(5);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) {
      const side = rng.int(6);
      counts[side] = (counts[side] ?? 0) + 1;
    }
    // chi-square with 5 degrees of freedom: above 20.5 in one of a thousand
    expect(counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)).toBeLessThan(20.5);
  });

  it.each([0, -1, 2.5, Number.NaN, 2 ** 32 + 1])('refuses an integer below %d', (n) => {
    expect(() => Rng.of(1).int(n)).toThrow(`from 1 to 2^32, not ${n}`);
  });

  it('permutes: each number once, in another order for each seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 300 }), (seed, n) => {
        const drawn = [...Rng.of(seed).permutation(n)];
        expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
    expect(Rng.of(1).permutation(50)).not.toEqual(Rng.of(2).permutation(50));
  });

  it('shuffles without bias: every order of three comes equally often', () => {
    const rng = Rng.of(11);
    const orders = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = rng.permutation(3).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const n of orders.values()) expect(Math.abs(n - 2_000)).toBeLessThan(200);
  });
});
