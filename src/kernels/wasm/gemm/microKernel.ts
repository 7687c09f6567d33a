/**
 * The innermost loops: a block of C from packed blocks of A and B. Emits code.
 *
 * A packed block is panels: of A, `rows` rows each, stored [k][rows]; of B, `columns` columns each, stored
 * [k][columns]. The micro-kernel keeps a tile of C, rows × columns, in registers while it walks along K;
 * each step loads `columns` numbers of B, and each of `rows` numbers of A into all lanes of a vector:
 * rows · columns multiply-adds for rows + columns loads. V8 has 15 vector registers on x86: 6 × 8 needs 12
 * for C, 2 for B, 1 for A.
 */
import { int, type Call, type IntLocal, type Local, type ModuleBuilder, type Statement } from '../assembler';
import { doWhile, f32, f32x4, forRange, i32, increase, v128, when } from '../instructions';
import { multiplyAdd, type ModuleOptions } from '../kernel';

/** Steps along K that are written out in one pass of the loop. */
const unrolled = 4;

export const range = (length: number, step = 1): number[] =>
  Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);

/**
 * micro(a, b, c, rowBytes, k, add): C's tile = (or, where `add`, +=) the sum over k of a's column times b's row. Summed from zero, block by
 * block of K: that keeps the rounding of a long K small.
 */
function defineMicroKernel(builder: ModuleBuilder, options: ModuleOptions): Call {
  const { rows, columns } = options.tile;
  const vectors = columns / 4;
  const signature = { a: 'i32', b: 'i32', c: 'i32', rowBytes: 'i32', k: 'i32', add: 'i32' } as const;
  return builder.define('micro', signature, ({ a, b, c, rowBytes, k, add }, declare) => {
    const sums = range(rows).map(() => range(vectors).map(() => declare('v128')));
    const bs = range(vectors).map(() => declare('v128'));
    const aElement = declare('v128');
    const left = declare('i32');
    const step = (at: number): Statement[] => [
      ...bs.map((register, j) => register.set(v128.load(b, 4 * (at * columns + 4 * j)))),
      ...sums.flatMap((row, i) => [
        aElement.set(v128.loadSplat(a, 4 * (at * rows + i))),
        ...row.map((sum, j) => sum.set(multiplyAdd(options, aElement, bs[j] ?? v128.zero, sum))),
      ]),
    ];
    const advance = (steps: number): Statement[] => [
      increase(a, 4 * steps * rows),
      increase(b, 4 * steps * columns),
      increase(left, -steps),
    ];
    const eachRow = (write: (row: readonly Local<'v128'>[]) => Statement[]): Statement[] =>
      sums.flatMap((row, i) => [...write(row), ...(i < rows - 1 ? [increase(c, rowBytes)] : [])]);
    const store = (added: boolean) => (row: readonly Local<'v128'>[]): Statement[] =>
      row.map((sum, j) => v128.store(c, added ? f32x4.add(v128.load(c, 16 * j), sum) : sum, 16 * j));
    return [
      ...sums.flat().map((sum) => sum.set(v128.zero)),
      left.set(i32.sub(k, unrolled)),
      when(i32.geS(left, 0), [doWhile([...range(unrolled).flatMap(step), ...advance(unrolled)], i32.geS(left, 0))]),
      increase(left, unrolled),
      when(i32.gtS(left, 0), [doWhile([...step(0), ...advance(1)], i32.gtS(left, 0))]),
      when(add, eachRow(store(true)), eachRow(store(false))),
    ];
  });
} // prettier-ignore

/** Copies, or where `add` adds, the first rows and columns of a tile to C. */
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
    const row = declare('i32');
    const at = declare('i32');
    const value = f32.load(i32.add(from, at));
    const to = i32.add(c, at);
    return [
      forRange(row, 0, rows, 1, [
        forRange(at, 0, i32.shl(columns, 2), 4, [
          when(add, [f32.store(to, f32.add(f32.load(to), value))], [f32.store(to, value)]),
        ]),
        increase(from, 4 * tile.columns),
        increase(c, rowBytes),
      ]),
    ];
  });
}

/**
 * block(a, b, c, rowBytes, m, n, k, add, spare): C's block [m, n] = or += packed A · packed B. `spare`: memory for a tile. Columns outside,
 * rows inside: a panel of B stays in L1 while all of A passes.
 */
export function defineBlockKernel(builder: ModuleBuilder, options: ModuleOptions): Call {
  const { rows, columns } = options.tile;
  const micro = defineMicroKernel(builder, options);
  const storeEdge = defineStoreEdge(builder, options);
  const signature = { a: 'i32', b: 'i32', c: 'i32', rowBytes: 'i32', m: 'i32', n: 'i32', k: 'i32', add: 'i32', spare: 'i32' } as const;
  return builder.define('block', signature, ({ a, b, c, rowBytes, m, n, k, add, spare }, declare) => {
    const local = (): IntLocal => declare('i32');
    const [i, j, tileRows, tileColumns, aPanel, cTile] = [local(), local(), local(), local(), local(), local()];
    const whole = i32.and(i32.eq(tileRows, rows), i32.eq(tileColumns, columns));
    return [
      forRange(j, 0, n, columns, [
        tileColumns.set(i32.min(i32.sub(n, j), columns)),
        aPanel.set(a),
        forRange(i, 0, m, rows, [
          tileRows.set(i32.min(i32.sub(m, i), rows)),
          cTile.set(i32.add(i32.add(c, i32.mul(i, rowBytes)), i32.shl(j, 2))),
          when(whole, [micro(aPanel, b, cTile, rowBytes, k, add)], [
            micro(aPanel, b, spare, 4 * columns, k, 0),
            storeEdge(spare, cTile, rowBytes, tileRows, tileColumns, add),
          ]),
          increase(aPanel, i32.mul(k, 4 * rows)),
        ]),
        increase(b, i32.mul(k, 4 * columns)),
      ]),
    ];
  });
} // prettier-ignore

/**
 * finish(c, rowBytes, bias, m, n, relu): adds the bias of each column to C's block [m, n], then where `relu` takes max(0, ·), in which NaN
 * stays NaN.
 */
export function defineFinish(builder: ModuleBuilder): Call {
  const signature = { c: 'i32', rowBytes: 'i32', bias: 'i32', m: 'i32', n: 'i32', relu: 'i32' } as const;
  return builder.define('finish', signature, ({ c, rowBytes, bias, m, n, relu }, declare) => {
    const [row, at, end] = [declare('i32'), declare('i32'), declare('i32')];
    const least = declare('f32');
    const to = i32.add(c, at);
    const add = i32.add(bias, at);
    return [
      least.set(f32.select(relu, f32.const(0), f32.const(Number.NEGATIVE_INFINITY))),
      forRange(row, 0, m, 1, [
        at.set(int(0)),
        end.set(i32.sub(i32.shl(n, 2), 16)),
        when(i32.leS(at, end), [
          doWhile(
            [
              v128.store(to, f32x4.max(f32x4.add(v128.load(to), v128.load(add)), f32x4.splat(least))),
              increase(at, 16),
            ],
            i32.leS(at, end),
          ),
        ]),
        increase(end, 16),
        when(i32.ltS(at, end), [
          doWhile(
            [f32.store(to, f32.max(f32.add(f32.load(to), f32.load(add)), least)), increase(at, 4)],
            i32.ltS(at, end),
          ),
        ]),
        increase(c, rowBytes),
      ]),
    ];
  });
}
