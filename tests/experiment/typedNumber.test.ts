import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import { typedNumber } from '../../src/experiment/typedNumber';

describe('typedNumber', () => {
  it.each([
    ['40000', 40_000],
    ['40,000', 40_000],
    ['1,234,567.5', 1_234_567.5],
    ['40 000', 40_000],
    ['0.001', 0.001],
    ['0,001', 0.001],
    ['1,5', 1.5],
    ['.5', 0.5],
    ['0.500', 0.5],
    ['1e-4', 1e-4],
    ['1E3', 1_000],
    ['６４', 64],
    ['０．００１', 0.001],
    ['４０，０００', 40_000],
    [' 7\u00a0', 7],
  ])('%s is %d', (text, value) => {
    expect(typedNumber(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['40.000', '.'],
    ['1.234.567', '.'],
    ['1.2.3', '.'],
    ['0x10', 'x'],
    ['-1', '-'],
    ['+1', '+'],
    ['1,23,4', ','],
    ['12px', 'p'],
    ['NaN', 'N'],
    ['１２개', '개'],
    ['😀', '😀'],
    ['', ''],
    ['  ', ''],
  ])('%s is no number because of %j', (text, error) => {
    expect(typedNumber(text)).toEqual({ ok: false, error });
  });

  it('never reads another number than JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = String(value);
        // 1.234 could be meant for 1234.
        const unclear = /^[1-9]\d{0,2}\.\d{3}$/.test(text);
        expect(typedNumber(text)).toEqual(unclear ? { ok: false, error: '.' } : { ok: true, value });
      }),
    );
  });
});
