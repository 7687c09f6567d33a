/**
 * Winograd's minimal filtering: m neighbouring outputs of a filter with r taps from m + r − 1
 * products, where the plain sum takes m · r. With a filter g [r] and the m + r − 1 inputs d that
 * the outputs see:
 *
 *     y = Aᵀ · ((G · g) ⊙ (Bᵀ · d))
 *
 * In two dimensions each matrix is applied from both sides: 3 × 3 outputs of a 3 × 3 filter then
 * take 25 products in place of 81. The matrices say how to multiply polynomials by their values at
 * m + r − 2 points and at infinity. Pure.
 *
 * Sources: Winograd, "Arithmetic Complexity of Computations", 1980; Lavin and Gray, "Fast
 * Algorithms for Convolutional Neural Networks", 2016; for the points, Barabasz, Anderson,
 * Soodhalter and Gregg, "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep
 * Neural Networks", 2020.
 */

export type Matrix = readonly (readonly number[])[];

export interface WinogradMatrices {
  /** Bᵀ, [m + r − 1, m + r − 1]: the same for all m and r of one sum. */
  readonly input: Matrix;
  /** G, [m + r − 1, r]. */
  readonly filter: Matrix;
  /** Aᵀ, [m, m + r − 1]. */
  readonly output: Matrix;
}

/**
 * The points by number of inputs; the last one, infinity, is not listed. Large powers of a point
 * cost digits, so the points are few and near 1.
 */
const pointsOf: Readonly<Record<number, readonly number[]>> = {
  5: [0, 1, -1, 2],
  6: [0, 1, -1, 2, -1 / 2],
};

/** The coefficients of Π (x − point), the constant one first. */
const withRoots = (points: readonly number[]): number[] =>
  points.reduce(
    (product, point) => [0, ...product].map((shifted, i) => shifted - point * (product[i] ?? 0)),
    [1],
  );

const powers = (point: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => point ** i);

/** The row for infinity: only the highest of a polynomial's `count` coefficients counts. */
const highest = (count: number): number[] => powers(0, count).toReversed();

/**
 * The matrices for `outputs` outputs of a filter with `taps` taps. Throws a RangeError unless they
 * see 5 or 6 inputs.
 */
export function winogradMatrices(outputs: number, taps: number): WinogradMatrices {
  const side = outputs + taps - 1;
  const points = pointsOf[side];
  if (!points)
    throw new RangeError(`Winograd: ${outputs} outputs of ${taps} taps see ${side} inputs, not 5 or 6`);
  const others = (at: number): number[] => points.filter((_, i) => i !== at);
  // A factor may stand in G or in Bᵀ. A power of two keeps Bᵀ's entries near 1 and rounds nothing.
  const rows = points.map((point, at) => {
    const input = [...withRoots(others(at)), 0];
    const scale = 2 ** -Math.floor(Math.log2(Math.max(...input.map(Math.abs))));
    const divisor = others(at).reduce((product, other) => product * (point - other), 1);
    return {
      input: input.map((value) => scale * value),
      filter: powers(point, taps).map((value) => value / divisor / scale),
    };
  });
  const columns = [...points.map((point) => powers(point, outputs)), highest(outputs)];
  return {
    input: [...rows.map(({ input }) => input), withRoots(points)],
    filter: [...rows.map(({ filter }) => filter), highest(taps)],
    output: Array.from({ length: outputs }, (_, i) => columns.map((column) => column[i] ?? 0)),
  };
}
