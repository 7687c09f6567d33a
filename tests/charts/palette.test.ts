/**
 * The colours of whole runs can be told apart: on the page's ground, and by those who do not see
 * red or green.
 */
import { expect, it } from 'vitest';
import { runColours } from '../../src/charts/palette';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Machado, Oliveira, Fernandes 2009, table 1, severity 1.0; on linear RGB. */
const sight: Readonly<Record<string, Matrix>> = {
  common: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const times = (matrix: Matrix, [r, g, b]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * r + y * g + z * b) as unknown as Triple;

function linear(hex: string): Triple {
  const channel = (at: number): number => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** OKLab (B. Ottosson, 2020): equal distances look about equally far apart; black to white is 1. */
function oklab(rgb: Triple): Triple {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((c) => Math.max(c, 0)) as unknown as Triple,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt) as unknown as Triple,
  );
}

/** Of two colours, for whom they are closest. */
const distance = (a: string, b: string): number =>
  Math.min(
    ...Object.values(sight).map((matrix) => {
      const [x, y] = [a, b].map((hex) => oklab(times(matrix, linear(hex))));
      return Math.hypot(...x!.map((value, i) => value - y![i]!));
    }),
  );

/** On white. Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const contrast = (hex: string): number => {
  const [r, g, b] = linear(hex);
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
};

const floor = 0.14;

it('stand out from the ground', () => {
  for (const colour of runColours) expect(contrast(colour)).toBeGreaterThanOrEqual(3);
  expect(contrast('#f0e442')).toBeLessThan(3);
});

it('are apart for everybody', () => {
  for (const [i, a] of runColours.entries())
    for (const b of runColours.slice(i + 1)) expect(distance(a, b), `${a} ${b}`).toBeGreaterThan(floor);
  // A red and a green of the same lightness are not.
  expect(distance('#b05050', '#6e7a35')).toBeLessThan(floor);
});
