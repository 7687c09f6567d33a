/** The formulas with the form's own numbers put in. Pure; what they give is tested against the code that trains. */
import { normOf } from '../../experiment/effect';
import { leakedImages, type Experiment, type ExperimentKey } from '../../experiment/schema';
import { count, learningRate, metric, percent } from '../../lib/units';
import { networkFor } from '../../network';
import { assign, evaluate, type Line, type Values } from './expr';
import * as formulas from './formulas';

/** Red, of CIFAR-10's training images, as pixels / 255; all digits are in the engine's dataset/cifar10. */
export const red = { mean: 0.4914, deviation: 0.247 } as const;
/** A gradient, an accuracy, a pixel, a column and a loss to calculate with. */
const [g, a, pixel, column, best] = [0.5, 0.67, 128, 5, 1.2];

/** An accuracy on images that were learnt by heart. */
const byHeart = 0.95;

/** The placeholders of all examples. */
const blanks = {
  f: '', c: '', k: '', n: '', h: '', s: '', o: '', a: '', g: '', change: '', epoch: '', epochs: '', rate: '', x: '', from: '',
  pixel: '', factor: '', best: '', limit: '', loss: '',
}; // prettier-ignore

/** What one of them is filled with. */
type Words = Partial<Readonly<typeof blanks>>;

/** Decimals enough for a share or a factor. */
const short = (x: number): string => String(Number(x.toPrecision(4)));

/** The first convolution of a network, as symbols. C: channels of an image. */
function firstConvolution(experiment: Experiment): Values {
  const { input, layers } = networkFor(experiment);
  const first = layers.find((layer) => layer.kind === 'conv2d');
  if (!first) throw new Error('A network without a convolution has no example');
  return { H: input[0], C: input[2], F: first.kernel, K: first.filters, S: first.stride, P: 0 };
}

/** The convolution that is left out first, as symbols; each filter sees the channels of its own group. */
function fourthConvolution(experiment: Experiment): Values {
  const { layers } = networkFor({ ...experiment, convs: 5 });
  const [, , third, fourth] = layers.flatMap((layer) => (layer.kind === 'conv2d' ? [layer] : []));
  return {
    F: fourth?.kernel ?? 0,
    C: (third?.filters ?? 0) / (fourth?.groups ?? 1),
    K: fourth?.filters ?? 0,
  };
}

/** A value of 1.5 in a channel of mean 1 and variance 0.25, or among five that are all 10. */
function normalised(experiment: Experiment): number {
  if (normOf(experiment) === 'lrn')
    return evaluate(formulas.responseNormalised.right, { x: 10, q: 500, ...formulas.responseConstants });
  return evaluate(formulas.batchNormalised.right, { x: 1.5, μ: 1, 'σ²': 0.25, ε: 1e-3, γ: 1, β: 0 });
}

/** Symbols' values under the names of placeholders. */
const told = (values: Values, names: Readonly<Partial<Record<keyof typeof blanks, string>>>): Words =>
  Object.fromEntries(Object.entries(names).map(([name, symbol]) => [name, count(values[symbol] ?? 0)]));

/** How much the first update changes a weight whose gradient is `g`. */
export function firstChange({ optimizer, lr, momentum }: Experiment): number {
  const start = { w: 0, m: 0, v: 0, t: 1, g, lr, momentum, ...formulas.adamConstants };
  const lines: readonly Line[] =
    optimizer === 'sgd' ? [formulas.descent] : optimizer === 'adam' ? formulas.adam : formulas.velocity;
  return assign(lines, start)['w'] ?? 0;
}

/** The rate at the first step of an epoch; `epoch` from 0. */
export const rateIn = (experiment: Experiment, epoch: number): number =>
  evaluate(formulas.schedules[experiment.schedule].right, {
    lr: experiment.lr,
    stepFactor: experiment.stepFactor,
    stepEvery: experiment.stepEvery,
    e: epoch,
    p: epoch / experiment.epochs,
  });

function scheduleExample(experiment: Experiment): Words {
  const epoch = Math.floor(experiment.epochs / 2);
  return {
    epoch: count(epoch + 1),
    epochs: count(experiment.epochs),
    rate: learningRate(rateIn(experiment, epoch)),
  };
}

const examples: Readonly<Record<ExperimentKey, (experiment: Experiment) => Words>> = {
  model: (experiment) => {
    const values = firstConvolution(experiment);
    return {
      ...told(values, { f: 'F', c: 'C', k: 'K' }),
      n: count(evaluate(formulas.convolutionParams.right, values)),
    };
  },
  input: (experiment) => {
    const values = firstConvolution({ ...experiment, model: 'alexnet-small' });
    return {
      ...told(values, { h: 'H', f: 'F', s: 'S' }),
      o: count(evaluate(formulas.outputSide.right, values)),
    };
  },
  train: ({ train, val }) => ({ n: count(evaluate(formulas.unused.right, { train, val })) }),
  val: ({ val }) => ({
    a: percent(a, 0),
    s: percent(evaluate(formulas.valError.right, { a, val })),
    n: count(val),
  }),
  test: ({ test }) => ({
    a: percent(a, 0),
    s: percent(evaluate(formulas.testError.right, { a, test })),
    n: count(test),
  }),
  epochs: ({ epochs, train, batch }) => ({
    n: count(evaluate(formulas.runSteps.right, { epochs, train, batch })),
  }),
  batch: ({ train, batch }) => ({ n: count(evaluate(formulas.epochSteps.right, { train, batch })) }),
  optimizer: (experiment) => ({ g: String(g), change: learningRate(Math.abs(firstChange(experiment))) }),
  lr: ({ lr }) => ({
    g: String(g),
    change: learningRate(Math.abs(evaluate(formulas.descent.right, { w: 0, lr, g }))),
  }),
  momentum: ({ momentum }) => ({ n: short(evaluate(formulas.reach.right, { momentum })) }),
  schedule: scheduleExample,
  stepEvery: (experiment) => scheduleExample({ ...experiment, schedule: 'step' }),
  stepFactor: (experiment) => scheduleExample({ ...experiment, schedule: 'step' }),
  flip: () => ({ x: count(column), from: count(evaluate(formulas.mirror.right, { x: column })) }),
  shift: ({ shift }) => ({ n: count(evaluate(formulas.positions.right, { shift })) }),
  scale: ({ scale }) => ({
    pixel: count(pixel),
    x: short(evaluate(formulas.scales[scale].right, { pixel, ...red })),
  }),
  dropout: ({ dropout }) => ({
    rate: percent(dropout, 0),
    factor: short(evaluate(formulas.dropped.right, { b: 1, x: 1, dropout })),
  }),
  norm: (experiment) => ({
    x: normOf(experiment) === 'lrn' ? '10' : '1.5',
    o: short(normalised(experiment)),
  }),
  convs: (experiment) => {
    const values = fourthConvolution(experiment);
    return {
      ...told(values, { f: 'F', c: 'C', k: 'K' }),
      n: count(evaluate(formulas.convolutionParams.right, values)),
    };
  },
  earlyStopping: () => ({
    best: metric(best),
    limit: metric(evaluate(formulas.stopping[0].right, { best })),
  }),
  reduceLr: ({ lr }) => ({
    best: metric(best),
    limit: metric(evaluate(formulas.reducing[0].right, { best })),
    rate: learningRate(evaluate(formulas.reducing[2].right, { η: lr })),
  }),
  labels: () => ({ loss: metric(evaluate(formulas.guessing.right, {})) }),
  leak: ({ train, val }) => {
    const l = leakedImages({ leak: true, train, val }) / val;
    return {
      f: percent(l, 0),
      x: percent(byHeart, 0),
      a: percent(a, 0),
      s: percent(evaluate(formulas.leaked.right, { l, a: byHeart, b: a })),
    };
  },
  seed: () => ({ n: count(evaluate(formulas.seeds.right, {})) }),
};

/** What the example of a field's help is told with: its own placeholders, and blanks for those of others. */
export const exampleOf = (
  field: ExperimentKey,
  experiment: Experiment,
): Record<keyof typeof blanks, string> => ({
  ...blanks,
  ...examples[field](experiment),
});
