/**
 * What each field of the experiment does, as formulas. Symbols that are fields have their names
 * from the address. Pure.
 */
import { classCount, trainImages } from '../../lib/cifar10';
import type { Experiment } from '../../experiment/schema';
import {
  becomes,
  cos,
  equals,
  floor,
  less,
  ln,
  over,
  power,
  root,
  sum,
  times,
  type Expr,
  type Line,
} from './expr';

/** Weights after one step of gradient descent. w: a weight; g: its gradient. */
export const descent = becomes('w', less('w', times('lr', 'g')));

/** v: the velocity of a weight. Source: keras/src/optimizers/sgd.py. */
export const velocity = [
  becomes('v', less(times('momentum', 'v'), times('lr', 'g'))),
  becomes('w', sum('w', 'v')),
] as const;
/** How far a weight moves under a constant gradient, in units of a single step. */
export const reach = equals('n', over(1, less(1, 'momentum')));

/** t: the number of the update, from 1. Source: keras/src/optimizers/adam.py. */
export const adam = [
  becomes('m', sum('m', times(less(1, 'β₁'), less('g', 'm')))),
  becomes('v', sum('v', times(less(1, 'β₂'), less(power('g', 2), 'v')))),
  equals('α', times('lr', over(root(less(1, power('β₂', 't'))), less(1, power('β₁', 't'))))),
  becomes('w', less('w', over(times('α', 'm'), sum(root('v'), 'ε')))),
] as const;
/** Keras's defaults. */
export const adamConstants = { 'β₁': 0.9, 'β₂': 0.999, ε: 1e-7 } as const;

/** η: the rate of a step; e: finished epochs; p: the finished fraction of the run, from 0 to 1. */
export const schedules = {
  constant: equals('η', 'lr'),
  step: equals('η', times('lr', power('stepFactor', floor(over('e', 'stepEvery'))))),
  cosine: equals('η', times(over('lr', 2), sum(1, cos(times('π', 'p'))))),
} as const satisfies Record<Experiment['schedule'], Line>;

/** Weights and biases of a convolution with K filters of F × F pixels on C channels. */
export const convolutionParams = equals('n', times(sum(times('F', 'F', 'C'), 1), 'K'));
/**
 * Output side for a window of F pixels that moves by S over H pixels, with P zeros on either side.
 */
export const outputSide = equals('O', sum(floor(over(less(sum('H', times(2, 'P')), 'F'), 'S')), 1));
/** Images that are used neither to train nor to validate. */
export const unused = equals('n', less(trainImages, 'train', 'val'));
/** Standard error of an accuracy a that was measured on this many images. */
const errorOn = (images: Expr): Line => equals('s', root(over(times('a', less(1, 'a')), images)));
export const valError = errorOn('val');
export const testError = errorOn('test');
export const epochSteps = equals('n', floor(over('train', 'batch')));
export const runSteps = equals('n', times('epochs', floor(over('train', 'batch'))));
/** The column that a pixel of column x comes from. */
export const mirror = equals('x′', less(31, 'x'));
/** Number of positions to which an image may be moved. */
export const positions = equals('n', power(sum(times(2, 'shift'), 1), 2));
export const scales = {
  unit: equals('x', over('pixel', 255)),
  standard: equals('x', over(less(over('pixel', 255), 'mean'), 'deviation')),
} as const satisfies Record<Experiment['scale'], Line>;
/** b: 0 or 1, drawn for each value x. */
export const dropped = equals('y', over(times('b', 'x'), less(1, 'dropout')));
/**
 * μ, σ²: mean and variance of the value's channel; γ, β: learnt. Source:
 * keras/src/layers/normalization/batch_normalization.py.
 */
export const batchNormalised = equals('y', sum(times('γ', over(less('x', 'μ'), root(sum('σ²', 'ε')))), 'β'));
/** q: the sum of the squares of the values at the same place in five neighbouring channels. */
export const responseNormalised = equals('y', over('x', power(sum('k', times('α', 'q')), 'β')));
/** The paper's values, § 3.3. */
export const responseConstants = { k: 2, α: 1e-4, β: 0.75 } as const;
/** What counts as better, and when the patience runs out. `wait`: epochs since the best one. */
export const stopping = [
  { left: 'val_loss', sign: '<', right: 'best' },
  { left: 'wait', sign: '≥', right: 'earlyStopping' },
] as const satisfies readonly Line[];
export const reducing = [
  { left: 'val_loss', sign: '<', right: less('best', 0.0001) },
  { left: 'wait', sign: '≥', right: 'reduceLr' },
  becomes('η', times(0.1, 'η')),
] as const satisfies readonly Line[];
/** The loss of guessing among ten classes. */
export const guessing = equals('loss', ln(classCount));
/**
 * Validation accuracy if a fraction l of the validation images was trained on: a is the accuracy on
 * those images, b on new ones.
 */
export const leaked = equals('val_acc', sum(times('l', 'a'), times(less(1, 'l'), 'b')));
export const seeds = equals('n', power(2, 32));

/** The update formulas of each optimizer. */
export const updates = {
  sgd: [descent],
  momentum: velocity,
  adam,
} as const satisfies Record<Experiment['optimizer'], readonly Line[]>;
