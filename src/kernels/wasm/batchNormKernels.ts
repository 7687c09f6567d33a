/**
 * The kernels of batchNorm.ts, which explains the order they run in. Each walks a table; a task is
 * a block of its rows.
 */
import { int, sequence, locals, type Statement } from './assembler';
import { doWhile, f32, f32x4, fillZeros, i32, increase, v128 } from './instructions';
import { defineKernel, multiplyAdd } from './kernel';
import { boundsOf, each, Prologue, taskBytes, walk } from './loops';
import { columnsAt, fold, spread, tableFields, walkRows } from './table';

const { add, sub, mul } = f32x4;

const sumFields = { ...tableFields, channelBytes: 'i32', x: 'i32', sums: 'i32' } as const;

/**
 * Writes to `sums` [blocks, 2, width], for each block and channel: the mean of x − shift, then the
 * sum of squared deviations from the block's mean. It walks the block's rows twice, the second time
 * in the cache.
 */
export const moments = defineKernel('batchNormMoments', { ...sumFields, shift: 'i32' }, (scope) => {
  const { declare, field, options, task } = scope;
  const prologue = new Prologue(declare);
  const x = prologue.int(field.x);
  const sizes = { rowBytes: prologue.int(field.rowBytes), channelBytes: prologue.int(field.channelBytes) };
  const { rowBytes, channelBytes } = sizes;
  const means = prologue.int(i32.add(field.sums, i32.mul(task, i32.shl(rowBytes, 1))));
  const squares = prologue.int(i32.add(means, rowBytes));
  const bounds = boundsOf(scope);
  const shift = columnsAt(declare, field.shift);
  const mean = columnsAt(declare, means);
  const square = columnsAt(declare, squares);
  const d = declare('v128');
  const at = declare('i32');
  const fraction = declare('f32');
  const first = walkRows(declare, { ...bounds, rowBytes }, [shift, mean], (at) =>
    each(({ keep }, offset) => {
      const sum = i32.add(mean.base, at);
      const shifted = sub(v128.load(i32.add(x, at), offset), v128.load(i32.add(shift.base, at), offset));
      return [v128.store(sum, add(v128.load(sum, offset), keep(shifted)), offset)];
    }),
  );
  const second = walkRows(declare, { ...bounds, rowBytes }, [shift, mean, square], (at) =>
    each(({ keep }, offset) => {
      const sum = i32.add(square.base, at);
      const shifted = sub(v128.load(i32.add(x, at), offset), v128.load(i32.add(shift.base, at), offset));
      return [
        d.set(keep(sub(shifted, v128.load(i32.add(mean.base, at), offset)))),
        v128.store(sum, multiplyAdd(options, d, d, v128.load(sum, offset)), offset),
      ];
    }),
  );
  const rows = i32.divU(i32.sub(bounds.end, bounds.begin), channelBytes);
  const scale: Statement[] = [
    at.set(means),
    fraction.set(f32.div(f32.const(1), f32.convert(rows))),
    doWhile(
      [f32.store(at, f32.mul(f32.load(at), fraction)), increase(at, 4)],
      i32.ltS(i32.sub(at, means), channelBytes),
    ),
  ];
  return [
    ...prologue.statements,
    bounds.set,
    fillZeros(means, i32.shl(rowBytes, 1)),
    ...first,
    fold(declare, means, sizes),
    ...scale,
    spread(declare, means, sizes),
    ...second,
    fold(declare, squares, sizes),
  ];
});

const mergeFields = {
  bytes: 'i32',
  rowBytes: 'i32',
  blocks: 'i32',
  sums: 'i32',
  result: 'i32',
  blockRows: 'f32',
  rows: 'f32',
} as const;

/**
 * Merges the moments of all blocks in order into `result` [2, C]: the mean of x − shift and the sum
 * of squared deviations. A task is 16 channels. Source: Chan, Golub and LeVeque, 1983.
 */
export const mergeMoments = defineKernel('batchNormMerge', mergeFields, (scope) => {
  const { declare, field, options, task } = scope;
  const prologue = new Prologue(declare);
  const [rowBytes, blocks, result] = prologue.ints(field.rowBytes, field.blocks, field.result);
  const at = prologue.int(i32.mul(task, taskBytes));
  const [end, from, block] = locals(declare, 'i32', 3);
  const [mean, squares, gap] = locals(declare, 'v128', 3);
  const [count, size, fraction] = locals(declare, 'f32', 3);
  const join = (offset: number): Statement[] => [
    size.set(
      f32.select(
        f32.gt(f32.add(count, field.blockRows), field.rows),
        f32.sub(field.rows, count),
        field.blockRows,
      ),
    ),
    fraction.set(f32.div(size, f32.add(count, size))),
    gap.set(sub(v128.load(from, offset), mean)),
    mean.set(multiplyAdd(options, gap, f32x4.splat(fraction), mean)),
    squares.set(add(squares, v128.load(i32.add(from, rowBytes), offset))),
    squares.set(multiplyAdd(options, mul(gap, gap), f32x4.splat(f32.mul(count, fraction)), squares)),
    count.set(f32.add(count, size)),
    increase(from, i32.shl(rowBytes, 1)),
    increase(block, 1),
  ];
  const steps = walk(
    declare,
    at,
    end,
    each(({ store }, offset) => [
      mean.set(v128.zero),
      squares.set(v128.zero),
      count.set(f32.const(0)),
      from.set(i32.add(field.sums, at)),
      block.set(int(0)),
      doWhile(join(offset), i32.ltS(block, blocks)),
      store(i32.add(result, at), mean, offset),
      store(i32.add(result, i32.add(field.bytes, at)), squares, offset),
    ]),
  );
  const begin = end.set(i32.add(at, i32.min(i32.sub(field.bytes, at), taskBytes)));
  return [...prologue.statements, begin, ...steps];
});

/** Writes Σ dy and Σ dy · (x − mean) of each block and channel to `sums` [blocks, 2, width]. */
export const gradientSums = defineKernel(
  'batchNormGradientSums',
  { ...sumFields, dy: 'i32', mean: 'i32' },
  (scope) => {
    const { declare, field, options, task } = scope;
    const prologue = new Prologue(declare);
    const [x, dy] = prologue.ints(field.x, field.dy);
    const sizes = { rowBytes: prologue.int(field.rowBytes), channelBytes: prologue.int(field.channelBytes) };
    const { rowBytes } = sizes;
    const sums = prologue.int(i32.add(field.sums, i32.mul(task, i32.shl(rowBytes, 1))));
    const scaled = prologue.int(i32.add(sums, rowBytes));
    const bounds = boundsOf(scope);
    const mean = columnsAt(declare, field.mean);
    const sum = columnsAt(declare, sums);
    const product = columnsAt(declare, scaled);
    const [g, d] = locals(declare, 'v128', 2);
    const rows = walkRows(declare, { ...bounds, rowBytes }, [mean, sum, product], (at) =>
      each(({ keep }, offset) => {
        const to = i32.add(sum.base, at);
        const too = i32.add(product.base, at);
        return [
          g.set(keep(v128.load(i32.add(dy, at), offset))),
          d.set(keep(sub(v128.load(i32.add(x, at), offset), v128.load(i32.add(mean.base, at), offset)))),
          v128.store(to, add(v128.load(to, offset), g), offset),
          v128.store(too, multiplyAdd(options, g, d, v128.load(too, offset)), offset),
        ];
      }),
    );
    return [
      ...prologue.statements,
      bounds.set,
      fillZeros(sums, i32.shl(rowBytes, 1)),
      ...rows,
      sequence([fold(declare, sums, sizes), fold(declare, scaled, sizes)]),
    ];
  },
);

const normaliseFields = { ...tableFields, x: 'i32', y: 'i32', columns: 'i32' } as const;

/** y = (x − mean) · scale + shift, with these three as `columns` [3, width]. */
export const normalise = defineKernel('batchNormNormalise', normaliseFields, (scope) => {
  const { declare, field, options } = scope;
  const prologue = new Prologue(declare);
  const [x, y, rowBytes] = prologue.ints(field.x, field.y, field.rowBytes);
  const means = prologue.int(field.columns);
  const scales = prologue.int(i32.add(means, rowBytes));
  const shifts = prologue.int(i32.add(scales, rowBytes));
  const bounds = boundsOf(scope);
  const mean = columnsAt(declare, means);
  const scale = columnsAt(declare, scales);
  const shift = columnsAt(declare, shifts);
  const rows = walkRows(declare, { ...bounds, rowBytes }, [mean, scale, shift], (at) =>
    each(({ store }, offset) => {
      const of = ({ base }: typeof mean) => v128.load(i32.add(base, at), offset);
      const centred = sub(v128.load(i32.add(x, at), offset), of(mean));
      return [store(i32.add(y, at), multiplyAdd(options, centred, of(scale), of(shift)), offset)];
    }),
  );
  return [...prologue.statements, bounds.set, ...rows];
});

const gradientFields = { ...tableFields, x: 'i32', dy: 'i32', dx: 'i32', columns: 'i32' } as const;

/**
 * dx = dy · slant + ((x − mean) · slope + shift), with mean, slant, slope and shift as `columns`
 * [4, width].
 */
export const gradient = defineKernel('batchNormGradient', gradientFields, (scope) => {
  const { declare, field, options } = scope;
  const prologue = new Prologue(declare);
  const [x, dy, dx] = prologue.ints(field.x, field.dy, field.dx);
  const rowBytes = prologue.int(field.rowBytes);
  const means = prologue.int(field.columns);
  const slants = prologue.int(i32.add(means, rowBytes));
  const slopes = prologue.int(i32.add(slants, rowBytes));
  const shifts = prologue.int(i32.add(slopes, rowBytes));
  const bounds = boundsOf(scope);
  const mean = columnsAt(declare, means);
  const slant = columnsAt(declare, slants);
  const slope = columnsAt(declare, slopes);
  const shift = columnsAt(declare, shifts);
  const rows = walkRows(declare, { ...bounds, rowBytes }, [mean, slant, slope, shift], (at) =>
    each(({ store }, offset) => {
      const of = ({ base }: typeof mean) => v128.load(i32.add(base, at), offset);
      const centred = sub(v128.load(i32.add(x, at), offset), of(mean));
      const scaled = multiplyAdd(options, centred, of(slope), of(shift));
      const g = v128.load(i32.add(dy, at), offset);
      return [store(i32.add(dx, at), multiplyAdd(options, g, of(slant), scaled), offset)];
    }),
  );
  return [...prologue.statements, bounds.set, ...rows];
});
