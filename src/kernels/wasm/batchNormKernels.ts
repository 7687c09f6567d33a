/** The kernels of batchNorm.ts, which says how they follow each other. Each walks a table; a task is a block of its rows. */
import { int, sequence, type Statement } from './assembler';
import { doWhile, f32, f32x4, fillZeros, i32, increase, v128 } from './instructions';
import { defineKernel, multiplyAdd } from './kernel';
import { boundsOf, each, Prologue, turnBytes, walk } from './loops';
import { columnsAt, fold, spread, tableFields, walkRows } from './table';

const { add, sub, mul } = f32x4;

const sumFields = { ...tableFields, channelBytes: 'i32', x: 'i32', sums: 'i32' } as const;

/**
 * Of each block and channel, to `sums` [blocks, 2, width]: the mean of x − shift, then the sum of squared deviations from the block's
 * mean. The block's rows are walked twice, the second time in the cache.
 */
export const moments = defineKernel('batchNormMoments', { ...sumFields, shift: 'i32' }, (scope) => {
  const { declare, field, options, task } = scope;
  const held = new Prologue(declare);
  const x = held.int(field.x);
  const sizes = { rowBytes: held.int(field.rowBytes), channelBytes: held.int(field.channelBytes) };
  const { rowBytes, channelBytes } = sizes;
  const means = held.int(i32.add(field.sums, i32.mul(task, i32.shl(rowBytes, 1))));
  const squares = held.int(i32.add(means, rowBytes));
  const bounds = boundsOf(scope);
  const shift = columnsAt(declare, field.shift);
  const [mean, square] = [columnsAt(declare, means), columnsAt(declare, squares)];
  const [d, at] = [declare('v128'), declare('i32')];
  const share = declare('f32');
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
    share.set(f32.div(f32.const(1), f32.convert(rows))),
    doWhile(
      [f32.store(at, f32.mul(f32.load(at), share)), increase(at, 4)],
      i32.ltS(i32.sub(at, means), channelBytes),
    ),
  ];
  return [
    ...held.statements,
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
  bytes: 'i32', rowBytes: 'i32', blocks: 'i32', sums: 'i32', result: 'i32', blockRows: 'f32', rows: 'f32',
} as const; // prettier-ignore

/**
 * The moments of all blocks together, in their order: `result` [2, C], the mean of x − shift and the sum of squared deviations. A task
 * is 16 channels. Source: Chan, Golub and LeVeque, 1983.
 */
export const mergeMoments = defineKernel('batchNormMerge', mergeFields, (scope) => {
  const { declare, field, options, task } = scope;
  const held = new Prologue(declare);
  const [rowBytes, blocks, result] = [
    held.int(field.rowBytes),
    held.int(field.blocks),
    held.int(field.result),
  ];
  const at = held.int(i32.mul(task, turnBytes));
  const [end, from, block] = [declare('i32'), declare('i32'), declare('i32')];
  const [mean, squares, gap] = [declare('v128'), declare('v128'), declare('v128')];
  const [count, size, share] = [declare('f32'), declare('f32'), declare('f32')];
  const join = (offset: number): Statement[] => [
    size.set(f32.select(f32.gt(f32.add(count, field.blockRows), field.rows), f32.sub(field.rows, count), field.blockRows)),
    share.set(f32.div(size, f32.add(count, size))),
    gap.set(sub(v128.load(from, offset), mean)),
    mean.set(multiplyAdd(options, gap, f32x4.splat(share), mean)),
    squares.set(add(squares, v128.load(i32.add(from, rowBytes), offset))),
    squares.set(multiplyAdd(options, mul(gap, gap), f32x4.splat(f32.mul(count, share)), squares)),
    count.set(f32.add(count, size)),
    increase(from, i32.shl(rowBytes, 1)),
    increase(block, 1),
  ]; // prettier-ignore
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
  const begin = end.set(i32.add(at, i32.min(i32.sub(field.bytes, at), turnBytes)));
  return [...held.statements, begin, ...steps];
});

/** Of each block and channel, to `sums` [blocks, 2, width]: Σ dy and Σ dy · (x − mean). */
export const gradientSums = defineKernel(
  'batchNormGradientSums',
  { ...sumFields, dy: 'i32', mean: 'i32' },
  (scope) => {
    const { declare, field, options, task } = scope;
    const held = new Prologue(declare);
    const [x, dy] = [held.int(field.x), held.int(field.dy)];
    const sizes = { rowBytes: held.int(field.rowBytes), channelBytes: held.int(field.channelBytes) };
    const { rowBytes } = sizes;
    const sums = held.int(i32.add(field.sums, i32.mul(task, i32.shl(rowBytes, 1))));
    const scaled = held.int(i32.add(sums, rowBytes));
    const bounds = boundsOf(scope);
    const mean = columnsAt(declare, field.mean);
    const [sum, product] = [columnsAt(declare, sums), columnsAt(declare, scaled)];
    const [g, d] = [declare('v128'), declare('v128')];
    const rows = walkRows(declare, { ...bounds, rowBytes }, [mean, sum, product], (at) =>
      each(({ keep }, offset) => {
        const [to, too] = [i32.add(sum.base, at), i32.add(product.base, at)];
        return [
          g.set(keep(v128.load(i32.add(dy, at), offset))),
          d.set(keep(sub(v128.load(i32.add(x, at), offset), v128.load(i32.add(mean.base, at), offset)))),
          v128.store(to, add(v128.load(to, offset), g), offset),
          v128.store(too, multiplyAdd(options, g, d, v128.load(too, offset)), offset),
        ];
      }),
    );
    return [
      ...held.statements,
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
  const held = new Prologue(declare);
  const [x, y, rowBytes] = [held.int(field.x), held.int(field.y), held.int(field.rowBytes)];
  const means = held.int(field.columns);
  const scales = held.int(i32.add(means, rowBytes));
  const shifts = held.int(i32.add(scales, rowBytes));
  const bounds = boundsOf(scope);
  const [mean, scale, shift] = [
    columnsAt(declare, means),
    columnsAt(declare, scales),
    columnsAt(declare, shifts),
  ];
  const rows = walkRows(declare, { ...bounds, rowBytes }, [mean, scale, shift], (at) =>
    each(({ store }, offset) => {
      const of = ({ base }: typeof mean) => v128.load(i32.add(base, at), offset);
      const centred = sub(v128.load(i32.add(x, at), offset), of(mean));
      return [store(i32.add(y, at), multiplyAdd(options, centred, of(scale), of(shift)), offset)];
    }),
  );
  return [...held.statements, bounds.set, ...rows];
});

const gradientFields = { ...tableFields, x: 'i32', dy: 'i32', dx: 'i32', columns: 'i32' } as const;

/** dx = dy · slant + ((x − mean) · slope + shift), with mean, slant, slope and shift as `columns` [4, width]. */
export const gradient = defineKernel('batchNormGradient', gradientFields, (scope) => {
  const { declare, field, options } = scope;
  const held = new Prologue(declare);
  const [x, dy, dx] = [held.int(field.x), held.int(field.dy), held.int(field.dx)];
  const rowBytes = held.int(field.rowBytes);
  const means = held.int(field.columns);
  const slants = held.int(i32.add(means, rowBytes));
  const slopes = held.int(i32.add(slants, rowBytes));
  const shifts = held.int(i32.add(slopes, rowBytes));
  const bounds = boundsOf(scope);
  const [mean, slant] = [columnsAt(declare, means), columnsAt(declare, slants)];
  const [slope, shift] = [columnsAt(declare, slopes), columnsAt(declare, shifts)];
  const rows = walkRows(declare, { ...bounds, rowBytes }, [mean, slant, slope, shift], (at) =>
    each(({ store }, offset) => {
      const of = ({ base }: typeof mean) => v128.load(i32.add(base, at), offset);
      const centred = sub(v128.load(i32.add(x, at), offset), of(mean));
      const own = multiplyAdd(options, centred, of(slope), of(shift));
      const g = v128.load(i32.add(dy, at), offset);
      return [store(i32.add(dx, at), multiplyAdd(options, g, of(slant), own), offset)];
    }),
  );
  return [...held.statements, bounds.set, ...rows];
});
