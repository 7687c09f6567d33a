/**
 * The formulas with the form's own numbers filled in. Pure; tests compare their results with the
 * code that trains.
 */
import { normOf } from '../../experiment/effect';
import type { Experiment } from '../../experiment/schema';
import { channelDeviation, channelMean } from '../../lib/cifar10';
import { count, learningRate } from '../../lib/units';
import { networkFor } from '../../network';
import { assign, evaluate, type Line, type Values } from './expr';
import * as formulas from './formulas';

/** Rounded to four decimals, for calculating by hand. */
const rounded = (x: number): number => Number(x.toFixed(4));
/** Mean and deviation of red in CIFAR-10's training images, as pixels / 255. */
export const red = { mean: rounded(channelMean[0]), deviation: rounded(channelDeviation[0]) } as const;
/** A gradient, an accuracy, a pixel, a column and a loss for the examples. */
export const g = 0.5;
export const a = 0.67;
export const pixel = 128;
export const column = 5;
export const best = 1.2;

/** An accuracy on images that were learnt by heart. */
export const byHeart = 0.95;

/** The placeholders of all examples. */
export const blanks = {
  f: '',
  c: '',
  k: '',
  n: '',
  h: '',
  s: '',
  o: '',
  a: '',
  g: '',
  change: '',
  epoch: '',
  epochs: '',
  rate: '',
  x: '',
  from: '',
  pixel: '',
  factor: '',
  best: '',
  limit: '',
  loss: '',
};

/** The values that an example fills in. */
export type Placeholders = Partial<Readonly<typeof blanks>>;

/** Enough decimals for a fraction or a factor. */
export const short = (x: number): string => String(Number(x.toPrecision(4)));

/** The first convolution of a network, as symbols. C: channels of an image. */
export function firstConvolution(experiment: Experiment): Values {
  const { input, layers } = networkFor(experiment);
  const first = layers.find((layer) => layer.kind === 'conv2d');
  if (!first) throw new Error('A network without a convolution has no example');
  return { H: input[0], C: input[2], F: first.kernel, K: first.filters, S: first.stride, P: 0 };
}

/**
 * The convolution that is left out first, as symbols; each filter sees its own group's channels.
 */
export function fourthConvolution(experiment: Experiment): Values {
  const { layers } = networkFor({ ...experiment, convs: 5 });
  const [, , third, fourth] = layers.flatMap((layer) => (layer.kind === 'conv2d' ? [layer] : []));
  return {
    F: fourth?.kernel ?? 0,
    C: (third?.filters ?? 0) / (fourth?.groups ?? 1),
    K: fourth?.filters ?? 0,
  };
}

/** The normalised value of 1.5 at mean 1 and variance 0.25, or (lrn) of 10 among five tens. */
export function normalised(experiment: Experiment): number {
  if (normOf(experiment) === 'lrn')
    return evaluate(formulas.responseNormalised.right, { x: 10, q: 500, ...formulas.responseConstants });
  return evaluate(formulas.batchNormalised.right, { x: 1.5, μ: 1, 'σ²': 0.25, ε: 1e-3, γ: 1, β: 0 });
}

/** The symbols' values, by the names of the placeholders. */
export const filledIn = (
  values: Values,
  names: Readonly<Partial<Record<keyof typeof blanks, string>>>,
): Placeholders =>
  Object.fromEntries(Object.entries(names).map(([name, symbol]) => [name, count(values[symbol] ?? 0)]));

/** How much the first update changes a weight whose gradient is `g`. */
export function firstChange({ optimizer, lr, momentum }: Experiment): number {
  const start = { w: 0, m: 0, v: 0, t: 1, g, lr, momentum, ...formulas.adamConstants };
  const lines: readonly Line[] =
    optimizer === 'sgd' ? [formulas.descent] : optimizer === 'adam' ? formulas.adam : formulas.velocity;
  return assign(lines, start)['w'] ?? 0;
}

/** The learning rate at the first step of an epoch; `epoch` from 0. */
export const rateIn = (experiment: Experiment, epoch: number): number =>
  evaluate(formulas.schedules[experiment.schedule].right, {
    lr: experiment.lr,
    stepFactor: experiment.stepFactor,
    stepEvery: experiment.stepEvery,
    e: epoch,
    p: epoch / experiment.epochs,
  });

export function scheduleExample(experiment: Experiment): Placeholders {
  const epoch = Math.floor(experiment.epochs / 2);
  return {
    epoch: count(epoch + 1),
    epochs: count(experiment.epochs),
    rate: learningRate(rateIn(experiment, epoch)),
  };
}
