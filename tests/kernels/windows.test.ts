import * as fc from '../helpers/properties';
import { describe, expect, it, vi } from 'vitest';
import * as gpu from '../../src/kernels/gpu';
import { partOf, windowsOf } from '../../src/kernels/windows';
import '../helpers/backends';

vi.mock('../../src/kernels/gpu', { spy: true });

/** `windowsOf` on a device with this limit in bytes. */
function cut(limit: number, items: number, bytesEach: number[]): ReturnType<typeof windowsOf> {
  vi.mocked(gpu.bindingLimit).mockReturnValue(limit);
  return windowsOf({} as gpu.Gpu, items, bytesEach);
}

describe('windows', () => {
  it('are the whole tensor where it fits, and where it does not, runs of whole items', () => {
    expect(cut(1024, 4, [256])).toEqual([{ first: 0, count: 4 }]);
    expect(cut(1024, 5, [256])).toEqual([
      { first: 0, count: 4 },
      { first: 4, count: 1 },
    ]);
    // 24 B: only every 32nd item begins at a multiple of 256 B.
    expect(cut(1024, 43, [24])).toEqual([
      { first: 0, count: 32 },
      { first: 32, count: 11 },
    ]);
  });

  it('dense1 of AlexNet, 150,994,944 B, takes two on WebGPU’s default limit of 128 MiB, and no more on a larger', () => {
    for (const limit of [134_217_728, 1_073_741_824])
      expect(cut(limit, 9216, [4 * 4096]).map(({ count }) => count)).toEqual([8192, 1024]);
  });

  it('are refused where the fewest items that are aligned do not fit', () => {
    expect(() => cut(512, 64, [12])).toThrow(new RangeError('64 × 12 B do not fit into a binding of 512 B'));
  });

  it('of any tensors: bindable, aligned, without gap or overlap', () => {
    const bytes = fc.array(
      fc.integer({ min: 1, max: 500 }).map((n) => 4 * n),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), bytes, (items, bytesEach) => {
        const limit = 128_000;
        let next = 0;
        for (const window of cut(limit, items, bytesEach)) {
          expect(window.first).toBe(next);
          next += window.count;
          for (const each of bytesEach) {
            expect((window.first * each) % 256).toBe(0);
            expect(window.count * each).toBeLessThanOrEqual(limit);
          }
        }
        expect(next).toBe(items);
      }),
    );
  });

  it('a part is the tensor itself, or its bytes, of which the last item may lack some', () => {
    const tensor = { dataId: {}, shape: [10, 100], dtype: 'float32' as const };
    expect(partOf(tensor, { first: 0, count: 10 }, 400)).toBe(tensor);
    // Items of 3 rows: the fourth has one.
    expect(partOf(tensor, { first: 2, count: 2 }, 1200)).toEqual({ tensor, offset: 2400, bytes: 1600 });
  });
});
