/**
 * What our side says about networks, windows, numbers and progress bars, as plain data for the
 * Python tests.
 */
import { defaultExperiment, modelIds, type Experiment } from '../../src/experiment/schema';
import { slideWindow, type WindowAxis } from '../../src/lib/convolution';
import { bar, epochLine, liveLine } from '../../src/lib/kerasLine';
import { Rng } from '../../src/lib/rng';
import { kerasBytes, kerasMetric } from '../../src/lib/units';
import { goldenCases } from '../golden/cases';
import { kerasCode, kerasSummaryText, networkFor, summarize } from '../../src/network';

const rng = Rng.of(1).fork('keras-tests');

function network(change: Partial<Experiment>, variant: Partial<Pick<Experiment, 'norm' | 'convs'>> = {}) {
  const experiment = { ...defaultExperiment, ...change, ...variant };
  const summary = summarize(networkFor(experiment));
  return {
    id: [experiment.model, summary.network.input[0], ...Object.values(variant)].join('-'),
    code: kerasCode(summary.network, experiment),
    text: kerasSummaryText(summary),
    trainable: summary.trainable,
    nonTrainable: summary.nonTrainable,
    layers: summary.rows.map(({ layer, outputShape, params }) => ({ name: layer.name, outputShape, params })),
  };
}

const networks = () => [
  ...modelIds.map((model) => network({ model })),
  network({ model: 'alexnet-small', input: 99, dropout: 0 }),
  network({}, { norm: 'lrn' }),
  network({}, { norm: 'none', convs: 2 }),
  network({ model: 'alexnet2012' }, { norm: 'batch', convs: 3 }),
  network({ model: 'alexnet-small' }, { convs: 4 }),
];

/** What tests/keras/golden.py needs to know of each case. */
const golden = () =>
  goldenCases.map(({ id, experiment, ...rest }) => ({
    id,
    model: experiment.model,
    seed: experiment.seed,
    momentum: experiment.momentum,
    ...rest,
    code: kerasCode(networkFor(experiment), experiment),
  }));

const few = { train: 24, val: 5, test: 6, epochs: 2, batch: 8 };

/**
 * Whole programs that the tests run on a tiny data set; between them they take every branch of the
 * generated text.
 */
const programs = () => [
  network({
    ...few,
    model: 'lenet5',
    scale: 'standard',
    optimizer: 'momentum',
    schedule: 'step',
    flip: true,
    shift: 2,
    labels: 'shuffled',
    earlyStopping: 1,
    reduceLr: 1,
  }),
  network({ ...few, model: 'lenet5', optimizer: 'sgd', earlyStopping: 3, reduceLr: 2 }),
  network({ ...few, model: 'alexnet-small', schedule: 'cosine', epochs: 1 }),
  network({ ...few, model: 'alexnet-small', epochs: 1 }, { norm: 'lrn', convs: 3 }),
];

function* windowAxes(): Generator<WindowAxis> {
  for (const padding of ['same', 'valid'] as const)
    for (let input = 6; input <= 8; input++)
      for (let filter = 1; filter <= 5; filter++)
        for (let stride = 1; stride <= 4; stride++) yield { input, filter, stride, padding };
}

/** Magnitudes of every kind, with the numbers that lie exactly between two decimals. */
function numbers(): number[] {
  const random = Array.from({ length: 300 }, () => rng.uniform(-1, 1) * 10 ** (rng.int(16) - 9));
  const ties = Array.from({ length: 64 }, (_, i) => i / 32 + 1 / 32);
  return [...random, ...ties, 0, 1e-3, 0.00099999, 0.99995, 123456.78905, 1e21, -0.03125];
}

const epochs = () =>
  Array.from({ length: 40 }, () => {
    const steps = 2 + rng.int(2000);
    const secondsPerStep = 10 ** rng.uniform(-5, 1);
    const log = {
      steps,
      secondsPerStep,
      seconds: secondsPerStep * (steps - 1) + rng.uniform(0.1, 20),
      acc: rng.uniform(),
      loss: rng.uniform(0, 3),
      val_acc: rng.uniform(),
      val_loss: rng.uniform(0, 1e-3),
    };
    const stepInEpoch = 2 + rng.int(steps - 1);
    const live = { stepInEpoch, secondsPerStep, meanAcc: log.acc, meanLoss: log.loss };
    return {
      ...log,
      stepInEpoch,
      line: epochLine(log),
      live: liveLine(live, steps),
      filled: bar(stepInEpoch, steps).filled,
    };
  });

/** Everything, as JSON can hold it. */
export const ours = () => ({
  networks: networks(),
  programs: programs(),
  windows: [...windowAxes()].map((axis) => ({ ...axis, ...slideWindow(axis) })),
  metrics: numbers().map((value) => ({ value, text: kerasMetric(value) })),
  bytes: [0, 4, 1023, 1024, 1152, 233_298_984, 248_024, 4_864, 2 ** 40].map((value) => ({
    value,
    text: kerasBytes(value),
  })),
  epochs: epochs(),
  golden: golden(),
});
