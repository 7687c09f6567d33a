/**
 * The inner loop of the template: what an invocation loads for four successive k, and the outer products that it adds. Pure text.
 */
import type { Gemm, Operand, Tile } from './terms';

export const range = (n: number, by = 1): number[] =>
  Array.from({ length: Math.ceil(n / by) }, (_, i) => i * by);
const lanes = ['x', 'y', 'z', 'w'] as const;
export const letters = ['a', 'b'] as const;
type Letter = (typeof letters)[number];
/** Successive k of one pass of the loop: a vec4 along K. */
export const depth = 4;

/** Invocations of the workgroup, which are one subgroup where an operand is shared by it. */
const sharers = ({ tile }: Gemm): number => tile.groupRows * tile.groupCols;
/** Edge indices of the tile. */
const edgesOf = (letter: Letter, { tile }: Gemm): number => (letter === 'a' ? tile.rows : tile.cols);
/** Whether the invocations load this operand together. */
export const isShared = (letter: Letter, { shares }: Tile): boolean =>
  shares === letter || shares === 'memory';
/** Edge indices that are loaded together: a subgroup's tiles are in a line, a workgroup's in a rectangle. */
const togetherOf = (letter: Letter, gemm: Gemm): number => {
  const { shares, groupRows, groupCols } = gemm.tile;
  return edgesOf(letter, gemm) * (shares === 'memory' ? (letter === 'a' ? groupRows : groupCols) : 1);
};
/** How many of them an invocation loads itself. */
const ownOf = (letter: Letter, gemm: Gemm): number => {
  const together = togetherOf(letter, gemm);
  return isShared(letter, gemm.tile) ? Math.ceil(together / sharers(gemm)) : together;
};

/** Edge indices from one address to the next: vec4 along the edge take four at a time. */
const strideOf = ({ along, vector }: Operand): number => (along === 'edge' && vector ? 4 : 1);

/** For each edge index that is loaded (or each four of them), what does not change along K. */
export function rowsOf(letter: Letter, gemm: Gemm): string {
  const shared = isShared(letter, gemm.tile);
  const first = `${letter === 'a' ? 'row' : 'col'}${shared ? 'Shared' : ''}`;
  const index = (i: number): string =>
    shared ? `(lane + ${i * sharers(gemm)}) % ${togetherOf(letter, gemm)}` : `${i}`;
  return range(ownOf(letter, gemm), strideOf(gemm[letter]))
    .map((i) => `let ${letter}Row${i} = ${letter}Row(${first} + ${index(i)});`)
    .join('\n');
}

/** At a run's beginning, the address of each edge index that is contiguous along K. */
export const runsOf = (letter: Letter, gemm: Gemm): string =>
  gemm[letter].along === 'k'
    ? range(ownOf(letter, gemm))
        .map((i) => `let ${letter}Run${i} = ${letter}At(${letter}Row${i}, run);`)
        .join('\n')
    : '';

/** Every run is a multiple of 4 long, because an operand is read by vec4 along K; otherwise a chunk may reach beyond the end of K. */
const wholeChunks = ({ a, b }: Gemm): boolean => [a, b].some(({ along, vector }) => along === 'k' && vector);

/** WGSL that reads what begins at `address` of operand `letter` into `name`; 0 where the address is negative, if it can be. */
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
  /** What follows once every invocation of the workgroup has done `lines`. */
  readonly after?: readonly string[];
  readonly at: (i: number, q: number) => string;
}

/** Contiguous along K: address of the run's beginning, `aRun3`, plus `inner`. `ends`: k beyond `length` count as 0. */
function loadsAlongK(letter: Letter, operand: Operand, edges: number, ends: boolean): Loads {
  const width = operand.vector ? 4 : 1;
  const lines = range(edges).flatMap((i) =>
    range(depth, width).map((q) => {
      const [run, address] = [`${letter}Run${i}`, `${letter}Run${i} + inner + ${q}`];
      const valid = [...(operand.holes ? [`(${run} >= 0)`] : []), ...(ends ? [`inside${q}`] : [])];
      const masked = valid.length > 0 ? `select(-1, ${address}, ${valid.join(' & ')})` : address;
      return read(letter, operand, `${letter}${i}_${q}`, masked, valid.length > 0);
    }),
  );
  const at = (i: number, q: number): string =>
    operand.vector ? `${letter}${i}_${q - (q % 4)}.${lanes[q % 4]}` : `${letter}${i}_${q}`;
  return { lines, at };
}

/** Contiguous along the edge: an address for each k, from the steps `step0` …. */
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

/** Each element that the subgroup shares, from the invocation that has it. */
function broadcast(letter: Letter, gemm: Gemm, own: Loads): Loads {
  const size = sharers(gemm);
  const shared = (i: number, q: number): string => `${letter}From${i}_${q}`;
  const lines = range(edgesOf(letter, gemm)).flatMap((i) =>
    range(depth).map(
      (q) => `let ${shared(i, q)} = subgroupBroadcast(${own.at(Math.floor(i / size), q)}, ${i % size}u);`,
    ),
  );
  return { lines: [...own.lines, ...lines], at: shared };
}

/**
 * Elements along an edge have a gap after every 8: invocations that read at the same time, 8 edges apart, then find them in different
 * banks. Two halves, in turns: a chunk is written while others may still read the one before, so one barrier a chunk is enough.
 */
const padded = (edges: number): number => edges + Math.ceil(edges / 8);

/** WGSL: the workgroup's memory of both operands; a vec4 has the four k of a chunk at one edge. */
export const memoryOf = (gemm: Gemm): string =>
  gemm.tile.shares === 'memory'
    ? letters
        .map((l) => `var<workgroup> ${l}Memory: array<vec4<f32>, ${2 * padded(togetherOf(l, gemm))}>;`)
        .join('\n')
    : '';

/** Through workgroup memory: each invocation writes what it has loaded, and reads the edges of its tile. */
function throughMemory(letter: Letter, gemm: Gemm, own: Loads): Loads {
  const [together, size, edges] = [togetherOf(letter, gemm), sharers(gemm), edgesOf(letter, gemm)];
  const half = `half * ${padded(together)}`;
  const lines = range(ownOf(letter, gemm)).flatMap((i) => {
    const edge = `lane + ${i * size}`;
    const store = `${letter}Memory[${half} + ${edge} + (${edge}) / 8] = vec4<f32>(${range(depth).map((q) => own.at(i, q)).join(', ')});`; // prettier-ignore
    return (i + 1) * size <= together ? [store] : [`if (${edge} < ${together}) { ${store} }`];
  });
  const first = letter === 'a' ? 'i32(local.y)' : 'i32(local.x)';
  const after = range(edges).map((i) => {
    const edge = `${first} * ${edges} + ${i}`;
    return `let ${letter}Taken${i} = ${letter}Memory[${half} + ${edge} + (${edge}) / 8];`;
  });
  return {
    lines: [...own.lines, ...lines],
    after,
    at: (i, q) => `${letter}Taken${i}.${lanes[q]}`,
  };
}

function loadsOf(letter: Letter, gemm: Gemm): Loads {
  const operand = gemm[letter];
  // What A lacks beyond the end of K need not be right in B: it is multiplied by 0.
  const ends = letter === 'a' && !wholeChunks(gemm);
  const own = (operand.along === 'k' ? loadsAlongK : loadsAlongEdge)(
    letter,
    operand,
    ownOf(letter, gemm),
    ends,
  );
  if (!isShared(letter, gemm.tile)) return own;
  return gemm.tile.shares === 'memory' ? throughMemory(letter, gemm, own) : broadcast(letter, gemm, own);
}

/** Loads for four successive k and their outer products: c += a bᵀ. */
export function chunk(gemm: Gemm): string {
  const { b, tile } = gemm;
  const [left, right] = [loadsOf('a', gemm), loadsOf('b', gemm)];
  const whole = b.vector && b.along === 'edge' && !isShared('b', tile);
  const four = (j: number, q: number): string =>
    whole ? `b${j}_${q}` : `vec4<f32>(${range(4).map((l) => right.at(j + l, q)).join(', ')})`; // prettier-ignore
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
    ...left.lines, ...right.lines, ...meet, ...(left.after ?? []), ...(right.after ?? []), ...products, ...turn,
  ].join('\n'); // prettier-ignore
}
