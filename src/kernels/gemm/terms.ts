/** The parts that a product is made of; `template.ts` writes it as a program. Pure. */

/**
 * Outputs per invocation and invocations per workgroup, in M and N. `cols` is a multiple of 4, and
 * so is `rows` if A lies along M.
 */
export interface Tile {
  readonly rows: number;
  readonly cols: number;
  readonly groupRows: number;
  readonly groupCols: number;
  /**
   * How invocations use what others have loaded; without it each loads all that it needs.
   * - `a`, `b`: the workgroup is one subgroup, in a line along the other operand's edge, and needs
   *   the same elements of this operand: each invocation loads some and the others take them from
   *   its register. Needs the device's feature `subgroups`.
   * - `memory`: the workgroup loads its part of both operands into workgroup memory, each element
   *   once.
   */
  readonly shares?: 'a' | 'b' | 'memory' | undefined;
}

/**
 * Where an operand's elements lie. `edge` is the index along M (for A) or N (for B). A step of the
 * walk is vec4(y, x, base, k): k is the index along K, the walk defines the others.
 */
export interface Operand {
  readonly name: string;
  /** Contiguous along K within a run, or along the edge. */
  readonly along: 'k' | 'edge';
  /** Read as vec4: every address is a multiple of 4, and so is the length of what is contiguous. */
  readonly vector: boolean;
  /** Some addresses are −1: there the element is 0. */
  readonly holes: boolean;
  /**
   * WGSL, `$` standing for the operand's letter: `fn $Row(edge: i32) -> vec4<i32>`, what does not
   * change along K, and `fn $At(row: vec4<i32>, step: vec4<i32>) -> i32`, the address of the
   * element at a step. May use `params` and `group`.
   */
  readonly code: string;
}

/**
 * The order in which K is visited. `runs`: `params.runs` runs of `params.inner` elements,
 * contiguous in an operand along K; one step per run. `steps`: every k is a step of its own,
 * computed from the previous one.
 */
export interface Walk {
  readonly name: string;
  readonly kind: 'runs' | 'steps';
  /**
   * WGSL: `fn stepAt(run: i32) -> vec4<i32>`; for `steps` also
   * `fn nextStep(step: vec4<i32>) -> vec4<i32>`.
   */
  readonly code: string;
}

/** What is done to C in the end: `bias` [N] is added, then max(0, ·) applied. */
export type Epilogue = 'none' | 'bias' | 'bias-relu';

/**
 * WGSL: max(0, x), in which NaN stays NaN as in TensorFlow's relu. WGSL's `max` may drop it, and a
 * compiler may turn `x < 0` into `max`: then a network whose weights overflowed continues with
 * outputs of 0 and a loss that looks fine. So this tests the bits: −0 … −∞ become 0.
 */
export const reluOf = (x: string, vector: boolean): string =>
  vector
    ? `select(${x}, vec4<f32>(), bitcast<vec4<u32>>(${x}) - vec4(0x80000000u) <= vec4(0x7f800000u))`
    : `select(${x}, 0.0, bitcast<u32>(${x}) - 0x80000000u <= 0x7f800000u)`;

export interface Gemm {
  readonly a: Operand;
  readonly b: Operand;
  readonly walk: Walk;
  readonly tile: Tile;
  readonly epilogue: Epilogue;
  /** C (and the bias) as vec4: N is a multiple of 4. */
  readonly vector: boolean;
}
