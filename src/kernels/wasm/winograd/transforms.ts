/**
 * Winograd's transforms: M · X · Mᵀ for each channel of a square X of pixels, of filter taps, or of
 * products. All are one loop: a table with the address of each element of X, a table with those of
 * the result, then four channels at a time. What differs is where they lie and in which order the
 * result is stored: what goes into the products is stored in the panels that the micro-kernel reads
 * (`gemm/microKernel.ts`). Emits code.
 *
 * `convolution.ts` follows one convolution through all of it.
 */
import { locals, type Expression, type IntLocal, type Statement, type Vector } from '../assembler';
import { doWhile, f32, f32x4, forRange, i32, increase, v128 } from '../instructions';
import { defineKernel, multiplyAdd, type ModuleOptions } from '../kernel';
import { range } from '../gemm/microKernel';
import { layout, transformFields, type Scope, type TransformKernel } from './fields';
import { winogradMatrices, type Matrix } from './matrices';
import { activated, alongK, inPanel, inPanelsOfA, inPanelsOfB, inRows, type Order } from './orders';
import { winogradSizes, type WinogradSize } from './tiling';

const constant = (factor: number): Vector => f32x4.splat(f32.const(factor));

/** Σ row[i] · values[i]. */
function combine(row: readonly number[], values: readonly Vector[], options: ModuleOptions): Vector {
  const terms = row.flatMap((factor, i) => (factor === 0 ? [] : [{ factor, value: values[i] ?? v128.zero }]));
  // A term that needs no product comes first.
  const first = terms.find(({ factor }) => factor === 1) ?? terms[0];
  if (!first) return v128.zero;
  const start = first.factor === 1 ? first.value : f32x4.mul(constant(first.factor), first.value);
  return terms
    .filter((term) => term !== first)
    .reduce((sum, { factor, value }) => {
      if (factor === 1) return f32x4.add(sum, value);
      return factor === -1 ? f32x4.sub(sum, value) : multiplyAdd(options, constant(factor), value, sum);
    }, start);
}

/**
 * M · X · Mᵀ of a square of vectors at the addresses of a table, each plus `read`: first M · X,
 * column by column, into scratch, then row by row. `store` gets the address that the other table
 * has for a result. It uses loops: unrolled, the transforms doubled the module.
 */
function transformSquare(
  matrix: Matrix,
  read: Expression<'i32'>,
  store: (to: Expression<'i32'>, value: Vector) => readonly Statement[],
  { declare, options, scratch }: Scope,
): Statement[] {
  const outs = matrix.length;
  const ins = matrix[0]?.length ?? 0;
  const [at, half, end] = locals(declare, 'i32', 3);
  const vectors = range(ins).map(() => declare('v128'));
  const sums = matrix.map((row) => combine(row, vectors, options));
  return [
    at.set(scratch),
    half.set(scratch),
    end.set(i32.add(scratch, 4 * ins)),
    doWhile(
      [
        ...vectors.map((vector, i) =>
          vector.set(v128.load(i32.add(i32.load(at, layout.from + 4 * i * ins), read))),
        ),
        ...sums.map((sum, p) => v128.store(half, sum, layout.half + 16 * p * ins)),
        increase(at, 4),
        increase(half, 16),
      ],
      i32.ltU(at, end),
    ),
    at.set(scratch),
    half.set(scratch),
    end.set(i32.add(scratch, 4 * outs * outs)),
    doWhile(
      [
        ...vectors.map((vector, i) => vector.set(v128.load(half, layout.half + 16 * i))),
        ...sums.flatMap((sum, q) => store(i32.load(at, layout.to + 4 * q), sum)),
        increase(at, 4 * outs),
        increase(half, 16 * ins),
      ],
      i32.ltU(at, end),
    ),
  ];
}

/** Fills a table for each unit. */
type Table = (table: number, entries: number, scope: Scope, unit: IntLocal) => Statement[];

const progression = (
  start: Expression<'i32'>,
  step: Expression<'i32'>,
  table: number,
  entries: number,
  { declare, scratch }: Scope,
): Statement[] => {
  const [address, at] = locals(declare, 'i32', 2);
  return [
    address.set(start),
    forRange(at, scratch, i32.add(scratch, 4 * entries), 4, [
      i32.store(at, address, table),
      increase(address, step),
    ]),
  ];
};

const units =
  (base: 'from' | 'to'): Table =>
  (table, entries, scope, unit) => {
    const { [base]: first, [`${base}Unit` as const]: stride, [`${base}Step` as const]: step } = scope.field;
    return progression(i32.add(first, i32.mul(unit, stride)), step, table, entries, scope);
  };
const fromUnits = units('from');
const toUnits = units('to');

/**
 * The unit is an index of an edge that is stored in panels of `side`; `toUnit` is the stride from
 * panel to panel.
 */
const toPanels =
  (side: number): Table =>
  (table, entries, scope, unit) => {
    const { to, toUnit, toStep } = scope.field;
    return progression(i32.add(to, inPanel(unit, side, toUnit)), toStep, table, entries, scope);
  };

/** Where a tile begins. `pad`: what its outputs see begins this much earlier. */
const corner = (tile: Expression<'i32'>, step: number, pad: Expression<'i32'> | null): Expression<'i32'> =>
  pad ? i32.sub(i32.mul(tile, step), pad) : i32.mul(tile, step);

/** A tile's pixels, `step` pixels from tile to tile; `outside` for those outside the image. */
const pixels =
  (base: 'from' | 'to', step: number, padded: boolean, outside: (scope: Scope) => Expression<'i32'>): Table =>
  (table, entries, scope, unit) => {
    const { declare, field, scratch } = scope;
    const [tile, top, left, y, x, end, row, at, image] = locals(declare, 'i32', 9);
    const side = Math.sqrt(entries);
    return [
      // Panels are filled up with the last tile.
      tile.set(i32.add(field.firstTile, i32.min(unit, i32.sub(field.tiles, 1)))),
      left.set(corner(i32.remU(tile, field.across), step, padded ? field.padLeft : null)),
      tile.set(i32.divU(tile, field.across)),
      top.set(corner(i32.remU(tile, field.down), step, padded ? field.padTop : null)),
      image.set(i32.mul(i32.divU(tile, field.down), field.height)),
      at.set(i32.add(scratch, table)),
      end.set(i32.add(left, side)),
      forRange(y, top, i32.add(top, side), 1, [
        row.set(
          i32.add(
            field[base],
            i32.mul(i32.add(i32.mul(i32.add(image, y), field.width), left), field.pixelBytes),
          ),
        ),
        forRange(x, left, end, 1, [
          i32.store(
            at,
            i32.select(i32.and(i32.ltU(y, field.height), i32.ltU(x, field.width)), row, outside(scope)),
          ),
          increase(row, field.pixelBytes),
          increase(at, 4),
        ]),
      ]),
    ];
  };

const zeros = ({ field }: Scope): Expression<'i32'> => field.zeros;
const beside = ({ scratch }: Scope): Expression<'i32'> => i32.add(scratch, layout.beside);

interface Transform {
  readonly matrix: Matrix;
  readonly from: Table;
  readonly to: Table;
  readonly order: Order;
}

/** The transform's code depends on the products' tile, which gives the panels' sides. */
const transformKernel = (name: string, of: (options: ModuleOptions) => Transform): TransformKernel =>
  defineKernel(name, transformFields, (scope) => {
    const { declare, field, options, task } = scope;
    const { matrix, from, to, order } = of(options);
    const [unit, last, channel, read] = locals(declare, 'i32', 4);
    const { set, store } = order(channel, scope);
    return [
      unit.set(i32.mul(task, field.unitsEach)),
      last.set(i32.add(unit, i32.min(i32.sub(field.units, unit), field.unitsEach))),
      forRange(unit, unit, last, 1, [
        ...from(layout.from, (matrix[0]?.length ?? 0) ** 2, scope, unit),
        ...to(layout.to, matrix.length ** 2, scope, unit),
        forRange(channel, 0, field.channels, 4, [
          read.set(i32.shl(channel, 2)),
          ...set,
          ...transformSquare(matrix, read, store, scope),
        ]),
      ]),
    ];
  });

export interface WinogradTransforms {
  /**
   * G · g · Gᵀ of a filter [taps, taps, C, F]; a unit is a channel. B of the convolution: K is C,
   * the edge F.
   */
  readonly filter: TransformKernel;
  /** The same, K is F and the edge C: B of the input's gradient. */
  readonly filterRotated: TransformKernel;
  /**
   * Bᵀ · d · B of the pixels that a tile sees. A of the convolution: the edge is tiles, K channels.
   */
  readonly input: TransformKernel;
  /** The same, the edge is channels, K tiles: A of the filter's gradient. */
  readonly inputTransposed: TransformKernel;
  /**
   * G, with dy in place of the filter and the filter's gradient in place of the outputs. It is B: K
   * is tiles, the edge F.
   */
  readonly outputGradient: TransformKernel;
  /** Aᵀ · M · A of the products, to the outputs of a tile, with bias and relu. */
  readonly output: TransformKernel;
  /** The same, to the filter's gradient [taps, taps, C, F]; a unit is a channel. */
  readonly filterGradient: TransformKernel;
}

function transformsOf({ outputs, taps }: WinogradSize): WinogradTransforms {
  const forward = winogradMatrices(outputs, taps);
  const gradient = winogradMatrices(taps, outputs);
  const seen = pixels('from', outputs, true, zeros);
  const kernel = (name: string, of: (options: ModuleOptions) => Transform): TransformKernel =>
    transformKernel(`winograd${taps}${name}`, of);
  return {
    filter: kernel('Filter', ({ tile }) => ({
      matrix: forward.filter,
      from: fromUnits,
      to: toUnits,
      order: inPanelsOfB(tile.columns),
    })),
    filterRotated: kernel('FilterRotated', ({ tile }) => ({
      matrix: forward.filter,
      from: fromUnits,
      to: toPanels(tile.columns),
      order: alongK(tile.columns),
    })),
    input: kernel('Input', ({ tile }) => ({
      matrix: forward.input,
      from: seen,
      to: toPanels(tile.rows),
      order: alongK(tile.rows),
    })),
    inputTransposed: kernel('InputTransposed', ({ tile }) => ({
      matrix: forward.input,
      from: seen,
      to: toUnits,
      order: inPanelsOfA(tile.rows),
    })),
    outputGradient: kernel('OutputGradient', ({ tile }) => ({
      matrix: gradient.filter,
      from: pixels('from', outputs, false, zeros),
      to: toUnits,
      order: inPanelsOfB(tile.columns),
    })),
    output: kernel('Output', () => ({
      matrix: forward.output,
      from: fromUnits,
      to: pixels('to', outputs, false, beside),
      order: activated,
    })),
    filterGradient: kernel('FilterGradient', () => ({
      matrix: gradient.output,
      from: fromUnits,
      to: toUnits,
      order: inRows,
    })),
  };
}

/** The kernels for each tile size. */
export const winogradTransforms: ReadonlyMap<WinogradSize, WinogradTransforms> = new Map(
  winogradSizes.map((size) => [size, transformsOf(size)]),
);
