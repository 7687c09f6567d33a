/** The version of the template, which tells its measured tiles from those of another. Pure. */
import { hashText } from '../../lib/rng';
import {
  convGeometry,
  filterGradientProduct,
  forwardProduct,
  inputGradientProduct,
  matMulProduct,
  type Product,
} from './geometry';
import { candidates } from './plan';
import { gemmProgram } from './template';

const subgroup = 8;
const { same, valid } = {
  same: { stride: 1, padding: 'same', groups: 1 },
  valid: { stride: 2, padding: 'valid', groups: 1 },
} as const;

/**
 * Products with every operand, walk, width and tile: those of two convolutions, and both layouts of
 * both matrices.
 */
function samples(): Product[] {
  const convolutions = [
    convGeometry([1, 27, 27, 96], [5, 5, 96, 256], same),
    convGeometry([1, 15, 15, 3], [5, 5, 3, 6], valid),
  ].flatMap((g) => [forwardProduct(g), inputGradientProduct(g), filterGradientProduct(g)]);
  const matrices = [64, 9].flatMap((n) =>
    [false, true].flatMap((ta) => [false, true].map((tb) => matMulProduct(64, n, 64, ta, tb))),
  );
  return [...convolutions, ...matrices];
}

/** 8 hexadecimal digits that change whenever the candidates' programs change. */
export function tilesVersion(): string {
  const texts = samples().flatMap((product) =>
    candidates(product, subgroup).map(
      ({ name, tile }) => name + gemmProgram({ ...product, tile, epilogue: 'none' }).source(),
    ),
  );
  return hashText(texts.join('\n')).toString(16).padStart(8, '0');
}
