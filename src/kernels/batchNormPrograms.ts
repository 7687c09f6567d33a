/**
 * The programs of batchNorm.ts, which explains the order they run in. Each exists for columns of 1
 * and of 4 channels. Engine side.
 */
import { defineProgram, forEach, lane, type BufferType, type ParamType, type Program } from './wgsl';

/** Channels per column. */
export type Width = 1 | 4;
type ByWidth = Readonly<Record<Width, Program>>;
type Buffers<Names extends string> = Readonly<Record<Names, 'read' | 'write'>>;

/**
 * One program per width. In its text, T is the type of a column's values, and all buffers are
 * arrays of T.
 */
function byWidth<Names extends string>(
  name: string,
  buffers: Buffers<Names>,
  params: Readonly<Record<string, ParamType>>,
  body: string,
): ByWidth {
  const programOf = (width: Width): Program => {
    const element = width === 4 ? 'vec4f' : 'f32';
    const typed = Object.entries<string>(buffers).map(([buffer, access]) => [buffer, `${access} ${element}`]);
    return defineProgram(`batch-norm-${name}/${width}`, {
      buffers: Object.fromEntries(typed) as Record<Names, BufferType>,
      params,
      body: () => `alias T = ${element};\n${body}`,
    });
  };
  return { 1: programOf(1), 4: programOf(4) };
}

const walkParams = {
  count: 'u32',
  columns: 'u32',
  rows: 'u32',
  blockRows: 'u32',
  firstBlock: 'u32',
} as const;

/**
 * WGSL: one invocation per block and column. It goes down the column, over elements `at` from
 * `first` to before `end`, `params.columns` apart.
 */
const walk = (body: string): string =>
  forEach(
    'params.count',
    `  let column = i % params.columns;
  let block = i / params.columns;
  let first = block * params.blockRows * params.columns + column;
  let blockRows = min(params.blockRows, params.rows - block * params.blockRows);
  let end = first + blockRows * params.columns;
${body}`,
  );

/** WGSL: where the block's two sums go in [blocks, 2, columns]. */
const sumsAt = 'let out = (params.firstBlock + block) * 2u * params.columns + column;';

export const partialPrograms = {
  moments: byWidth(
    'moments',
    { x: 'read', sums: 'write' },
    walkParams,
    walk(`  let shift = x[first];
  var sum = T();
  var squares = T();
  for (var at = first + params.columns; at < end; at += params.columns) {
    let d = x[at] - shift;
    sum += d;
    squares += d * d;
  }
  let mean = sum / f32(blockRows);
  ${sumsAt}
  sums[out] = shift + mean;
  sums[out + params.columns] = squares - sum * mean;`),
  ),
  gradients: byWidth(
    'grad-sums',
    { x: 'read', dy: 'read', statistics: 'read', sums: 'write' },
    walkParams,
    walk(`  let mean = statistics[column];
  let scale = statistics[params.columns + column];
  var sum = T();
  var scaled = T();
  for (var at = first; at < end; at += params.columns) {
    sum += dy[at];
    scaled += dy[at] * (x[at] - mean);
  }
  ${sumsAt}
  sums[out] = sum;
  sums[out + params.columns] = scaled * scale;`),
  ),
};

export const normalisePrograms = {
  forward: byWidth(
    'normalise',
    { x: 'read', y: 'write', statistics: 'read', gamma: 'read', beta: 'read' },
    walkParams,
    walk(`  let mean = statistics[column];
  let scale = statistics[params.columns + column] * gamma[column];
  let shift = beta[column];
  for (var at = first; at < end; at += params.columns) { y[at] = (x[at] - mean) * scale + shift; }`),
  ),
  // dx = gamma / √(variance + ε) · (dy − mean of dy − x̂ · mean of dy · x̂)
  backward: byWidth(
    'grad',
    {
      x: 'read',
      dy: 'read',
      dx: 'write',
      statistics: 'read',
      gamma: 'read',
      dbeta: 'read',
      dgamma: 'read',
    },
    { ...walkParams, allRows: 'f32' },
    walk(`  let mean = statistics[column];
  let scale = statistics[params.columns + column];
  let shift = dbeta[column] / params.allRows;
  let slope = dgamma[column] * scale / params.allRows;
  let slant = gamma[column] * scale;
  for (var at = first; at < end; at += params.columns) {
    dx[at] = slant * (dy[at] - shift - (x[at] - mean) * slope);
  }`),
  ),
};

const mergeParams = { columns: 'u32', rows: 'u32', blockRows: 'u32', blocks: 'u32' } as const;

/**
 * WGSL: one workgroup per column. `take` adds block b to the invocation's own sums; `join` adds the
 * sums of the invocation `half` further on.
 */
const merge = (shared: string, take: string, join: string, finish: string): string => `
${shared}
@compute @workgroup_size(${lane})
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let column = group.x;
  for (var b = i; b < params.blocks; b += ${lane}u) {
    let at = b * 2u * params.columns + column;
    ${take}
  }
  workgroupBarrier();
  for (var half = ${lane / 2}u; half > 0u; half /= 2u) {
    if (i < half) { ${join} }
    workgroupBarrier();
  }
  if (i == 0u) {
    ${finish}
  }
}`;

export const mergePrograms = {
  moments: byWidth(
    'merge-moments',
    { sums: 'read', statistics: 'write', movingMean: 'write', movingVariance: 'write' },
    { ...mergeParams, decay: 'f32', epsilon: 'f32' },
    merge(
      `struct Moments { count: f32, mean: T, squares: T }
var<workgroup> moments: array<Moments, ${lane}>;
// Chan, Golub and LeVeque, 1983: the moments of two samples together.
fn together(a: Moments, b: Moments) -> Moments {
  let count = a.count + b.count;
  if (b.count == 0.0) { return a; }
  let share = b.count / count;
  let gap = b.mean - a.mean;
  return Moments(count, a.mean + gap * share, a.squares + b.squares + gap * gap * (a.count * share));
}`,
      `let count = f32(min(params.blockRows, params.rows - b * params.blockRows));
    moments[i] = together(moments[i], Moments(count, sums[at], sums[at + params.columns]));`,
      'moments[i] = together(moments[i], moments[i + half]);',
      `let mean = moments[0].mean;
    let variance = moments[0].squares / f32(params.rows);
    statistics[column] = mean;
    statistics[params.columns + column] = 1.0 / sqrt(variance + params.epsilon);
    movingMean[column] -= (movingMean[column] - mean) * params.decay;
    movingVariance[column] -= (movingVariance[column] - variance) * params.decay;`,
    ),
  ),
  gradients: byWidth(
    'merge-grad-sums',
    { sums: 'read', dbeta: 'write', dgamma: 'write' },
    mergeParams,
    merge(
      `var<workgroup> dbetas: array<T, ${lane}>;
var<workgroup> dgammas: array<T, ${lane}>;`,
      `dbetas[i] += sums[at];
    dgammas[i] += sums[at + params.columns];`,
      `dbetas[i] += dbetas[i + half];
      dgammas[i] += dgammas[i + half];`,
      `dbeta[column] = dbetas[0];
    dgamma[column] = dgammas[0];`,
    ),
  ),
};
