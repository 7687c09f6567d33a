import * as tf from '@tensorflow/tfjs-core';
import * as fc from '../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { gemmFamily as family } from '../../../src/kernels/gemm';
import { wasmFamilies } from '../../../src/kernels/wasm/families';
import { random, valuesOf, type Values } from '../../helpers/kernels';
import { bitsByThreads, distortedWasm, onWasm, wasmErrorOf, withEngine } from '../../helpers/wasmEngine';
import { conv, convPasses, type Conv } from '../gemmCases';

const tested = { wasm: wasmFamilies.gemm, family };
/** Sums of float32 in another order than tfjs's. */
const tolerance = 1e-5;

/** The engine's kernels that compute y, dx and dfilter. */
const kernelsOf = ({ x: shape, kernel, filters, stride, padding, groups }: Conv): Promise<string[]> =>
  withEngine([tested.wasm], [family], {}, (backend) => {
    const run = backend.run.bind(backend);
    const ran: string[] = [];
    backend.run = (of, ...job) => {
      ran.push(of.name);
      run(of, ...job);
    };
    const x = tf.zeros(shape);
    const filter = tf.zeros([kernel, kernel, shape[3] / groups, filters]);
    const attrs = { stride, padding, groups, activation: 'linear' };
    const y = tf
      .engine()
      .runKernel<tf.Tensor>('TrainConv2D', { x, filter, bias: tf.zeros([filters]) }, attrs);
    tf.engine().runKernel('TrainConv2DInputGradient', { dz: y, filter }, { ...attrs, shape });
    tf.engine().runKernel('TrainConv2DFilterGradient', { x, dz: y }, { ...attrs, shape: filter.shape });
    return ran.filter((name) => name !== 'addParts');
  });

describe('which convolutions are computed from planes', () => {
  const planes = 'planarConvolution';
  const gradient = 'planarFilterGradient';
  const product = 'product';
  it.each([
    ['LeNet-5, first', conv([2, 32, 32, 3], 5, 6, 1, 'valid'), [planes, product, gradient]],
    ['LeNet-5, second', conv([2, 14, 14, 6], 5, 16, 1, 'valid'), [product, planes, product]],
    ['a stride', conv([2, 12, 12, 3], 5, 6, 2, 'valid'), [product, product, product]],
    [
      'two towers',
      conv([2, 12, 12, 6], 3, 6, 1, 'same', 2),
      [product, product, product, product, product, product],
    ],
    ['three positions in a row', conv([2, 7, 7, 3], 5, 6, 1, 'valid'), [product, product, product]],
    ['more channels than the scratch memory holds', conv([1, 32, 32, 20], 5, 6), [product, product, product]],
  ] as const)('%s', async (_, shape, kernels) => {
    expect(await kernelsOf(shape)).toEqual(kernels);
  });
});

describe('convolutions from planes on the CPU engine', () => {
  const shapes: Record<string, Conv> = {
    'positions that are no multiple of 4, rows that are none of 2': conv([3, 9, 11, 3], 3, 6, 1, 'valid'),
    'zeros around the image': conv([2, 8, 10, 3], 5, 6),
    'an even window: more zeros below than above': conv([2, 7, 9, 2], 4, 6),
    'six channels and six filters': conv([2, 9, 9, 6], 3, 6),
    'one channel': conv([2, 6, 6, 1], 3, 6, 1, 'valid'),
    'a window of one pixel': conv([2, 5, 6, 7], 1, 6),
    'more images than parts, and not as many in each': conv([37, 6, 6, 3], 3, 6, 1, 'valid'),
  };

  it.each(Object.entries(shapes))('agree with tfjs’s CPU: %s', async (_, shape) => {
    expect(new Set(await kernelsOf(shape))).toContain('planarFilterGradient');
    for (const activation of ['relu', 'linear'] as const)
      expect(await wasmErrorOf(tested, convPasses(shape, activation))).toBeLessThan(tolerance);
  });

  it('agree with tfjs’s CPU for any image, with two roundings too', async () => {
    const any = fc.record({
      batch: fc.integer({ min: 1, max: 5 }),
      height: fc.integer({ min: 6, max: 12 }),
      width: fc.integer({ min: 8, max: 14 }),
      others: fc.integer({ min: 1, max: 9 }),
      kernel: fc.integer({ min: 1, max: 5 }),
      six: fc.constantFrom('channels', 'filters'),
      padding: fc.constantFrom('same' as const, 'valid' as const),
      fma: fc.boolean(),
    });
    // Its bias has a gradient near 0, a sum of numbers to ±1.
    const cancelled = {
      batch: 3,
      height: 12,
      width: 9,
      others: 1,
      kernel: 3,
      six: 'channels',
      padding: 'same',
      fma: false,
    } as const;
    await fc.assert(
      fc.asyncProperty(any, async ({ batch, height, width, others, kernel, six, padding, fma }) => {
        const [channels, filters] = six === 'channels' ? [6, others] : [others, 6];
        const shape = conv([batch, height, width, channels], kernel, filters, 1, padding);
        expect(await wasmErrorOf(tested, convPasses(shape), { fma })).toBeLessThan(tolerance);
      }),
      { numRuns: 30, examples: [[cancelled]] },
    );
  });

  it('are the same to the bit with any number of threads', async () => {
    for (const shape of [conv([33, 32, 32, 3], 5, 6, 1, 'valid'), conv([33, 14, 14, 6], 5, 16, 1, 'valid')]) {
      const [first, ...others] = await bitsByThreads(tested, convPasses(shape));
      for (const bits of others) expect(bits).toEqual(first);
    }
  });

  it('give NaN where the window sees one, and nowhere else', async () => {
    const passes = (): tf.NamedTensorMap => {
      const values = random([1, 8, 8, 6], 1).dataSync();
      values[6 * (8 * 3 + 5) + 2] = Number.NaN;
      const x = tf.tensor4d(values, [1, 8, 8, 6]);
      const filter = random<tf.Rank.R4>([3, 3, 6, 6], 2);
      const attrs = { stride: 1, padding: 'same', groups: 1, activation: 'relu' };
      const forward = tf
        .engine()
        .runKernel<tf.Tensor>('TrainConv2D', { x, filter, bias: tf.zeros([6]) }, attrs);
      const dx = tf
        .engine()
        .runKernel<tf.Tensor>('TrainConv2DInputGradient', { dz: x, filter }, { ...attrs, shape: x.shape });
      return { forward, dx };
    };
    const seen = (values: Float32Array | undefined): number[] =>
      Array.from(values ?? []).flatMap((value, i) => (Number.isNaN(value) ? [i] : []));
    const around = [2, 3, 4].flatMap((y) =>
      [4, 5, 6].flatMap((x) => [0, 1, 2, 3, 4, 5].map((i) => 6 * (8 * y + x) + i)),
    );
    const { forward, dx }: Values = await onWasm(tested, passes);
    expect(seen(forward)).toEqual(around);
    expect(seen(dx)).toEqual(around);
  });

  it('do not read what an earlier convolution left in the scratch memory', async () => {
    const small = convPasses(conv([2, 6, 9, 3], 3, 6), 'linear');
    const fresh = await onWasm(tested, small);
    const after = await withEngine([tested.wasm], [family], {}, async () => {
      tf.dispose(
        await valuesOf(() => ({
          y: tf.mul(convPasses(conv([1, 19, 19, 6], 5, 6))()['y'] as tf.Tensor, Number.NaN),
        })),
      );
      return valuesOf(small);
    });
    expect(after).toEqual(fresh);
  });

  it('are caught when one is wrong (negative control)', async () => {
    const passes = convPasses(conv([4, 8, 8, 3], 3, 6));
    for (const name of ['TrainConv2D', 'TrainConv2DFilterGradient']) {
      const wrong = distortedWasm(tested, name, ({ inputs, ...given }) => {
        const { x } = inputs as { x: tf.Tensor4D };
        return { ...given, inputs: { ...inputs, x: tf.reverse(x, 2) } };
      });
      expect(await wasmErrorOf(wrong, passes)).toBeGreaterThan(1_000 * tolerance);
    }
  });
});
