import { array, assert, double, property } from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { alternate, lossGap, median, ratio, together } from './measure';

describe('median', () => {
  it('is the middle value, or the mean of the middle two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 10, 4, 2])).toBe(3);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow(RangeError);
  });

  it('has as many values below as above, in any order, and leaves its argument as it was', () => {
    assert(
      property(array(double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const before = [...values];
        const middle = median(values);
        expect(values).toEqual(before);
        expect(values.filter((x) => x < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((x) => x > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

describe('ratio', () => {
  it('says how many times faster the first is', () => {
    expect(ratio(100, 800)).toBe(8);
    expect(ratio(null, 800)).toBeNull();
    expect(ratio(100, null)).toBeNull();
  });
});

describe('lossGap', () => {
  it('is the largest relative difference of the steps that both have', () => {
    expect(lossGap([2, 1.01], [2, 1, 5])).toBeCloseTo(0.01);
    expect(lossGap([2, 2], [2, 2])).toBe(0);
  });

  it('is never small where a loss is not a number, and says when there is nothing to compare', () => {
    expect(lossGap([2, Number.NaN], [2, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(lossGap([2], [Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(lossGap([], [2])).toBeNaN();
  });
});

/** A player that notes in `log` when its turn begins and ends. */
const noting =
  (name: string, log: string[], waitMs = 0) =>
  async (): Promise<number> => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    log.push(`${name} ends`);
    return log.length;
  };

const nobodyFails = (player: string, thrown: unknown): void => {
  throw new Error(`${player}: ${String(thrown)}`);
};

describe('alternate', () => {
  it('goes A B A B, one at a time', async () => {
    const log: string[] = [];
    const players = new Map([
      ['a', noting('a', log, 3)],
      ['b', noting('b', log)],
    ]);
    const results = await alternate(players, 2, nobodyFails);
    const round = ['a begins', 'a ends', 'b begins', 'b ends'];
    expect(log).toEqual([...round, ...round]);
    expect(results).toEqual(
      new Map([
        ['a', [2, 6]],
        ['b', [4, 8]],
      ]),
    );
  });

  it('goes on without a player that fails, and tells why', async () => {
    let turns = 0;
    const failures: string[] = [];
    const results = await alternate(
      new Map([
        ['a', () => (++turns === 2 ? Promise.reject(new Error('lost')) : Promise.resolve(turns))],
        ['b', () => Promise.resolve(7)],
      ]),
      3,
      (player, thrown) => void failures.push(`${player} ${String(thrown)}`),
    );
    expect(turns).toBe(2);
    expect(failures).toEqual(['a Error: lost']);
    expect(results).toEqual(
      new Map([
        ['a', [1]],
        ['b', [7, 7, 7]],
      ]),
    );
  });
});

describe('together', () => {
  it('begins all before one ends; who fails has no result', async () => {
    const log: string[] = [];
    const failures: string[] = [];
    const results = await together(
      new Map([
        ['a', noting('a', log, 5)],
        ['b', noting('b', log, 5)],
        ['c', () => Promise.reject(new Error('no adapter'))],
      ]),
      (player) => void failures.push(player),
    );
    expect(log.slice(0, 2)).toEqual(['a begins', 'b begins']);
    expect([...results.keys()]).toEqual(['a', 'b']);
    expect(failures).toEqual(['c']);
  });
});
