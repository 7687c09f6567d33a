/**
 * Winograd's transforms: M · X · Mᵀ for each channel of a square X of pixels, of filter taps, or of products.
 * All are one loop: a table with the address of each element of X, a table with those of the result, then
 * four channels at a time. What differs is where they lie and in which order the result is stored: what goes
 * into the products is stored in the panels that the micro-kernel reads (`gemm/microKernel.ts`). Emits code.
 *
 * `convolution.ts` follows one convolution through all of it.
 */
import { type Declare, type Expression, type IntLocal, type Statement, type Vector } from '../assembler';
import { doWhile, f32, f32x4, forRange, i32, increase, v128 } from '../instructions';
import { defineKernel, multiplyAdd, type KernelScope, type ModuleOptions, type WasmKernel } from '../kernel';
import { range } from '../gemm/microKernel';
import { winogradMatrices, type Matrix } from './matrices';
import { winogradSizes, type WinogradSize } from './tiling';

/**
 * A unit is a tile, or for filters a channel; a task takes `unitsEach`. Addresses and strides are bytes. A table is `from` + unit ·
 * `fromUnit` + i · `fromStep`, or the pixels of a tile of an image at `from`; the same for `to`, where `toPanel` is from panel to panel.
 */
export const transformFields = {
  units: 'i32', unitsEach: 'i32', channels: 'i32',
  from: 'i32', fromUnit: 'i32', fromStep: 'i32', to: 'i32', toUnit: 'i32', toStep: 'i32', toPanel: 'i32',
  firstTile: 'i32', tiles: 'i32', down: 'i32', across: 'i32',
  height: 'i32', width: 'i32', pixelBytes: 'i32', padTop: 'i32', padLeft: 'i32', zeros: 'i32', bias: 'i32', relu: 'i32',
} as const; // prettier-ignore
type Scope = KernelScope<typeof transformFields>;
export type TransformKernel = WasmKernel<typeof transformFields>;

/** A thread's scratch memory: both tables, a square half transformed, and a place for outputs that lie beside the image; in bytes. */
const layout = { from: 0, to: 256, half: 512, beside: 1_536 } as const;

const constant = (factor: number): Vector => f32x4.splat(f32.const(factor));

/** Σ row[i] · values[i]. */
function combine(row: readonly number[], values: readonly Vector[], options: ModuleOptions): Vector {
  const terms = row.flatMap((factor, i) => (factor === 0 ? [] : [{ factor, value: values[i] ?? v128.zero }]));
  // One that needs no product comes first.
  const first = terms.find(({ factor }) => factor === 1) ?? terms[0];
  if (!first) return v128.zero;
  const start = first.factor === 1 ? first.value : f32x4.mul(constant(first.factor), first.value);
  return terms.filter((term) => term !== first).reduce((sum, { factor, value }) => {
    if (factor === 1) return f32x4.add(sum, value);
    return factor === -1 ? f32x4.sub(sum, value) : multiplyAdd(options, constant(factor), value, sum);
  }, start);
} // prettier-ignore

/**
 * M · X · Mᵀ of a square of vectors at the addresses of a table, each plus `read`: first M · X, column by column, into scratch, then row by
 * row. `store` gets the address that the other table has for a result. Loops: written out, the transforms doubled the module.
 */
function transformSquare(
  matrix: Matrix,
  read: Expression<'i32'>,
  store: (to: Expression<'i32'>, value: Vector) => readonly Statement[],
  { declare, options, scratch }: Scope,
): Statement[] {
  const [outs, ins] = [matrix.length, matrix[0]?.length ?? 0];
  const [at, half, end] = [declare('i32'), declare('i32'), declare('i32')];
  const vectors = range(ins).map(() => declare('v128'));
  const sums = matrix.map((row) => combine(row, vectors, options));
  return [
    at.set(scratch),
    half.set(scratch),
    end.set(i32.add(scratch, 4 * ins)),
    doWhile(
      [
        ...vectors.map((vector, i) => vector.set(v128.load(i32.add(i32.load(at, layout.from + 4 * i * ins), read)))),
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
} // prettier-ignore

/** Fills a table for each unit. */
type Table = (table: number, entries: number, scope: Scope, unit: IntLocal) => Statement[];

const progression = (start: Expression<'i32'>, step: Expression<'i32'>, table: number, entries: number, { declare, scratch }: Scope): Statement[] => {
  const [address, at] = [declare('i32'), declare('i32')];
  return [
    address.set(start),
    forRange(at, scratch, i32.add(scratch, 4 * entries), 4, [i32.store(at, address, table), increase(address, step)]),
  ];
}; // prettier-ignore

const units =
  (base: 'from' | 'to'): Table =>
  (table, entries, scope, unit) => {
    const { [base]: first, [`${base}Unit` as const]: stride, [`${base}Step` as const]: step } = scope.field;
    return progression(i32.add(first, i32.mul(unit, stride)), step, table, entries, scope);
  };
const [fromUnits, toUnits] = [units('from'), units('to')];

/** Where an index of an edge lies that is stored in panels of `side`, `panelBytes` from one to the next. */
const inPanel = (index: Expression<'i32'>, side: number, panelBytes: Expression<'i32'>): Expression<'i32'> =>
  i32.add(i32.mul(i32.divU(index, side), panelBytes), i32.shl(i32.remU(index, side), 2));

/** The unit is an index of an edge that is stored in panels of `side`; `toUnit` is from panel to panel. */
const toPanels =
  (side: number): Table =>
  (table, entries, scope, unit) => {
    const { to, toUnit, toStep } = scope.field;
    return progression(i32.add(to, inPanel(unit, side, toUnit)), toStep, table, entries, scope);
  };

/** Where a tile begins. `pad`: what its outputs see begins so much before. */
const corner = (tile: Expression<'i32'>, step: number, pad: Expression<'i32'> | null): Expression<'i32'> =>
  pad ? i32.sub(i32.mul(tile, step), pad) : i32.mul(tile, step);

/** The pixels of a tile, `step` pixels from tile to tile; `outside` where there is none. */
const pixels =
  (base: 'from' | 'to', step: number, padded: boolean, outside: (scope: Scope) => Expression<'i32'>): Table =>
  (table, entries, scope, unit) => {
    const { declare, field, scratch } = scope;
    const local = (): IntLocal => declare('i32');
    const [tile, top, left, y, x, end, row, at, image] = [local(), local(), local(), local(), local(), local(), local(), local(), local()];
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
        row.set(i32.add(field[base], i32.mul(i32.add(i32.mul(i32.add(image, y), field.width), left), field.pixelBytes))),
        forRange(x, left, end, 1, [
          i32.store(at, i32.select(i32.and(i32.ltU(y, field.height), i32.ltU(x, field.width)), row, outside(scope))),
          increase(row, field.pixelBytes),
          increase(at, 4),
        ]),
      ]),
    ];
  }; // prettier-ignore

const zeros = ({ field }: Scope): Expression<'i32'> => field.zeros;
const beside = ({ scratch }: Scope): Expression<'i32'> => i32.add(scratch, layout.beside);

/** How four channels, from `channel` on, are stored: the offset from the tables' addresses, found once, and the stores. */
type Order = (channel: IntLocal, scope: Scope) => {
  readonly set: Statement[];
  readonly store: (to: Expression<'i32'>, value: Vector) => Statement[];
}; // prettier-ignore

const inPlace = (declare: Declare, offset: Expression<'i32'>): ReturnType<Order> => {
  const at = declare('i32');
  return { set: [at.set(offset)], store: (to, value) => [v128.store(i32.add(to, at), value)] };
};

/** Beside each other, as in a tensor. */
const inRows: Order = (channel, { declare }) => inPlace(declare, i32.shl(channel, 2));
/** The same, after bias and relu. */
const activated: Order = (channel, scope) => {
  const { declare, field } = scope;
  const { set, store } = inRows(channel, scope);
  const [added, least] = [declare('v128'), declare('v128')];
  const floor = f32.select(field.relu, f32.const(0), f32.const(Number.NEGATIVE_INFINITY));
  return {
    set: [...set, least.set(f32x4.splat(floor)), added.set(v128.load(i32.add(field.bias, i32.shl(channel, 2))))],
    store: (to, value) => store(to, f32x4.max(f32x4.add(value, added), least)),
  };
}; // prettier-ignore

/** Channels are the edge of B, in panels of 8 or another multiple of 4. */
const inPanelsOfB =
  (side: number): Order =>
  (channel, { declare, field }) =>
    inPlace(declare, inPanel(channel, side, field.toPanel));
/** Channels are the edge of A, in panels of an even `side`: four of them may lie in two panels. */
const inPanelsOfA =
  (side: number): Order =>
  (channel, { declare, field }) => {
    const [first, second, held] = [declare('i32'), declare('i32'), declare('v128')];
    return {
      set: [
        first.set(inPanel(channel, side, field.toPanel)),
        second.set(inPanel(i32.add(channel, 2), side, field.toPanel)),
      ],
      store: (to, value) => [
        held.set(value),
        v128.storeHalf(i32.add(to, first), held, 0),
        v128.storeHalf(i32.add(to, second), held, 1),
      ],
    };
  };
/** Channels are K: each goes to another row of a panel of `side`. */
const alongK =
  (side: number): Order =>
  (channel, { declare }) => {
    const [at, held] = [declare('i32'), declare('v128')];
    return {
      set: [at.set(i32.mul(channel, 4 * side))],
      store: (to, value) => [
        held.set(value),
        ...([0, 1, 2, 3] as const).map((lane) =>
          v128.storeLane(i32.add(to, at), held, lane, 4 * side * lane),
        ),
      ],
    };
  };

interface Transform {
  readonly matrix: Matrix;
  readonly from: Table;
  readonly to: Table;
  readonly order: Order;
}

/** The transform's code depends on the tile of the products: the panels' sides. */
const transformKernel = (name: string, of: (options: ModuleOptions) => Transform): TransformKernel =>
  defineKernel(name, transformFields, (scope) => {
    const { declare, field, options, task } = scope;
    const { matrix, from, to, order } = of(options);
    const [unit, last, channel, read] = [declare('i32'), declare('i32'), declare('i32'), declare('i32')];
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
  }); // prettier-ignore

export interface WinogradTransforms {
  /** G · g · Gᵀ of a filter [taps, taps, C, F]; a unit is a channel. B of the convolution: K is C, the edge F. */
  readonly filter: TransformKernel;
  /** The same, K is F and the edge C: B of the input's gradient. */
  readonly filterTurned: TransformKernel;
  /** Bᵀ · d · B of the pixels that a tile sees. A of the convolution: the edge is tiles, K channels. */
  readonly input: TransformKernel;
  /** The same, the edge is channels, K tiles: A of the filter's gradient. */
  readonly inputTurned: TransformKernel;
  /** dy in place of a filter, and the filter's gradient in place of outputs: its G. B: K is tiles, the edge F. */
  readonly outputGradient: TransformKernel;
  /** Aᵀ · M · A of the products, to the outputs of a tile, with bias and relu. */
  readonly output: TransformKernel;
  /** The same to the filter's gradient [taps, taps, C, F]; a unit is a channel. */
  readonly filterGradient: TransformKernel;
}

function transformsOf({ outputs, taps }: WinogradSize): WinogradTransforms {
  const forward = winogradMatrices(outputs, taps);
  const gradient = winogradMatrices(taps, outputs);
  const seen = pixels('from', outputs, true, zeros);
  const kernel = (name: string, of: (options: ModuleOptions) => Transform): TransformKernel =>
    transformKernel(`winograd${taps}${name}`, of);
  return {
    filter: kernel('Filter', ({ tile }) => ({ matrix: forward.filter, from: fromUnits, to: toUnits, order: inPanelsOfB(tile.columns) })),
    filterTurned: kernel('FilterTurned', ({ tile }) => ({ matrix: forward.filter, from: fromUnits, to: toPanels(tile.columns), order: alongK(tile.columns) })),
    input: kernel('Input', ({ tile }) => ({ matrix: forward.input, from: seen, to: toPanels(tile.rows), order: alongK(tile.rows) })),
    inputTurned: kernel('InputTurned', ({ tile }) => ({ matrix: forward.input, from: seen, to: toUnits, order: inPanelsOfA(tile.rows) })),
    outputGradient: kernel('OutputGradient', ({ tile }) => ({ matrix: gradient.filter, from: pixels('from', outputs, false, zeros), to: toUnits, order: inPanelsOfB(tile.columns) })),
    output: kernel('Output', () => ({ matrix: forward.output, from: fromUnits, to: pixels('to', outputs, false, beside), order: activated })),
    filterGradient: kernel('FilterGradient', () => ({ matrix: gradient.output, from: fromUnits, to: toUnits, order: inRows })),
  };
} // prettier-ignore

/** The kernels of each size of tiles. */
export const winogradTransforms: ReadonlyMap<WinogradSize, WinogradTransforms> = new Map(
  winogradSizes.map((size) => [size, transformsOf(size)]),
);
