import * as fc from '../helpers/properties';
import { expect, it } from 'vitest';
import { allFinite, countNotFinite } from '../../src/lib/numeric';

it('finds NaN and both infinities wherever they are, and nothing in numbers of any size', () => {
  expect(allFinite(new Float32Array())).toBe(true);
  fc.assert(
    fc.property(fc.array(fc.float(), { maxLength: 50 }), (values) => {
      const array = Float32Array.from(values);
      const nan = values.filter(Number.isNaN).length;
      const infinite = values.filter((x) => Math.abs(x) === Infinity).length;
      expect(countNotFinite(array)).toEqual({ nan, infinite });
      expect(allFinite(array)).toBe(nan + infinite === 0);
    }),
    { numRuns: 500 },
  );
  expect(allFinite(Float32Array.of(3.4e38, -3.4e38, 1e-45, -0))).toBe(true);
});
