/** The gradient of six filters from planes (`planes.ts`). Emits code. */
import {
  locals,
  type Expression,
  type IntLocal,
  type Local,
  type Statement,
  type Vector,
} from '../assembler';
import { doWhile, f32, f32x4, fillZeros, forRange, i32, increase, v128, when } from '../instructions';
import { defineKernel, multiplyAdd, type KernelScope } from '../kernel';
import {
  at6,
  declareSums,
  fillPlanes,
  forImages,
  imageFields,
  lanes,
  layout,
  panelBytes,
  planarFilters,
  positionBytes,
  prepare,
  sizesOf,
  type Six,
} from './planes';

/** dy [images, outHeight, outWidth, 6]; `sums`: [k][6] for each task. */
const filterGradientFields = { ...imageFields, dy: 'i32', sums: 'i32' } as const;

/**
 * Transposes four positions of six filters, from `from` on, into a panel of six filters of four
 * positions each, stored from `to` on.
 */
function storePanel(from: IntLocal, to: IntLocal, vectors: Six, transposed: Six): Statement[] {
  const v = (i: number): Vector => at6(vectors, i);
  const pairs = [0, 3].flatMap((i): Vector[] => [
    f32x4.shuffle(v(i), v(i + 1), [0, 6, 1, 7]),
    f32x4.shuffle(v(i), v(i + 2), [2, 4, 3, 5]),
    f32x4.shuffle(v(i + 1), v(i + 2), [0, 6, 1, 7]),
  ]);
  return [
    ...vectors.map((vector, i) => vector.set(v128.load(from, 16 * i))),
    ...transposed.map((vector, i) => vector.set(pairs[i] ?? v128.zero)),
    ...[0, 1, 2].flatMap((i) => [
      v128.store(to, f32x4.shuffle(at6(transposed, i), at6(transposed, i + 3), [0, 1, 4, 5]), 32 * i),
      v128.store(to, f32x4.shuffle(at6(transposed, i), at6(transposed, i + 3), [2, 3, 6, 7]), 32 * i + 16),
    ]),
  ];
}

/**
 * Writes an image's dy as panels [outHeight][⌈outWidth / 4⌉]; zeros stand for positions beyond a
 * row's end.
 */
function fillPanels(
  scope: KernelScope<typeof filterGradientFields>,
  image: IntLocal,
  { all: vectors }: { readonly all: Six },
): Statement[] {
  const { declare, field, scratch } = scope;
  const [y, x, from, source, to, left, at] = locals(declare, 'i32', 7);
  const rest = i32.add(scratch, layout.rest);
  return [
    from.set(
      i32.add(field.dy, i32.mul(i32.mul(i32.mul(image, field.outHeight), field.outWidth), positionBytes)),
    ),
    to.set(i32.add(scratch, layout.panels)),
    forRange(y, 0, field.outHeight, 1, [
      forRange(x, 0, field.outWidth, lanes, [
        left.set(i32.mul(i32.min(i32.sub(field.outWidth, x), lanes), positionBytes)),
        source.set(from),
        when(i32.ltS(left, panelBytes), [
          source.set(rest),
          fillZeros(source, panelBytes),
          forRange(at, 0, left, 4, [f32.store(i32.add(source, at), f32.load(i32.add(from, at)))]),
        ]),
        ...storePanel(source, to, vectors.slice(0, planarFilters), vectors.slice(planarFilters)),
        increase(from, left),
        increase(to, panelBytes),
      ]),
    ]),
  ];
}

/** The sum of a vector's lanes. */
const total = (vector: Local<'v128'>): Expression<'f32'> =>
  f32.add(
    f32.add(f32x4.lane(vector, 0), f32x4.lane(vector, 1)),
    f32.add(f32x4.lane(vector, 2), f32x4.lane(vector, 3)),
  );

/**
 * Adds four positions of a row to the sums of two elements under the window, and moves on by four.
 */
function stepAlongRow(
  { declare, options }: KernelScope<typeof filterGradientFields>,
  sums: ReturnType<typeof declareSums>,
  { first, second, panel }: Readonly<Record<'first' | 'second' | 'panel', IntLocal>>,
): Statement[] {
  const [seen, seenSecond, slope] = locals(declare, 'v128', 3);
  return [
    seen.set(v128.load(first)),
    seenSecond.set(v128.load(second)),
    ...sums.first.flatMap((sum, i) => {
      const other = sums.second[i] ?? sum;
      return [
        slope.set(v128.load(panel, 16 * i)),
        sum.set(multiplyAdd(options, slope, seen, sum)),
        other.set(multiplyAdd(options, slope, seenSecond, other)),
      ];
    }),
    increase(first, 16),
    increase(second, 16),
    increase(panel, panelBytes),
  ];
}

/**
 * dL/dfilter, summed over a task's images: two elements under the window × six filters at a time,
 * each a vector whose lanes sum every fourth position and are added at the end.
 */
export const planarFilterGradientKernel = defineKernel(
  'planarFilterGradient',
  filterGradientFields,
  (scope) => {
    const { declare, field, scratch, task } = scope;
    const sizes = sizesOf(scope);
    const [tap, tapsEnd, kept, first, second, panel, panelsEnd, rowEnd, rowPanels, skip, to] = locals(
      declare,
      'i32',
      11,
    );
    const sums = declareSums(declare);
    const kernelSums = declare('v128');
    const planes = i32.add(scratch, layout.planes);
    const step = stepAlongRow(scope, sums, { first, second, panel });
    return [
      ...sizes.set,
      ...prepare(scope, sizes),
      fillZeros(i32.add(scratch, layout.sums), i32.mul(i32.add(sizes.ks, 1), 16 * planarFilters)),
      rowPanels.set(i32.shrU(i32.add(field.outWidth, lanes - 1), 2)),
      skip.set(i32.sub(sizes.rowBytes, i32.shl(rowPanels, 4))),
      rowPanels.set(i32.mul(rowPanels, panelBytes)),
      tapsEnd.set(i32.add(scratch, i32.shl(sizes.ks, 2))),
      forImages(scope, (image) => [
        ...fillPlanes(scope, sizes, image),
        ...fillPanels(scope, image, sums),
        panelsEnd.set(i32.add(i32.add(scratch, layout.panels), i32.mul(field.outHeight, rowPanels))),
        kept.set(scratch),
        forRange(tap, scratch, tapsEnd, 8, [
          first.set(i32.add(planes, i32.load(tap, layout.offsets))),
          second.set(i32.add(planes, i32.load(tap, layout.offsets + 4))),
          panel.set(i32.add(scratch, layout.panels)),
          ...sums.all.map((sum, i) => sum.set(v128.load(kept, layout.sums + 16 * i))),
          doWhile(
            [
              rowEnd.set(i32.add(panel, rowPanels)),
              doWhile(step, i32.ltU(panel, rowEnd)),
              increase(first, skip),
              increase(second, skip),
            ],
            i32.ltU(panel, panelsEnd),
          ),
          ...sums.all.map((sum, i) => v128.store(kept, sum, layout.sums + 16 * i)),
          increase(kept, 2 * 16 * planarFilters),
        ]),
      ]),
      to.set(i32.add(field.sums, i32.mul(task, i32.mul(sizes.ks, positionBytes)))),
      forRange(kept, scratch, i32.add(scratch, i32.mul(sizes.ks, 16 * planarFilters)), 16, [
        kernelSums.set(v128.load(kept, layout.sums)),
        f32.store(to, total(kernelSums)),
        increase(to, 4),
      ]),
    ];
  },
);
