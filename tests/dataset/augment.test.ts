import { describe, expect, it } from 'vitest';
import { drawMove } from '../../src/dataset/augment';
import { Rng } from '../../src/lib/rng';

const draws = (options: { flip: boolean; shift: number }) => {
  const stream = Rng.of(9);
  return Array.from({ length: 2_000 }, () => drawMove(options, stream));
};

describe('drawMove', () => {
  it('flips half of the images and reaches every shift', () => {
    const moves = draws({ flip: true, shift: 2 });
    expect(moves.filter(({ flip }) => flip).length).toBeGreaterThan(900);
    expect(moves.filter(({ flip }) => flip).length).toBeLessThan(1_100);
    expect([...new Set(moves.map(({ dx }) => dx))].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    expect(new Set(moves.map(({ dx, dy }) => `${dx},${dy}`)).size).toBe(25);
  });

  it('leaves alone what is off', () => {
    const still = draws({ flip: false, shift: 0 });
    expect(still.every(({ flip, dx, dy }) => !flip && dx === 0 && dy === 0)).toBe(true);
  });
});
