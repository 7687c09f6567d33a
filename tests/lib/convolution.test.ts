import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { slideWindow, type Padding } from '../../src/lib/convolution';

const slide = (input: number, filter: number, stride: number, padding: Padding) => {
  const { output, before, after } = slideWindow({ input, filter, stride, padding });
  return [output, before, after];
};

/** Counts window positions one by one, as a convolution without any formula would. */
function walk(padded: number, filter: number, stride: number): number {
  let positions = 0;
  for (let at = 0; at + filter <= padded; at += stride) positions++;
  return positions;
}

describe('slideWindow', () => {
  it.each([
    // AlexNet's first convolution, its three pools, and LeNet's convolution
    [227, 11, 4, [55, 0, 0]],
    [55, 3, 2, [27, 0, 0]],
    [27, 3, 2, [13, 0, 0]],
    [13, 3, 2, [6, 0, 0]],
    [32, 5, 1, [28, 0, 0]],
    // a rest that no window covers, a window that just fits, and one that does not
    [224, 11, 4, [54, 0, 0]],
    [5, 5, 3, [1, 0, 0]],
    [2, 3, 2, [0, 0, 0]],
    [5, 7, 1, [0, 0, 0]],
  ])('valid: %d px, filter %d, stride %d', (input, filter, stride, result) => {
    expect(slide(input, filter, stride, 'valid')).toEqual(result);
  });

  it.each([
    // odd filters pad evenly, even ones put the odd zero after
    [27, 5, 1, [27, 2, 2]],
    [13, 3, 1, [13, 1, 1]],
    [13, 2, 1, [13, 0, 1]],
    [13, 4, 1, [13, 1, 2]],
    // strides: even and odd inputs
    [224, 11, 4, [56, 3, 4]],
    [227, 11, 4, [57, 4, 4]],
    [6, 3, 2, [3, 0, 1]],
    [7, 3, 2, [4, 1, 1]],
    // a window smaller than its stride needs none
    [8, 1, 2, [4, 0, 0]],
  ])('same: %d px, filter %d, stride %d', (input, filter, stride, result) => {
    expect(slide(input, filter, stride, 'same')).toEqual(result);
  });

  it('counts the positions that a walk over the padded input finds', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.constantFrom<Padding>('same', 'valid'),
        (input, filter, stride, padding) => {
          const { output, before, after } = slideWindow({ input, filter, stride, padding });
          expect(output).toBe(walk(input + before + after, filter, stride));
          expect(padding === 'valid' || output === Math.ceil(input / stride)).toBe(true);
          expect(after - before).toBeGreaterThanOrEqual(0);
          expect(after - before).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('names a size that is no whole number from 1 up', () => {
    expect(() => slide(8, 3, 0, 'same')).toThrow('stride must be a whole number from 1 up, not 0');
    expect(() => slide(8, 2.5, 1, 'valid')).toThrow('filter must be');
    expect(() => slide(Number.NaN, 3, 1, 'valid')).toThrow('input must be');
  });
});
