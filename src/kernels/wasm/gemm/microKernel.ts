/**
 * The innermost loops: a block of C from packed blocks of A and B. Emits code.
 *
 * A packed block is panels: of A, `rows` rows each, stored [k][rows]; of B, `columns` columns each,
 * stored [k][columns]. The micro-kernel keeps a tile of C, rows × columns, in registers while it
 * walks along K; each step loads `columns` numbers of B, and each of `rows` numbers of A into all
 * lanes of a vector: rows · columns multiply-adds for rows + columns loads. V8 has 15 vector
 * registers on x86: 6 × 8 needs 12 for C, 2 for B, 1 for A.
 */
import {
  int,
  locals,
  type Call,
  type Declare,
  type Expression,
  type Int,
  type IntLocal,
  type Local,
  type ModuleBuilder,
  type Statement,
  type Vector,
} from '../assembler';
import { doWhile, f32, f32x4, forRange, i32, increase, v128, when } from '../instructions';
import { multiplyAdd, type ModuleOptions } from '../kernel';

/** Steps along K that are written out in one pass of the loop. */
const unrolled = 4;

export const range = (length: number, step = 1): number[] =>
  Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);

/** A tile of C that is summed in registers. */
export function declareTile(options: ModuleOptions, declare: Declare) {
  const { rows, columns } = options.tile;
  const vectors = columns / 4;
  const sums = range(rows).map(() => range(vectors).map(() => declare('v128')));
  const bs = range(vectors).map(() => declare('v128'));
  const element = declare('v128');
  return {
    clear: sums.flat().map((sum) => sum.set(v128.zero)),
    /**
     * One step along K: `a(i)` is row i's number in all lanes; the row of B begins `at` bytes after
     * the address `b`.
     */
    step: (a: (i: number) => Vector, b: IntLocal, at: number): Statement[] => [
      ...bs.map((register, j) => register.set(v128.load(b, at + 16 * j))),
      ...sums.flatMap((row, i) => [
        element.set(a(i)),
        ...row.map((sum, j) => sum.set(multiplyAdd(options, element, bs[j] ?? v128.zero, sum))),
      ]),
    ],
    /** Stores its rows from `c` on, or adds them to what is there; moves `c` to the last row. */
    store: (c: IntLocal, rowBytes: Int, mode: 'replace' | 'add'): Statement[] =>
      sums.flatMap((row, i) => [
        ...row.map((sum, j) =>
          v128.store(c, mode === 'add' ? f32x4.add(v128.load(c, 16 * j), sum) : sum, 16 * j),
        ),
        ...(i < rows - 1 ? [increase(c, rowBytes)] : []),
      ]),
  };
}

/**
 * Runs `step(i)` for i in 0 … `count` − 1, four per pass of the loop; `advance(n)` moves the
 * addresses that they read by n steps.
 */
export function unroll(
  count: Expression<'i32'>,
  step: (i: number) => Statement[],
  advance: (steps: number) => Statement[],
  declare: Declare,
): Statement[] {
  const left = declare('i32');
  const pass = (steps: number): Statement[] => [
    ...range(steps).flatMap(step),
    ...advance(steps),
    increase(left, -steps),
  ];
  return [
    left.set(i32.sub(count, unrolled)),
    when(i32.geS(left, 0), [doWhile(pass(unrolled), i32.geS(left, 0))]),
    increase(left, unrolled),
    when(i32.gtS(left, 0), [doWhile(pass(1), i32.gtS(left, 0))]),
  ];
}

/**
 * micro(a, b, c, rowBytes, k, add): C's tile = (or += if `add`) the sum over k of a's column times
 * b's row. Each block of K is summed from zero, which keeps the rounding error of a long K small.
 */
function defineMicroKernel(builder: ModuleBuilder, options: ModuleOptions): Call {
  const { rows, columns } = options.tile;
  const signature = { a: 'i32', b: 'i32', c: 'i32', rowBytes: 'i32', k: 'i32', add: 'i32' } as const;
  return builder.define('micro', signature, ({ a, b, c, rowBytes, k, add }, declare) => {
    const tile = declareTile(options, declare);
    const step = (at: number): Statement[] =>
      tile.step((i) => v128.loadSplat(a, 4 * (at * rows + i)), b, 4 * at * columns);
    const advance = (steps: number): Statement[] => [
      increase(a, 4 * steps * rows),
      increase(b, 4 * steps * columns),
    ];
    return [
      ...tile.clear,
      ...unroll(k, step, advance, declare),
      when(add, tile.store(c, rowBytes, 'add'), tile.store(c, rowBytes, 'replace')),
    ];
  });
}

/**
 * Stores the first `count` columns of a row of a tile, or adds them if `add`: whole vectors first,
 * then the lanes that are left.
 */
function storeRow(
  from: IntLocal,
  to: IntLocal,
  count: IntLocal,
  add: IntLocal,
  columns: number,
  value: Local<'v128'>,
): Statement[] {
  const load = (at: number): Statement[] => [
    value.set(v128.load(from, at)),
    when(add, [value.set(f32x4.add(value, v128.load(to, at)))]),
  ];
  const rest = (at: number): Statement =>
    when(i32.gtS(count, at / 4), [
      ...load(at),
      ...([0, 1, 2, 3] as const).map((lane) =>
        when(i32.gtS(count, at / 4 + lane), [v128.storeLane(to, value, lane, at + 4 * lane)]),
      ),
    ]);
  return range(columns, 4).map((first) =>
    when(
      i32.geS(count, first + 4),
      [...load(4 * first), v128.store(to, value, 4 * first)],
      [rest(4 * first)],
    ),
  );
}

/**
 * storeEdge(from, c, rowBytes, rows, columns, add): copies the first rows and columns of a tile to
 * C, or adds them if `add`.
 */
function defineStoreEdge(builder: ModuleBuilder, { tile }: ModuleOptions): Call {
  const signature = {
    from: 'i32',
    c: 'i32',
    rowBytes: 'i32',
    rows: 'i32',
    columns: 'i32',
    add: 'i32',
  } as const;
  return builder.define('storeEdge', signature, ({ from, c, rowBytes, rows, columns, add }, declare) => {
    const value = declare('v128');
    return [
      doWhile(
        [
          ...storeRow(from, c, columns, add, tile.columns, value),
          increase(from, 4 * tile.columns),
          increase(c, rowBytes),
          increase(rows, -1),
        ],
        i32.gtS(rows, 0),
      ),
    ];
  });
}

/**
 * block(a, b, c, rowBytes, m, n, k, add, spare): sets C's block [m, n] to, or adds, packed A ·
 * packed B. `spare`: memory for a tile. The outer loop is over columns, the inner over rows: a
 * panel of B stays in L1 while all of A passes.
 */
function defineBlockKernel(builder: ModuleBuilder, options: ModuleOptions, storeEdge: Call): Call {
  const { rows, columns } = options.tile;
  const micro = defineMicroKernel(builder, options);
  const signature = {
    a: 'i32',
    b: 'i32',
    c: 'i32',
    rowBytes: 'i32',
    m: 'i32',
    n: 'i32',
    k: 'i32',
    add: 'i32',
    spare: 'i32',
  } as const;
  return builder.define('block', signature, ({ a, b, c, rowBytes, m, n, k, add, spare }, declare) => {
    const [i, j, tileRows, tileColumns, aPanel, cTile] = locals(declare, 'i32', 6);
    const whole = i32.and(i32.eq(tileRows, rows), i32.eq(tileColumns, columns));
    return [
      forRange(j, 0, n, columns, [
        tileColumns.set(i32.min(i32.sub(n, j), columns)),
        aPanel.set(a),
        forRange(i, 0, m, rows, [
          tileRows.set(i32.min(i32.sub(m, i), rows)),
          cTile.set(i32.add(i32.add(c, i32.mul(i, rowBytes)), i32.shl(j, 2))),
          when(
            whole,
            [micro(aPanel, b, cTile, rowBytes, k, add)],
            [
              micro(aPanel, b, spare, 4 * columns, k, 0),
              storeEdge(spare, cTile, rowBytes, tileRows, tileColumns, add),
            ],
          ),
          increase(aPanel, i32.mul(k, 4 * rows)),
        ]),
        increase(b, i32.mul(k, 4 * columns)),
      ]),
    ];
  });
}

/** The module's `block`, which several kernels call. */
export const blockKernelOf = (builder: ModuleBuilder, options: ModuleOptions): Call =>
  builder.once('block', () => defineBlockKernel(builder, options, storeEdgeOf(builder, options)));
/** The module's `storeEdge`. */
export const storeEdgeOf = (builder: ModuleBuilder, options: ModuleOptions): Call =>
  builder.once('storeEdge', () => defineStoreEdge(builder, options));

/**
 * finish(c, rowBytes, bias, m, n, relu): adds the bias of each column to C's block [m, n], then
 * applies max(0, ·) if `relu`, which keeps NaN.
 */
export function defineFinish(builder: ModuleBuilder): Call {
  const signature = { c: 'i32', rowBytes: 'i32', bias: 'i32', m: 'i32', n: 'i32', relu: 'i32' } as const;
  return builder.define('finish', signature, ({ c, rowBytes, bias, m, n, relu }, declare) => {
    const [row, at, end] = locals(declare, 'i32', 3);
    const floor = declare('f32');
    const to = i32.add(c, at);
    const add = i32.add(bias, at);
    return [
      floor.set(f32.select(relu, f32.const(0), f32.const(Number.NEGATIVE_INFINITY))),
      forRange(row, 0, m, 1, [
        at.set(int(0)),
        end.set(i32.sub(i32.shl(n, 2), 16)),
        when(i32.leS(at, end), [
          doWhile(
            [
              v128.store(to, f32x4.max(f32x4.add(v128.load(to), v128.load(add)), f32x4.splat(floor))),
              increase(at, 16),
            ],
            i32.leS(at, end),
          ),
        ]),
        increase(end, 16),
        when(i32.ltS(at, end), [
          doWhile(
            [f32.store(to, f32.max(f32.add(f32.load(to), f32.load(add)), floor)), increase(at, 4)],
            i32.ltS(at, end),
          ),
        ]),
        increase(c, rowBytes),
      ]),
    ];
  });
}
