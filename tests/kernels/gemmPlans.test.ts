/**
 * However a product is cut, the same numbers come out: tiles, pieces, and what is measured among
 * them.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { subgroupSize } from '../../src/kernels/device';
import { gemmFamily, convBias, matMul, type ConvOptions } from '../../src/kernels/gemm';
import {
  measuredOn,
  nothingMeasured,
  planFor,
  productsOf,
  useMeasured,
  type Request,
} from '../../src/kernels/gemm/tuneCache';
import { convGeometry, forwardProduct } from '../../src/kernels/gemm/geometry';
import { multiply } from '../../src/kernels/gemm/launch';
import { candidates, shapeClass } from '../../src/kernels/gemm/plan';
import * as template from '../../src/kernels/gemm/template';
import type { Tile } from '../../src/kernels/gemm/terms';
import { tune, winner } from '../../src/kernels/gemm/tune';
import { tilesVersion } from '../../src/kernels/gemm/version';
import * as gpus from '../../src/kernels/gpu';
import type { Gpu } from '../../src/kernels/gpu';
import { isSample } from '../helpers/backends';
import {
  bitsOf,
  onCpu,
  onGpu,
  random,
  sampled,
  skipped,
  webGpuProblem,
  withFamilies,
  worstError,
} from '../helpers/kernels';

// With their own implementations, to which a mock can hand on.
vi.mock(import('../../src/kernels/gpu'), async (original) => {
  const { dispatch, bindingLimit, allocate, ...rest } = await original();
  return {
    ...rest,
    dispatch: vi.fn<typeof dispatch>(dispatch),
    bindingLimit: vi.fn<typeof bindingLimit>(bindingLimit),
    allocate: vi.fn<typeof allocate>(allocate),
  };
});
vi.mock(import('../../src/kernels/gemm/template'), async (original) => {
  const { gemmProgram, ...rest } = await original();
  return { ...rest, gemmProgram: vi.fn<typeof gemmProgram>(gemmProgram) };
});

/** What a mocked function did of itself. */
function own<T extends (...given: never[]) => unknown>(mock: T): T {
  const found = vi.mocked(mock).getMockImplementation();
  if (!found) throw new Error('a mock without an implementation');
  return found as T;
}

/** What a program's key says of its tile. */
const keyOf = ({ rows, cols, groupRows, groupCols, shares }: Tile): string =>
  [rows, cols, groupRows, groupCols, shares].join();

const gpu = (): Gpu => tf.backend() as Gpu;
const options: ConvOptions & { activation: 'relu' } = {
  stride: 1,
  padding: 'same',
  groups: 1,
  activation: 'relu',
};

interface Shapes {
  readonly x: [number, number, number, number];
  readonly kernel: number;
  readonly filters: number;
  readonly given?: Partial<ConvOptions>;
}

/** A convolution's output and gradients. */
const passes =
  ({ x, kernel, filters, given = {} }: Shapes) =>
  (): tf.NamedTensorMap => {
    const all = { ...options, ...given };
    const image = random<tf.Rank.R4>(x, 1);
    const bias = random<tf.Rank.R1>([filters], 3);
    const filter = random<tf.Rank.R4>([kernel, kernel, x[3] / all.groups, filters], 2);
    const conv = (i: tf.Tensor, f: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      convBias(i as tf.Tensor4D, f as tf.Tensor4D, b as tf.Tensor1D, all);
    const y = conv(image, filter, bias);
    const gradients = tf.grads(conv)([image, filter, bias], random(y.shape, 4));
    return { y, ...Object.fromEntries(gradients.map((gradient, i) => [`gradient ${i}`, gradient])) };
  };

const shapes: Record<string, Shapes> = {
  'scalars, odd': { x: [2, 9, 11, 5], kernel: 3, filters: 7, given: { stride: 2 } },
  'vectors, wide': { x: [2, 9, 9, 16], kernel: 3, filters: 40 },
  'two towers': { x: [1, 7, 7, 8], kernel: 3, filters: 24, given: { groups: 2 } },
  'AlexNet at 67 px, first': {
    x: [1, 67, 67, 3],
    kernel: 11,
    filters: 96,
    given: { stride: 4, padding: 'valid' },
  },
};

/** The products of `compute`, which is not executed. */
const requestsOf = (compute: () => tf.NamedTensorMap): Promise<Request[]> =>
  withFamilies([gemmFamily], () => productsOf(() => tf.tidy(compute)));

/** Every product with the candidate at `place`, where it has so many. */
const withCandidate = (requests: readonly Request[], place: number): Record<string, string> =>
  Object.fromEntries(
    requests.map(({ product }) => {
      const among = candidates(product, subgroupSize(gpu().device));
      return [shapeClass(product), (among[place] ?? among[0]).name];
    }),
  );

describe.skipIf(webGpuProblem !== null)(`plans of products on webgpu${skipped}`, () => {
  afterEach(() => useMeasured(gpu(), nothingMeasured));

  for (const [name, shape] of sampled(Object.entries(shapes), 1)) {
    it(`gives the same bits with every tile: ${name}`, async () => {
      const compute = passes(shape);
      const requests = await requestsOf(compute);
      // The output alone, then once more with three gradients, of which the bias's is no product.
      expect(requests).toHaveLength(4);
      const standard = await onGpu([gemmFamily], compute);
      expect(worstError(standard, await onCpu(compute))).toBeLessThan(1e-4);
      await tf.setBackend('webgpu');
      const max = Math.max(
        ...requests.map(({ product }) => candidates(product, subgroupSize(gpu().device)).length),
      );
      expect(max).toBeGreaterThan(1);
      for (let place = 1; place < max; place++) {
        useMeasured(gpu(), { tiles: withCandidate(requests, place), rates: {} });
        expect(bitsOf(await onGpu([gemmFamily], compute))).toEqual(bitsOf(standard));
      }
    });
  }

  it('uses the tile that was measured, and no other for a name that it does not know', async () => {
    const [request] = await requestsOf(passes(shapes['vectors, wide'] as Shapes));
    const { product } = request as Request;
    const [first, second] = candidates(product, subgroupSize(gpu().device));
    useMeasured(gpu(), { tiles: { [shapeClass(product)]: second?.name ?? '' }, rates: {} });
    expect(planFor(gpu(), product).tile).toEqual(second?.tile);
    useMeasured(gpu(), { tiles: { [shapeClass(product)]: 'of a later version' }, rates: {} });
    expect(planFor(gpu(), product).tile).toEqual(first.tile);
  });

  it('computes a large product in pieces, and gives the same bits', async () => {
    const compute = (): tf.NamedTensorMap => ({
      wide: matMul(random<tf.Rank.R2>([24, 96], 1), random<tf.Rank.R2>([96, 700], 2)),
      tall: matMul(random<tf.Rank.R2>([700, 96], 1), random<tf.Rank.R2>([96, 24], 2)),
      deep: matMul(random<tf.Rank.R2>([8, 4096], 1), random<tf.Rank.R2>([4096, 8], 2)),
      ...passes(shapes['two towers'] as Shapes)(),
    });
    const whole = await onGpu([gemmFamily], compute);
    const requests = await requestsOf(compute);
    const flops = 2 * 24 * 96 * 700;
    const rates = Object.fromEntries(requests.map(({ product }) => [shapeClass(product), flops / 8]));
    useMeasured(gpu(), { tiles: {}, rates }, 1);
    expect(planFor(gpu(), requests[0]!.product).maxFlops).toBe(flops / 8);
    const before = vi.mocked(gpus.dispatch).mock.calls.length;
    expect(bitsOf(await onGpu([gemmFamily], compute))).toEqual(bitsOf(whole));
    const dispatched = vi
      .mocked(gpus.dispatch)
      .mock.calls.slice(before)
      .map(([, given]) => given);
    // 8 pieces of each of the first two, as far as there are workgroups to cut.
    expect(dispatched.filter(({ program }) => program.key.startsWith('gemm')).length).toBeGreaterThan(
      2 * requests.length,
    );
  });

  it('has no dispatch with more workgroups than WebGPU allows', () => {
    const dispatched = vi.mocked(gpus.dispatch).mockImplementation(() => undefined);
    const g = convGeometry([1024, 227, 227, 3], [11, 11, 3, 96], { stride: 4, padding: 'valid', groups: 1 });
    const product = forwardProduct(g);
    const info = (shape: number[]): tf.TensorInfo => ({ dataId: {}, shape, dtype: 'float32' });
    const limit = vi.mocked(gpus.bindingLimit).mockReturnValue(2 ** 31);
    const allocate = vi.mocked(gpus.allocate).mockImplementation((_, shape) => info(shape));
    try {
      for (const { tile } of candidates(product, 32)) {
        dispatched.mockClear();
        const x = info([1024, 227, 227, 3]);
        const filter = info([11, 11, 3, 96]);
        multiply(gpu(), product, { tile, parts: 1, maxFlops: Infinity }, [1024, 55, 55, 96], {
          a: x,
          b: filter,
        });
        const rows = dispatched.mock.calls.map(([, { params }]) => [params['rowFrom'], params['m']]);
        expect(rows[0]?.[0]).toBe(0);
        expect(rows.at(-1)?.[1]).toBe(1024 * 55 * 55);
        expect(rows.slice(1).map(([from]) => from)).toEqual(rows.slice(0, -1).map(([, to]) => to));
        for (const [, { workgroups }] of dispatched.mock.calls)
          for (const count of workgroups) expect(count).toBeLessThanOrEqual(65_535);
      }
    } finally {
      for (const mock of [dispatched, limit, allocate]) mock.mockReset();
    }
  });

  it('takes the fastest tile whose sums are the default’s', () => {
    const sums = Float32Array.of(1, 2);
    const standard = { name: 'a', ms: 2, sums };
    const fast = { name: 'b', ms: 1, sums };
    expect(winner([standard, fast])?.name).toBe('b');
    expect(winner([standard, { ...fast, ms: 1.95 }])?.name).toBe('a');
    expect(winner([standard, { ...fast, sums: Float32Array.of(1, 2.01) }])?.name).toBe('a');
    expect(winner([standard, { ...fast, sums: Float32Array.of(Number.NaN, 2) }])?.name).toBe('a');
    expect(winner([standard, { ...fast, ms: 0 }])).toBeNull();
    expect(winner([])).toBeNull();
  });

  it('does without a candidate that the device refuses, or that leaves its output as it was', async () => {
    const [request] = await requestsOf(passes(shapes['vectors, wide'] as Shapes));
    const [first] = candidates(request!.product, subgroupSize(gpu().device));
    const actual = own(gpus.dispatch);
    for (const broken of ['refused', 'idle'] as const) {
      useMeasured(gpu(), nothingMeasured);
      vi.mocked(gpus.dispatch).mockImplementation((device, given) => {
        const others = given.program.key.startsWith('gemm') && !given.program.key.includes(keyOf(first.tile));
        if (others && broken === 'refused') throw new Error('no such feature');
        if (!others) actual(device, given);
      });
      const { tiles } = await tune(gpu(), [request!], nothingMeasured, { budgetMs: 60_000 });
      expect(tiles).toEqual({ [shapeClass(request!.product)]: first.name });
    }
    vi.mocked(gpus.dispatch).mockImplementation(actual);
  });

  // On a second adapter engine/device/tuning measures.
  if (isSample) return;

  it('measures every class within its budget, one at least, and leaves no tensor behind', async () => {
    const requests = await requestsOf(passes(shapes['two towers'] as Shapes));
    const names = new Set(requests.map(({ product }) => shapeClass(product)));
    await tf.setBackend('webgpu');
    const before = tf.memory().numTensors;
    const told: string[] = [];
    const progress = (done: number, total: number): void => void told.push(`${done}/${total}`);
    const some = await tune(gpu(), requests, measuredOn(gpu()), { budgetMs: 0, progress });
    expect(Object.keys(some.tiles)).toHaveLength(1);
    for (const rate of Object.values(some.rates)) expect(rate).toBeGreaterThan(0);
    const all = await tune(gpu(), requests, some, { budgetMs: 60_000, progress });
    expect(new Set(Object.keys(all.tiles))).toEqual(names);
    expect(all.tiles).toMatchObject(some.tiles);
    for (const { product } of requests) {
      const known = candidates(product, subgroupSize(gpu().device)).map(({ name }) => name);
      expect(known).toContain(all.tiles[shapeClass(product)]);
    }
    expect(told[0]).toBe(`0/${names.size}`);
    expect(told.at(-1)).toBe(`${names.size - 1}/${names.size - 1}`);
    expect(tf.memory().numTensors).toBe(before);
    const stopped = { budgetMs: 60_000, signal: AbortSignal.abort() };
    expect(await tune(gpu(), requests, nothingMeasured, stopped)).toEqual(nothingMeasured);
  });
});

describe('the version of the tiles', () => {
  it('is that of the programs', () => {
    const version = tilesVersion();
    expect(version).toMatch(/^[0-9a-f]{8}$/);
    expect(tilesVersion()).toBe(version);
    const actual = own(template.gemmProgram);
    vi.mocked(template.gemmProgram).mockImplementation((given) => {
      const program = actual(given);
      return given.b.name === 'filterTransposed'
        ? { ...program, source: () => `${program.source()} ` }
        : program;
    });
    expect(tilesVersion()).not.toBe(version);
    vi.mocked(template.gemmProgram).mockImplementation(actual);
  });
});
