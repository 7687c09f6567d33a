/**
 * What the help for each field of an experiment shows besides its text: the formula (for the chosen
 * value, if there are several), Keras's name for it, its source, and the numbers of its example.
 * Pure.
 */
import { normOf } from '../../experiment/effect';
import { leakedImages, type Experiment, type ExperimentKey } from '../../experiment/schema';
import { count, learningRate, metric, percent } from '../../lib/units';
import { evaluate, type Line } from './expr';
import {
  blanks,
  red,
  g,
  a,
  pixel,
  column,
  best,
  byHeart,
  short,
  firstConvolution,
  fourthConvolution,
  normalised,
  filledIn,
  firstChange,
  scheduleExample,
  type Placeholders,
} from './examples';
import * as formulas from './formulas';
import {
  alexnet,
  cifar,
  deepLearning,
  statistics,
  schedulesFile,
  optimizers,
  exponential,
  schedules,
  type Source,
} from './sources';

interface FieldFacts {
  readonly formula: (experiment: Experiment) => readonly Line[];
  readonly source: (experiment: Experiment) => Source;
  readonly example: (experiment: Experiment) => Placeholders;
}

const facts: Readonly<Record<ExperimentKey, FieldFacts>> = {
  model: {
    formula: () => [formulas.convolutionParams],
    source: () => ({
      keras: 'keras.Sequential([…])',
      from: [
        alexnet,
        'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998',
      ],
    }),
    example: (experiment) => {
      const values = firstConvolution(experiment);
      return {
        ...filledIn(values, { f: 'F', c: 'C', k: 'K' }),
        n: count(evaluate(formulas.convolutionParams.right, values)),
      };
    },
  },
  input: {
    formula: () => [formulas.outputSide],
    source: () => ({
      keras: 'keras.Input(shape=(…, …, 3))',
      from: ['V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning, 2016'],
    }),
    example: (experiment) => {
      const values = firstConvolution({ ...experiment, model: 'alexnet-small' });
      return {
        ...filledIn(values, { h: 'H', f: 'F', s: 'S' }),
        o: count(evaluate(formulas.outputSide.right, values)),
      };
    },
  },
  train: {
    formula: () => [formulas.unused],
    source: () => ({ keras: 'keras.datasets.cifar10.load_data()', from: [cifar] }),
    example: ({ train, val }) => ({ n: count(evaluate(formulas.unused.right, { train, val })) }),
  },
  val: {
    formula: () => [formulas.valError],
    source: () => ({ keras: 'model.fit(…, validation_data=…)', from: [cifar, statistics] }),
    example: ({ val }) => ({
      a: percent(a, 0),
      s: percent(evaluate(formulas.valError.right, { a, val })),
      n: count(val),
    }),
  },
  test: {
    formula: () => [formulas.testError],
    source: () => ({ keras: 'model.evaluate(…)', from: [cifar, statistics] }),
    example: ({ test }) => ({
      a: percent(a, 0),
      s: percent(evaluate(formulas.testError.right, { a, test })),
      n: count(test),
    }),
  },
  epochs: {
    formula: () => [formulas.runSteps],
    source: () => ({ keras: 'model.fit(…, epochs=…)', from: [`${deepLearning}, § 8.1`] }),
    example: ({ epochs, train, batch }) => ({
      n: count(evaluate(formulas.runSteps.right, { epochs, train, batch })),
    }),
  },
  batch: {
    formula: () => [formulas.epochSteps],
    source: () => ({ keras: 'model.fit(…, batch_size=…)', from: [`${deepLearning}, § 8.1.3`] }),
    example: ({ train, batch }) => ({ n: count(evaluate(formulas.epochSteps.right, { train, batch })) }),
  },
  optimizer: {
    formula: ({ optimizer }) => formulas.updates[optimizer],
    source: ({ optimizer }) => optimizers[optimizer],
    example: (experiment) => ({ g: String(g), change: learningRate(Math.abs(firstChange(experiment))) }),
  },
  lr: {
    formula: () => [formulas.descent],
    source: ({ optimizer }) => ({
      keras: optimizers[optimizer].keras,
      from: [
        'Y. Bengio, Practical Recommendations for Gradient-Based Training of Deep Architectures, 2012',
        ...optimizers[optimizer].from,
      ],
    }),
    example: ({ lr }) => ({
      g: String(g),
      change: learningRate(Math.abs(evaluate(formulas.descent.right, { w: 0, lr, g }))),
    }),
  },
  momentum: {
    formula: () => [...formulas.velocity, formulas.reach],
    source: () => optimizers.momentum,
    example: ({ momentum }) => ({ n: short(evaluate(formulas.reach.right, { momentum })) }),
  },
  schedule: {
    formula: ({ schedule }) => [formulas.schedules[schedule]],
    source: ({ schedule }) => schedules[schedule],
    example: scheduleExample,
  },
  stepEvery: {
    formula: () => [formulas.schedules.step],
    source: () => ({ keras: `${exponential}(…, decay_steps=…, staircase=True)`, from: [schedulesFile] }),
    example: (experiment) => scheduleExample({ ...experiment, schedule: 'step' }),
  },
  stepFactor: {
    formula: () => [formulas.schedules.step],
    source: () => ({ keras: `${exponential}(…, decay_rate=…, staircase=True)`, from: [schedulesFile] }),
    example: (experiment) => scheduleExample({ ...experiment, schedule: 'step' }),
  },
  flip: {
    formula: () => [formulas.mirror],
    source: () => ({ keras: 'keras.layers.RandomFlip("horizontal")', from: [`${alexnet}, § 4.1`] }),
    example: () => ({ x: count(column), from: count(evaluate(formulas.mirror.right, { x: column })) }),
  },
  shift: {
    formula: () => [formulas.positions],
    source: () => ({
      keras: 'np.pad(…, mode="reflect")',
      from: ['K. Jordan, 94% on CIFAR-10 in 3.29 Seconds on a Single GPU, 2024'],
    }),
    example: ({ shift }) => ({ n: count(evaluate(formulas.positions.right, { shift })) }),
  },
  scale: {
    formula: ({ scale }) => [formulas.scales[scale]],
    source: ({ scale }) => ({
      keras:
        scale === 'unit'
          ? 'keras.layers.Rescaling(1 / 255)'
          : 'keras.layers.Normalization(mean=…, variance=…)',
      from: ['Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, 1998'],
    }),
    example: ({ scale }) => ({
      pixel: count(pixel),
      x: short(evaluate(formulas.scales[scale].right, { pixel, ...red })),
    }),
  },
  dropout: {
    formula: () => [formulas.dropped],
    source: () => ({
      keras: 'keras.layers.Dropout(…)',
      from: [
        'N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014',
      ],
    }),
    example: ({ dropout }) => ({
      rate: percent(dropout, 0),
      factor: short(evaluate(formulas.dropped.right, { b: 1, x: 1, dropout })),
    }),
  },
  norm: {
    // For a network without normalisation, the formulas that are left out.
    formula: (experiment) => [
      normOf(experiment) === 'lrn' ? formulas.responseNormalised : formulas.batchNormalised,
    ],
    source: (experiment) =>
      normOf(experiment) === 'lrn'
        ? { keras: 'tf.nn.local_response_normalization(…)', from: [`${alexnet}, § 3.3`] }
        : {
            keras: 'keras.layers.BatchNormalization()',
            from: [
              'S. Ioffe, C. Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift, 2015',
              'keras/src/layers/normalization/batch_normalization.py',
            ],
          },
    example: (experiment) => ({
      x: normOf(experiment) === 'lrn' ? '10' : '1.5',
      o: short(normalised(experiment)),
    }),
  },
  convs: {
    formula: () => [formulas.convolutionParams],
    source: () => ({ keras: 'keras.layers.Conv2D(…)', from: [`${alexnet}, § 7`] }),
    example: (experiment) => {
      const values = fourthConvolution(experiment);
      return {
        ...filledIn(values, { f: 'F', c: 'C', k: 'K' }),
        n: count(evaluate(formulas.convolutionParams.right, values)),
      };
    },
  },
  earlyStopping: {
    formula: () => formulas.stopping,
    source: () => ({
      keras: 'keras.callbacks.EarlyStopping(patience=…, restore_best_weights=True)',
      from: ['L. Prechelt, Early Stopping – But When?, 1998', 'keras/src/callbacks/early_stopping.py'],
    }),
    example: () => ({
      best: metric(best),
      limit: metric(evaluate(formulas.stopping[0].right, { best })),
    }),
  },
  reduceLr: {
    formula: () => formulas.reducing,
    source: () => ({
      keras: 'keras.callbacks.ReduceLROnPlateau(factor=0.1, patience=…)',
      from: ['keras/src/callbacks/reduce_lr_on_plateau.py'],
    }),
    example: ({ lr }) => ({
      best: metric(best),
      limit: metric(evaluate(formulas.reducing[0].right, { best })),
      rate: learningRate(evaluate(formulas.reducing[2].right, { η: lr })),
    }),
  },
  labels: {
    formula: () => [formulas.guessing],
    source: () => ({
      keras: 'np.random.default_rng(…).permutation(labels)',
      from: [
        'C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals, Understanding Deep Learning Requires Rethinking Generalization, 2017',
      ],
    }),
    example: () => ({ loss: metric(evaluate(formulas.guessing.right, {})) }),
  },
  leak: {
    formula: () => [formulas.leaked],
    source: () => ({
      keras: 'model.fit(…, validation_data=…)',
      from: [
        'S. Kaufman, S. Rosset, C. Perlich, O. Stitelman, Leakage in Data Mining: Formulation, Detection, and Avoidance, 2012',
      ],
    }),
    example: ({ train, val }) => {
      const l = leakedImages({ leak: true, train, val }) / val;
      return {
        f: percent(l, 0),
        x: percent(byHeart, 0),
        a: percent(a, 0),
        s: percent(evaluate(formulas.leaked.right, { l, a: byHeart, b: a })),
      };
    },
  },
  seed: {
    formula: () => [formulas.seeds],
    source: () => ({ keras: 'keras.utils.set_random_seed(…)', from: ['keras/src/utils/rng_utils.py'] }),
    example: () => ({ n: count(evaluate(formulas.seeds.right, {})) }),
  },
};

export const formulasOf = (field: ExperimentKey, experiment: Experiment): readonly Line[] =>
  facts[field].formula(experiment);

/** Keras's name for a field, and its source. The same in every language. */
export const sourceOf = (field: ExperimentKey, experiment: Experiment): Source =>
  facts[field].source(experiment);

/**
 * The values for the example in a field's help: its own placeholders, with blanks for those of
 * other fields.
 */
export const exampleOf = (field: ExperimentKey, experiment: Experiment): typeof blanks => ({
  ...blanks,
  ...facts[field].example(experiment),
});
