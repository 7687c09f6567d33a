/** How far a quantity may be from Keras's, relative to its scale, and why. */
import type { Finding } from './check';

/**
 * Sums of float32 in another order: 1.7e-6 was the most seen in an output (AlexNet-227's dense_1,
 * sums of 9,216), 1.3e-5 in a gradient (its first kernel's, sums over 2 · 55 · 55 places of sums).
 * States are of gradients, or their squares.
 */
const tolerances = { outputs: 1e-5, gradients: 1e-4, moving: 1e-6, states: 1e-4 } as const;

/**
 * A curve is exact while rounding is small, and then rounding grows: each relu or maximum that it
 * turns moves a unit's weights. So the first steps are held closely, which a wrong rule cannot
 * pass, and the rest loosely: it may not leave Keras's curve.
 */
const early = { steps: 10, tolerance: 1e-4 } as const;
const late = 1e-2;

const toleranceOf = ({ part, step }: Finding): number => {
  if (part !== 'curves') return tolerances[part];
  return (step ?? 0) <= early.steps ? early.tolerance : late;
};

/** Those that are farther than they may be, in words. */
export const tooFar = (findings: readonly Finding[]): string[] =>
  findings
    .filter((finding) => !(finding.error <= toleranceOf(finding)))
    .map(({ part, what, error }) => `${part}: ${what} is ${error.toExponential(1)} from Keras's`);
