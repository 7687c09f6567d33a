/**
 * One template for every matrix product of training. Pure text; knows no device.
 *
 * **How a convolution becomes a GEMM.** C[M, N] = A[M, K] · B[K, N], and only where an element of A
 * or B lies differs:
 *
 * | product                     | M            | N       | K            | A                          | B                    |
 * | --------------------------- | ------------ | ------- | ------------ | -------------------------- | -------------------- |
 * | convolution, forward        | pixels of y  | filters | taps × C     | x under the window         | filter               |
 * | gradient of its input (dX)  | pixels of x  | C       | taps × F     | dy at the windows over it  | filter, (c, f) swapped |
 * | gradient of its filter (dW) | taps × C     | filters | pixels of y  | x under the window, turned | dy                   |
 * | matMul                      | rows         | columns | inner        | A or Aᵀ                    | B or Bᵀ              |
 *
 * "Implicit": the matrix of windows (im2col) is never written; an operand computes the address of
 * each element (`operands.ts`). `terms.ts` has the types.
 *
 * One invocation computes a tile of `rows` × `cols` of C in registers. It walks along K, four at a
 * time: it loads `rows` × 4 of A and 4 × `cols` of B, as vec4 along whichever direction is
 * contiguous, and adds 4 outer products. Each loaded number is used `cols` or `rows` times, which
 * is what makes it fast. Edges: a tile may stick out of C. What it reads there is some number of
 * the buffer (WebGPU bounds every access) and is never stored. Outside of an image A is 0: its
 * address is −1.
 *
 * K may be split among workgroups (z): each part is written apart, and `reduce.ts` adds them in
 * order, so equal inputs give equal bits.
 *
 * After V. Volkov, J. Demmel, "Benchmarking GPUs to Tune Dense Linear Algebra", SC 2008 (outer
 * products in registers), and S. Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning",
 * 2014, arXiv:1410.0759 (implicit GEMM).
 */
import { defineProgram, type Program } from '../wgsl';
import { chunk, depth, isShared, letters, memoryOf, range, rowsOf, runsOf } from './loads';
import { reluOf, type Gemm, type Operand } from './terms';

/**
 * Params of every product. This dispatch computes rows `rowFrom` … `m` − 1 and columns `colFrom` …
 * `n` − 1 of a C of `cRows` rows that are `cStride` apart; a group's C begins at `cBatch` × group.
 * K: `k` elements in `runs` runs of `inner`, of which a part takes `split`, beginning with part
 * `part0`. `aStride`, `aBatch`: strides of a matrix A from row to row and from group to group; B
 * likewise. `aShift`, `bShift`, `cShift`: the first element of a buffer that is bound. The rest is
 * the geometry of the convolution.
 */
export const gemmParams = {
  m: 'i32',
  n: 'i32',
  rowFrom: 'i32',
  colFrom: 'i32',
  cRows: 'i32',
  cStride: 'i32',
  k: 'i32',
  runs: 'i32',
  inner: 'i32',
  split: 'i32',
  part0: 'i32',
  cBatch: 'i32',
  cShift: 'i32',
  aStride: 'i32',
  aBatch: 'i32',
  aShift: 'i32',
  bStride: 'i32',
  bBatch: 'i32',
  bShift: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  filters: 'i32',
  kernelWidth: 'i32',
  stride: 'i32',
  padTop: 'i32',
  padLeft: 'i32',
  groups: 'i32',
  groupChannels: 'i32',
  groupFilters: 'i32',
} as const;

const element = (operand: Operand): string => (operand.vector ? 'vec4<f32>' : 'f32');

/** WGSL: one line per k of a chunk. */
const perK = (line: (q: number) => string): string => range(depth).map(line).join('\n');

/** The walk by runs. */
const alongRuns = (gemm: Gemm): string => `
for (var number = first; number < last; number++) {
  let run = stepAt(number);
  let length = min(params.inner, params.k - run.w);
${letters.map((letter) => runsOf(letter, gemm)).join('\n')}
  for (var inner = 0; inner < length; inner += ${depth}) {
${perK((q) => `let step${q} = vec4<i32>(run.xyz, run.w + inner + ${q});`)}
${perK((q) => `let inside${q} = inner + ${q} < length;`)}
${chunk(gemm)}
  }
}`;

/** The walk by steps, each computed from the previous one. */
const alongSteps = (gemm: Gemm): string => `
var step = stepAt(first);
for (var number = first; number < last; number += ${depth}) {
  let step0 = step;
${perK((q) => `let step${q + 1} = nextStep(step${q});`)}
  step = step${depth};
${perK((q) => `let inside${q} = number + ${q} < last;`)}
${chunk(gemm)}
}`;

/**
 * Writes the tile, except for what lies beyond C's end. Loops over an array: unrolled, the
 * conditions of 64 scalars cost a software adapter's compiler seconds.
 */
function stores({ tile: { rows, cols }, epilogue, vector }: Gemm): string {
  const [value, bias] = vector
    ? ['tile[i]', 'bias[u32(outCol + j) >> 2u]']
    : ['tile[i][l]', 'bias[u32(outCol + j)]'];
  const sum = epilogue === 'none' ? value : `${value} + ${bias}`;
  const finished = epilogue === 'bias-relu' ? reluOf(`(${sum})`, vector) : sum;
  const fours = cols / 4;
  const store = vector
    ? `let j = 4 * (i % ${fours});
    if ((y < params.m) & (col + j < params.n)) { c[u32(to + j) >> 2u] = ${finished}; }`
    : `for (var l = 0; l < 4; l++) {
      let j = 4 * (i % ${fours}) + l;
      if ((y < params.m) & (col + j < params.n)) { c[u32(to + j)] = ${finished}; }
    }`;
  return `
  var tile = array<vec4<f32>, ${rows * fours}>(${range(rows)
    .flatMap((i) => range(cols, 4).map((j) => `c${i}_${j}`))
    .join(', ')});
  for (var i = 0; i < ${rows * fours}; i++) {
    let y = row + i / ${fours};
    let to = (part * params.cRows + y) * params.cStride + group * params.cBatch + col - params.cShift;
    ${store}
  }`;
}

/**
 * WGSL: the first row and column of the invocation's tile; if invocations share loads, also `lane`,
 * its index among them, and `rowShared`, `colShared`, the first row and column that they load
 * together.
 */
function position({ tile: { rows, cols, groupRows, groupCols, shares } }: Gemm): string {
  if (!shares)
    return `
  let row = params.rowFrom + i32(workgroup.y * ${groupRows}u + local.y) * ${rows};
  let col = params.colFrom + i32(workgroup.x * ${groupCols}u + local.x) * ${cols};
  if ((row >= params.m) | (col >= params.n)) { return; }`;
  // No invocation returns early: the others may need what it has loaded. Broadcasts go by the
  // subgroup's own invocation index.
  const lane = shares === 'memory' ? `local.y * ${groupCols}u + local.x` : 'subgroupLane';
  const [down, across] = {
    a: ['0', 'lane'],
    b: ['lane', '0'],
    memory: ['i32(local.y)', 'i32(local.x)'],
  }[shares];
  return `
  let lane = i32(${lane});
  let rowShared = params.rowFrom + i32(workgroup.y) * ${groupRows * rows};
  let colShared = params.colFrom + i32(workgroup.x) * ${groupCols * cols};
  let row = rowShared + ${down} * ${rows};
  let col = colShared + ${across} * ${cols};
  ${shares === 'memory' ? 'var half = 0;' : ''}`;
}

/** A shared operand is read one element at a time along the edge: each invocation has its own. */
const sharable = (letter: 'a' | 'b', { tile, ...gemm }: Gemm): Operand =>
  isShared(letter, tile) && gemm[letter].along === 'edge' ? { ...gemm[letter], vector: false } : gemm[letter];

/** The program of a product. Buffers: `a` and `b` as their operands say, `bias` if any, and `c`. */
export function gemmProgram(unnamed: Gemm): Program {
  const { walk, tile, epilogue, vector } = unnamed;
  const { rows, cols, groupRows, groupCols, shares } = tile;
  const a = sharable('a', unnamed);
  const b = sharable('b', unnamed);
  const gemm: Gemm = { ...unnamed, a, b };
  const subgroup = shares === 'a' || shares === 'b';
  const width = vector ? 'vec4<f32>' : 'f32';
  const operands = [a, b].map(({ name, vector: wide }) => `${name} ${wide}`);
  const key = [
    'gemm',
    ...operands,
    walk.name,
    rows,
    cols,
    groupRows,
    groupCols,
    shares,
    epilogue,
    vector,
  ].join();
  return defineProgram(key, {
    ...(subgroup ? { enable: 'subgroups' } : {}),
    buffers: {
      a: `read ${element(a)}`,
      b: `read ${element(b)}`,
      ...(epilogue === 'none' ? {} : { bias: `read ${width}` as const }),
      c: `write ${width}`,
    },
    params: gemmParams,
    body: () => `
var<private> group: i32;
${memoryOf(gemm)}
${a.code.replaceAll('$', 'a')}
${b.code.replaceAll('$', 'b')}
${walk.code}
@compute @workgroup_size(${groupCols}, ${groupRows})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
  ${subgroup ? '@builtin(subgroup_invocation_id) subgroupLane: u32,' : ''}
) {
${position(gemm)}
  group = i32(workgroup.z) % params.groups;
  let part = params.part0 + i32(workgroup.z) / params.groups;
  let first = part * params.split;
  let last = min(first + params.split, params.runs);
  let outCol = group * params.cBatch + col;
${letters.map((letter) => rowsOf(letter, gemm)).join('\n')}
${range(rows)
  .flatMap((i) => range(cols, 4).map((j) => `var c${i}_${j} = vec4<f32>();`))
  .join('\n')}
${walk.kind === 'runs' ? alongRuns(gemm) : alongSteps(gemm)}
${stores(gemm)}
}`,
  });
}
