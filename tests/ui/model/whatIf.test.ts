/** What follows from another window, against sizes worked out by hand. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { networkFor, summarize, windowOf } from '../../../src/network';
import { whatIf } from '../../../src/ui/model/whatIf';

const { rows } = summarize(networkFor(defaultExperiment));
const at = (name: string) => rows.findIndex(({ layer }) => layer.name === name);

describe('whatIf', () => {
  it('gives back the network as it is', () => {
    rows.forEach((row, index) => {
      const own = windowOf(row.layer);
      if (!own) return;
      const answer = whatIf(rows, index, own);
      expect(answer.to).toBe(row.outputShape[1]);
      expect(answer.breaks).toBeNull();
      expect(answer.next).toEqual({ layer: rows[index + 1]?.layer.name, shape: row.outputShape });
    });
  });

  it('conv 11/2 valid on 227: floor((227 − 11)/2) + 1 = 109', () => {
    const answer = whatIf(rows, at('conv2d'), { filter: 11, stride: 2, padding: 'valid' });
    expect(answer).toMatchObject({ from: 227, to: 109, breaks: null });
    expect(answer.next).toEqual({ layer: 'batch_normalization', shape: [null, 109, 109, 96] });
  });

  it('conv 11/32 valid: 7, then pool 3, pool 1, and a pool of 3 does not fit into 1', () => {
    const answer = whatIf(rows, at('conv2d'), { filter: 11, stride: 32, padding: 'valid' });
    expect(answer.to).toBe(7);
    expect(answer.breaks).toEqual({ layer: 'max_pooling2d_2', filter: 3, side: 1 });
  });

  it('a filter larger than its input gives nothing', () => {
    const answer = whatIf(rows, at('max_pooling2d_2'), { filter: 14, stride: 2, padding: 'valid' });
    expect(answer).toEqual({ from: 13, to: 0, next: null, breaks: null });
  });

  it('refuses a layer without images', () => {
    expect(() => whatIf(rows, at('dense'), { filter: 1, stride: 1, padding: 'same' })).toThrow(
      /slides no window/,
    );
    expect(() => whatIf(rows, 99, { filter: 1, stride: 1, padding: 'same' })).toThrow(RangeError);
  });
});
