/**
 * Models with made-up tensors, which whoever reads a file can make again: no backend, and only one
 * tensor in memory at a time.
 */
import type { ExportedModel, ExportOptions, ModelFormat } from '../../src/formats/export';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { freshPlateau } from '../../src/training/callbacks';
import { networkFor, optimizerState, weightsOf } from '../../src/network';

/**
 * Multiplier of Knuth's multiplicative hash; tests/keras/test_files.py does the same arithmetic.
 */
const knuth = 2_654_435_761;

/**
 * So many values in [-0.05, 0.05), those of variances in [0.5, 0.6): row-major, each from its place
 * and the tensor's number.
 */
export function madeUp(number: number, count: number, positive: boolean): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  const floor = positive ? 0.5 : -0.05;
  for (let i = 0; i < count; i++)
    values[i] = (Math.imul(i + 1_000_003 * number, knuth) >>> 8) * 0.1 * 2 ** -24 + floor;
  return values;
}

/** A model of the experiment's network after `iterations` updates. */
export function madeUpModel(change: Partial<Experiment>, iterations = 625): ExportedModel {
  const experiment = { ...defaultExperiment, ...change };
  const network = networkFor(experiment);
  const tensors = [
    ...weightsOf(network).map((tensor) => ({ ...tensor, source: `weight/${tensor.name}` })),
    ...optimizerState(network, experiment.optimizer).map((tensor) => ({
      ...tensor,
      source: `slot/${tensor.name}`,
    })),
  ];
  return {
    network,
    experiment,
    learningRate: experiment.lr,
    iterations,
    async read(name) {
      const number = tensors.findIndex(({ source }) => source === name);
      const tensor = tensors[number];
      if (!tensor) throw new Error(`There is no ${name}`);
      const count = tensor.shape.reduce((size, n) => size * n, 1);
      return madeUp(number, count, /moving_variance$|\/v$/.test(name));
    },
  };
}

/** 24 November 2026, 22:44:35 UTC. */
export const savedAt = 1_795_560_275_000;

export const withState = (format: Exclude<ModelFormat, 'cluster'>): ExportOptions => ({
  format,
  optimizer: true,
  savedAt,
  name: 'A run',
  epochs: [],
  memory: { epochsBefore: 0, lrFactor: 1, stopper: freshPlateau(), reducer: freshPlateau(), bestEpoch: 0 },
});
