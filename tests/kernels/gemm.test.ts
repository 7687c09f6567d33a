import * as fc from '../helpers/properties';
import { describe, expect, it, vi } from 'vitest';
import { gemmFamily } from '../../src/kernels/gemm';
import * as device from '../../src/kernels/device';
import * as gpu from '../../src/kernels/gpu';
import {
  bitsOf,
  distorted,
  errorOf,
  onCpu,
  onGpu,
  sampled,
  skipped,
  webGpuProblem,
  worstError,
} from '../helpers/kernels';
import { isSample } from '../helpers/backends';
import {
  anyConvolution,
  conv,
  convolutions,
  convPasses,
  denseLayers,
  densePasses,
  matrixProduct,
  matrixSizes,
  type Conv,
} from './gemmCases';

vi.mock(import('../../src/kernels/gpu'), async (original) => {
  const actual = await original();
  return { ...actual, bindingLimit: vi.fn<typeof actual.bindingLimit>(actual.bindingLimit) };
});

vi.mock(import('../../src/kernels/device'), async (original) => {
  const actual = await original();
  return { ...actual, subgroupSize: vi.fn<typeof actual.subgroupSize>(actual.subgroupSize) };
});

const tolerance = 1e-4;
const withoutSubgroups = [
  'odd everywhere',
  'AlexNet 2012, two towers',
  'towers of odd width',
  'a stride that leaves pixels out',
  'stride 3, same',
  'one pixel',
];

describe.skipIf(webGpuProblem !== null)(`products of the template on webgpu${skipped}`, () => {
  // The last of them are the odd ones.
  const shapes = sampled(Object.entries(convolutions).toReversed(), 5);

  for (const [name, shape] of shapes) {
    it(`follows the CPU: ${name}`, async () => {
      expect(await errorOf([gemmFamily], convPasses(shape))).toBeLessThan(tolerance);
    });
  }

  for (const [batch, units, outputs] of sampled(denseLayers, 2)) {
    it(`follows the CPU: dense ${units} → ${outputs}, ${batch} images`, async () => {
      for (const activation of ['relu', 'linear'] as const) {
        expect(await errorOf([gemmFamily], densePasses(batch, units, outputs, activation))).toBeLessThan(
          tolerance,
        );
      }
    });
  }

  it('multiplies in all four transpositions', async () => {
    for (const [m, k, n] of sampled(matrixSizes, 2)) {
      for (const [ta, tb] of [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ] as const) {
        expect(await errorOf([gemmFamily], matrixProduct([m, k, n], ta, tb))).toBeLessThan(tolerance);
      }
    }
  });

  it('follows the CPU without subgroups', async () => {
    const size = vi.mocked(device.subgroupSize);
    const actual = size.getMockImplementation();
    size.mockImplementation(() => 0);
    try {
      // What differs is how a tile's numbers come to its threads: scalars, vectors, and what is
      // left at the edges.
      for (const name of sampled(withoutSubgroups, 1))
        expect(await errorOf([gemmFamily], convPasses(convolutions[name]!))).toBeLessThan(tolerance);
      for (const [batch, units, outputs] of sampled(
        [
          [7, 84, 10],
          [8, 1024, 256],
        ] as const,
        1,
      ))
        expect(await errorOf([gemmFamily], densePasses(batch, units, outputs, 'relu'))).toBeLessThan(
          tolerance,
        );
    } finally {
      if (actual) size.mockImplementation(actual);
    }
  });

  it('gives the same bits twice', async () => {
    const compute = convPasses(convolutions['odd everywhere'] as Conv);
    expect(bitsOf(await onGpu([gemmFamily], compute))).toEqual(bitsOf(await onGpu([gemmFamily], compute)));
  });

  it('is caught when a kernel is wrong (negative control)', async () => {
    // Without relu's mask every gradient but y is another.
    const passes = convPasses(conv([2, 8, 8, 4], 1, 4));
    const wrong = distorted(gemmFamily, 'TrainBiasGradient', (given) => ({
      ...given,
      attrs: { activation: 'linear' },
    }));
    expect(await errorOf([gemmFamily], passes)).toBeLessThan(tolerance);
    expect(await errorOf([wrong], passes)).toBeGreaterThan(10 * tolerance);
  });

  it('cuts what is above the binding limit into windows, and gives the same', async () => {
    const compute = densePasses(4, 1024, 64, 'relu'); // a kernel of 256 KiB
    const whole = await onGpu([gemmFamily], compute);
    const limit = vi.mocked(gpu.bindingLimit).mockReturnValue(100 * 1024);
    const cut = await onGpu([gemmFamily], compute);
    limit.mockReset();
    limit.mockImplementation((device) => device.device.limits.maxStorageBufferBindingSize);
    expect(worstError(cut, whole)).toBeLessThan(1e-5);
    expect(worstError(cut, await onCpu(compute))).toBeLessThan(tolerance);
  });

  it('follows the CPU for any convolution', async () => {
    await fc.assert(
      fc.asyncProperty(anyConvolution, async (shape) => {
        expect(await errorOf([gemmFamily], convPasses(shape))).toBeLessThan(tolerance);
      }),
      { numRuns: isSample ? 3 : 10, seed: 1 },
    );
  });
});
