/**
 * Convolutions of six filters from planes (`planes.ts`): y, and the input's gradient. Emits code.
 */
import { locals, type IntLocal, type Statement, type Vector } from '../assembler';
import { f32, f32x4, forRange, i32, increase, v128 } from '../instructions';
import { defineKernel, multiplyAdd, type KernelScope } from '../kernel';
import { range, unroll } from '../gemm/microKernel';
import {
  at6,
  declareSums,
  fillPlanes,
  forImages,
  imageFields,
  lanes,
  layout,
  planarFilters,
  positionBytes,
  prepare,
  sixVectors,
  sizesOf,
  type Six,
} from './planes';

/**
 * Filter i's weight at pixel t of the window and channel c lies at `filter` + t · `pixelBytes` + c
 * · `channelBytes` + i · `filterBytes`. The result is [images, outHeight, outWidth, 6]; `bias` is
 * six floats.
 */
const convolutionFields = {
  ...imageFields,
  filter: 'i32',
  pixelBytes: 'i32',
  channelBytes: 'i32',
  filterBytes: 'i32',
  result: 'i32',
  bias: 'i32',
  relu: 'i32',
} as const;

/** Writes the weights as [k][6]. */
function packFilters(scope: KernelScope<typeof convolutionFields>): Statement[] {
  const { declare, field, scratch } = scope;
  const [pixel, channel, at, to] = locals(declare, 'i32', 4);
  return [
    to.set(scratch),
    forRange(pixel, 0, i32.mul(field.windowHeight, field.windowWidth), 1, [
      forRange(channel, 0, field.channels, 1, [
        at.set(
          i32.add(
            i32.add(field.filter, i32.mul(pixel, field.pixelBytes)),
            i32.mul(channel, field.channelBytes),
          ),
        ),
        ...range(planarFilters).flatMap((i) => [
          f32.store(to, f32.load(at), layout.filters + 4 * i),
          increase(at, field.filterBytes),
        ]),
        increase(to, positionBytes),
      ]),
    ]),
  ];
}

/**
 * Transposes six filters of four positions each into four positions of six filters, and stores them
 * from `to` on. `transposed`: six more vectors.
 */
function storePositions(to: IntLocal, sums: Six, transposed: Six): Statement[] {
  const pairs = (
    [
      [0, 4, 1, 5],
      [2, 6, 3, 7],
    ] as const
  ).flatMap((order) => [0, 2, 4].map((i) => f32x4.shuffle(at6(sums, i), at6(sums, i + 1), order)));
  const half = (first: number): Vector[] => {
    const of01 = at6(transposed, first);
    const of23 = at6(transposed, first + 1);
    const of45 = at6(transposed, first + 2);
    return [
      f32x4.shuffle(of01, of23, [0, 1, 4, 5]),
      f32x4.shuffle(of45, of01, [0, 1, 6, 7]),
      f32x4.shuffle(of23, of45, [2, 3, 6, 7]),
    ];
  };
  return [
    // Positions 0 and 1 of filters 0 1, 2 3, 4 5; then positions 2 and 3.
    ...transposed.map((vector, i) => vector.set(pairs[i] ?? v128.zero)),
    ...[...half(0), ...half(3)].map((vector, i) => v128.store(to, vector, 16 * i)),
  ];
}

/**
 * Adds one element under the window to the sums of both rows: the `at`-th from `place` and
 * `weights` on.
 */
function stepsAlongK(
  { declare, options }: KernelScope<typeof convolutionFields>,
  sums: ReturnType<typeof declareSums>,
  { upper, lower, place: tap, weights }: Readonly<Record<'upper' | 'lower' | 'place' | 'weights', IntLocal>>,
): (at: number) => Statement[] {
  const offset = declare('i32');
  const [seen, seenBelow, weight] = locals(declare, 'v128', 3);
  return (at) => [
    offset.set(i32.load(tap, layout.offsets + 4 * at)),
    seen.set(v128.load(i32.add(upper, offset))),
    seenBelow.set(v128.load(i32.add(lower, offset))),
    ...sums.first.flatMap((sum, i) => {
      const below = sums.second[i] ?? sum;
      return [
        weight.set(v128.loadSplat(weights, layout.filters + positionBytes * at + 4 * i)),
        sum.set(multiplyAdd(options, weight, seen, sum)),
        below.set(multiplyAdd(options, weight, seenBelow, below)),
      ];
    }),
  ];
}

/**
 * y or dx of some images, [6] per position: two rows of four positions at a time, summed along K in
 * registers. Where an image's size is not a multiple of these, the last ones begin earlier and some
 * are computed twice. Needs 2 rows of 4 positions.
 */
export const planarConvolutionKernel = defineKernel('planarConvolution', convolutionFields, (scope) => {
  const { declare, field, scratch } = scope;
  const sizes = sizesOf(scope);
  const [y, x, row, column, ky, ks, upper, lower, tap, weights, to] = locals(declare, 'i32', 11);
  const sums = declareSums(declare);
  const floor = declare('v128');
  const transposed = sixVectors(declare);
  const step = stepsAlongK(scope, sums, { upper, lower, place: tap, weights });
  const finish = (of: Six): Statement[] =>
    of.map((sum, i) => sum.set(f32x4.max(f32x4.add(sum, v128.loadSplat(field.bias, 4 * i)), floor)));
  const perRow = i32.mul(field.windowWidth, field.channels);
  return [
    ...sizes.set,
    ...prepare(scope, sizes),
    ...packFilters(scope),
    floor.set(f32x4.splat(f32.select(field.relu, f32.const(0), f32.const(Number.NEGATIVE_INFINITY)))),
    forImages(scope, (image) => [
      ...fillPlanes(scope, sizes, image),
      forRange(y, 0, field.outHeight, 2, [
        row.set(i32.min(y, i32.sub(field.outHeight, 2))),
        // Rows of the window that lie above or below the image in both rows of positions would add
        // zeros.
        ky.set(i32.max(i32.sub(i32.sub(field.top, row), 1), 0)),
        ks.set(i32.sub(i32.min(i32.sub(i32.add(field.top, field.height), row), field.windowHeight), ky)),
        ks.set(i32.mul(ks, perRow)),
        ky.set(i32.mul(ky, perRow)),
        forRange(x, 0, field.outWidth, lanes, [
          column.set(i32.min(x, i32.sub(field.outWidth, lanes))),
          upper.set(
            i32.add(
              i32.add(scratch, layout.planes),
              i32.add(i32.mul(row, sizes.rowBytes), i32.shl(column, 2)),
            ),
          ),
          lower.set(i32.add(upper, sizes.rowBytes)),
          tap.set(i32.add(scratch, i32.shl(ky, 2))),
          weights.set(i32.add(scratch, i32.mul(ky, positionBytes))),
          ...sums.all.map((sum) => sum.set(v128.zero)),
          ...unroll(
            ks,
            step,
            (steps) => [increase(tap, 4 * steps), increase(weights, positionBytes * steps)],
            declare,
          ),
          to.set(i32.add(i32.mul(i32.add(i32.mul(image, field.outHeight), row), field.outWidth), column)),
          to.set(i32.add(field.result, i32.mul(to, positionBytes))),
          ...finish(sums.first),
          ...storePositions(to, sums.first, transposed),
          increase(to, i32.mul(field.outWidth, positionBytes)),
          ...finish(sums.second),
          ...storePositions(to, sums.second, transposed),
        ]),
      ]),
    ]),
  ];
});
