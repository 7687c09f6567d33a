/**
 * The inner loop of the template: what an invocation loads for four successive k, and the outer
 * products that it adds. Pure text.
 */
import type { Gemm, Operand, Tile } from './terms';

export const range = (n: number, by = 1): number[] =>
  Array.from({ length: Math.ceil(n / by) }, (_, i) => i * by);
const lanes = ['x', 'y', 'z', 'w'] as const;
export const letters = ['a', 'b'] as const;
type Letter = (typeof letters)[number];
/** Successive k of one pass of the loop: a vec4 along K. */
export const depth = 4;

/** Invocations per workgroup; the workgroup is one subgroup if a subgroup shares an operand. */
const sharers = ({ tile }: Gemm): number => tile.groupRows * tile.groupCols;
/** Edge indices of the tile. */
const edgesOf = (letter: Letter, { tile }: Gemm): number => (letter === 'a' ? tile.rows : tile.cols);
/** Whether the invocations load this operand together. */
export const isShared = (letter: Letter, { shares }: Tile): boolean =>
  shares === letter || shares === 'memory';
/**
 * Edge indices that are loaded together: a subgroup's tiles are in a line, a workgroup's in a
 * rectangle.
 */
const togetherOf = (letter: Letter, gemm: Gemm): number => {
  const { shares, groupRows, groupCols } = gemm.tile;
  return edgesOf(letter, gemm) * (shares === 'memory' ? (letter === 'a' ? groupRows : groupCols) : 1);
};
/** How many of them an invocation loads itself. */
const ownOf = (letter: Letter, gemm: Gemm): number => {
  const together = togetherOf(letter, gemm);
  return isShared(letter, gemm.tile) ? Math.ceil(together / sharers(gemm)) : together;
};

/** Edge indices from one address to the next: a vec4 along the edge takes four at a time. */
const strideOf = ({ along, vector }: Operand): number => (along === 'edge' && vector ? 4 : 1);

/** WGSL: for each edge index that is loaded (or each four), what does not change along K. */
export function rowsOf(letter: Letter, gemm: Gemm): string {
  const shared = isShared(letter, gemm.tile);
  const first = `${letter === 'a' ? 'row' : 'col'}${shared ? 'Shared' : ''}`;
  const index = (i: number): string =>
    shared ? `(lane + ${i * sharers(gemm)}) % ${togetherOf(letter, gemm)}` : `${i}`;
  return range(ownOf(letter, gemm), strideOf(gemm[letter]))
    .map((i) => `let ${letter}Row${i} = ${letter}Row(${first} + ${index(i)});`)
    .join('\n');
}

/** WGSL at the start of a run: the address of each edge index, if K is contiguous. */
export const runsOf = (letter: Letter, gemm: Gemm): string =>
  gemm[letter].along === 'k'
    ? range(ownOf(letter, gemm))
        .map((i) => `let ${letter}Run${i} = ${letter}At(${letter}Row${i}, run);`)
        .join('\n')
    : '';

/**
 * Whether every run's length is a multiple of 4, because an operand is read as vec4 along K;
 * otherwise a chunk may reach beyond the end of K.
 */
const wholeChunks = ({ a, b }: Gemm): boolean => [a, b].some(({ along, vector }) => along === 'k' && vector);

/**
 * WGSL that reads the element or vec4 at `address` of operand `letter` into `name`. If there are
 * `holes`, a negative address gives 0.
 */
function read(letter: Letter, { vector }: Operand, name: string, address: string, holes: boolean): string {
  const from = (a: string): string => `${letter}[u32(${a})${vector ? ' >> 2u' : ''}]`;
  if (!holes) return `let ${name} = ${from(address)};`;
  const zero = vector ? 'vec4<f32>()' : '0.0';
  return `let ${name}_at = ${address};
let ${name} = select(${zero}, ${from(`max(${name}_at, 0)`)}, ${name}_at >= 0);`;
}

/** The loads of an operand for a chunk, and the expression for element (edge i, k q) after them. */
interface Loads {
  readonly lines: readonly string[];
  /** What follows once every invocation of the workgroup has run `lines`. */
  readonly after?: readonly string[];
  readonly at: (i: number, q: number) => string;
}

/**
 * For an operand contiguous along K: the address of the run's start, such as `aRun3`, plus `inner`.
 * `ends`: k beyond `length` count as 0.
 */
function loadsAlongK(letter: Letter, operand: Operand, edges: number, ends: boolean): Loads {
  const width = operand.vector ? 4 : 1;
  const lines = range(edges).flatMap((i) =>
    range(depth, width).map((q) => {
      const run = `${letter}Run${i}`;
      const address = `${letter}Run${i} + inner + ${q}`;
      const valid = [...(operand.holes ? [`(${run} >= 0)`] : []), ...(ends ? [`inside${q}`] : [])];
      const masked = valid.length > 0 ? `select(-1, ${address}, ${valid.join(' & ')})` : address;
      return read(letter, operand, `${letter}${i}_${q}`, masked, valid.length > 0);
    }),
  );
  const at = (i: number, q: number): string =>
    operand.vector ? `${letter}${i}_${q - (q % 4)}.${lanes[q % 4]}` : `${letter}${i}_${q}`;
  return { lines, at };
}

/** For an operand contiguous along the edge: an address per k, from the steps `step0` …. */
function loadsAlongEdge(letter: Letter, operand: Operand, edges: number, ends: boolean): Loads {
  const lines = range(depth).flatMap((q) =>
    range(edges, strideOf(operand)).map((i) => {
      const address = `${letter}At(${letter}Row${i}, step${q})`;
      const masked = ends ? `select(-1, ${address}, inside${q})` : address;
      return read(letter, operand, `${letter}${i}_${q}`, masked, operand.holes || ends);
    }),
  );
  const at = (i: number, q: number): string =>
    operand.vector ? `${letter}${i - (i % 4)}_${q}.${lanes[i % 4]}` : `${letter}${i}_${q}`;
  return { lines, at };
}

/** Broadcasts each element that the subgroup shares from the invocation that loaded it. */
function broadcast(letter: Letter, gemm: Gemm, loads: Loads): Loads {
  const size = sharers(gemm);
  const shared = (i: number, q: number): string => `${letter}From${i}_${q}`;
  const lines = range(edgesOf(letter, gemm)).flatMap((i) =>
    range(depth).map(
      (q) => `let ${shared(i, q)} = subgroupBroadcast(${loads.at(Math.floor(i / size), q)}, ${i % size}u);`,
    ),
  );
  return { lines: [...loads.lines, ...lines], at: shared };
}

/**
 * Leaves a gap after every 8 elements along an edge, so that invocations that read at the same
 * time, 8 edges apart, hit different banks. The memory has two halves, used in turns: a chunk is
 * written while others may still read the previous one, so one barrier per chunk is enough.
 */
const padded = (edges: number): number => edges + Math.ceil(edges / 8);

/** WGSL: the workgroup memory for both operands; a vec4 holds the four k of a chunk at one edge. */
export const memoryOf = (gemm: Gemm): string =>
  gemm.tile.shares === 'memory'
    ? letters
        .map((l) => `var<workgroup> ${l}Memory: array<vec4<f32>, ${2 * padded(togetherOf(l, gemm))}>;`)
        .join('\n')
    : '';

/**
 * Shares an operand through workgroup memory: each invocation writes what it has loaded, and reads
 * the edges of its tile.
 */
function throughMemory(letter: Letter, gemm: Gemm, loads: Loads): Loads {
  const together = togetherOf(letter, gemm);
  const size = sharers(gemm);
  const edges = edgesOf(letter, gemm);
  const half = `half * ${padded(together)}`;
  const lines = range(ownOf(letter, gemm)).flatMap((i) => {
    const edge = `lane + ${i * size}`;
    const store = `${letter}Memory[${half} + ${edge} + (${edge}) / 8] = vec4<f32>(${range(depth)
      .map((q) => loads.at(i, q))
      .join(', ')});`;
    return (i + 1) * size <= together ? [store] : [`if (${edge} < ${together}) { ${store} }`];
  });
  const first = letter === 'a' ? 'i32(local.y)' : 'i32(local.x)';
  const after = range(edges).map((i) => {
    const edge = `${first} * ${edges} + ${i}`;
    return `let ${letter}Taken${i} = ${letter}Memory[${half} + ${edge} + (${edge}) / 8];`;
  });
  return {
    lines: [...loads.lines, ...lines],
    after,
    at: (i, q) => `${letter}Taken${i}.${lanes[q]}`,
  };
}

function loadsOf(letter: Letter, gemm: Gemm): Loads {
  const operand = gemm[letter];
  // Beyond the end of K, B's values need not be right: A is 0 there.
  const ends = letter === 'a' && !wholeChunks(gemm);
  const loads = (operand.along === 'k' ? loadsAlongK : loadsAlongEdge)(
    letter,
    operand,
    ownOf(letter, gemm),
    ends,
  );
  if (!isShared(letter, gemm.tile)) return loads;
  return gemm.tile.shares === 'memory' ? throughMemory(letter, gemm, loads) : broadcast(letter, gemm, loads);
}

/** Loads for four successive k and their outer products: c += a bᵀ. */
export function chunk(gemm: Gemm): string {
  const { b, tile } = gemm;
  const left = loadsOf('a', gemm);
  const right = loadsOf('b', gemm);
  const whole = b.vector && b.along === 'edge' && !isShared('b', tile);
  const four = (j: number, q: number): string =>
    whole
      ? `b${j}_${q}`
      : `vec4<f32>(${range(4)
          .map((l) => right.at(j + l, q))
          .join(', ')})`;
  const products = range(depth).flatMap((q) =>
    range(tile.cols, 4).flatMap((j) => [
      `let b_${j}_${q} = ${four(j, q)};`,
      ...range(tile.rows).map(
        (i) => `c${i}_${j} = fma(vec4<f32>(${left.at(i, q)}), b_${j}_${q}, c${i}_${j});`,
      ),
    ]),
  );
  const meet = tile.shares === 'memory' ? ['workgroupBarrier();'] : [];
  const turn = tile.shares === 'memory' ? ['half = 1 - half;'] : [];
  return [
    ...left.lines,
    ...right.lines,
    ...meet,
    ...(left.after ?? []),
    ...(right.after ?? []),
    ...products,
    ...turn,
  ].join('\n');
}
