/** A report of speed as fractions of the step: by part, by layer, by pass. */
import { describe, expect, it } from 'vitest';
import { byLayer, byPass, longestParts, speedRows } from '../../../src/ui/explore/speedData';
import { speed } from '../../helpers/states';

describe('the fractions', () => {
  const rows = speedRows(speed);

  it('sum to the whole, and are of the best product', () => {
    expect(rows.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 12);
    expect(rows.map(({ length }) => length)).toEqual([0.5, 1, 0.125, 0.125, 0.75]);
    expect(rows.map(({ ofBest }) => ofBest)).toEqual([0.8, 0.4, null, null, null]);
  });

  it('go by layer in the network’s order, and by pass in the order of a step', () => {
    expect(byLayer(rows).map(({ layer, rows: own }) => [layer, own.length])).toEqual([
      ['conv2d', 2],
      ['max_pooling2d', 2],
      [null, 1],
    ]);
    expect(byPass(rows)).toEqual([
      { pass: 'forward', fraction: 0.25 },
      { pass: 'dW', fraction: 0.4 },
      { pass: 'backward', fraction: 0.05 },
      { pass: 'update', fraction: 0.3 },
    ]);
    expect(longestParts(rows, 2).map(({ layer, pass }) => [layer, pass])).toEqual([
      ['conv2d', 'dW'],
      [null, 'update'],
    ]);
  });
});
