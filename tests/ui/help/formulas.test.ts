/**
 * The formulas of the help, computed, are what the code that trains does: each against that code,
 * on numbers of no special kind.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as fc from '../../helpers/properties';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawMove } from '../../../src/dataset/augment';
import { channelDeviation, channelMean } from '../../../src/lib/cifar10';
import { preprocess } from '../../../src/dataset/preprocess';
import {
  defaultExperiment,
  experimentFields,
  leakedImages,
  modelIds,
  stepsPerEpoch,
  type Experiment,
} from '../../../src/experiment/schema';
import { dropoutMask } from '../../../src/kernels/dropout';
import { softmaxCrossEntropy } from '../../../src/kernels/loss';
import { transformImage } from '../../../src/lib/augmentTransform';
import { Rng } from '../../../src/lib/rng';
import { networkFor, summarize } from '../../../src/network';
import { firstChange, rateIn, red } from '../../../src/ui/help/examples';
import { exampleOf, formulasOf } from '../../../src/ui/help/fields';
import { assign, evaluate, type Line, type Values } from '../../../src/ui/help/expr';
import * as formulas from '../../../src/ui/help/formulas';
import { earlyStopping, plateauFactor, reduceOnPlateau } from '../../../src/training/callbacks';
import { createOptimizer } from '../../../src/training/optimizer';
import { scheduledRate } from '../../../src/training/schedule';

beforeAll(async () => void (await tf.setBackend('cpu')));

const lab = defaultExperiment;
const optimizers = ['sgd', 'momentum', 'adam'] as const;

/** The weight after each gradient, by the formulas. */
function byFormula(lines: readonly Line[], start: Values, gradients: readonly number[]): number[] {
  let values = start;
  return gradients.map((g, i) => {
    values = assign(lines, { ...values, g, t: i + 1 });
    return values['w'] ?? Number.NaN;
  });
}

/** The same by the optimizer that trains. */
async function byOptimizer(experiment: Experiment, gradients: readonly number[]): Promise<number[]> {
  const optimizer = createOptimizer(experiment);
  const w = tf.variable(tf.tensor1d([0.25]));
  const weights: number[] = [];
  for (const g of gradients) {
    optimizer.apply(new Map([['w', w]]), { [w.name]: tf.tensor1d([g]) }, experiment.lr);
    weights.push((await w.data())[0] ?? Number.NaN);
  }
  w.dispose();
  optimizer.dispose();
  return weights;
}

describe('a normalised value', () => {
  const values = [1.5, -0.25, 3, 0.5, 2];

  it('is batch normalisation’s', async () => {
    const mu = 1.2;
    const variance = 0.3;
    const ours = values.map((x) =>
      evaluate(formulas.batchNormalised.right, { x, μ: mu, 'σ²': variance, ε: 1e-3, γ: 0.7, β: 0.1 }),
    );
    const theirs = tf.batchNorm2d(tf.tensor2d(values, [5, 1]), [mu], [variance], [0.1], [0.7], 1e-3);
    expect([...(await theirs.data())].map((y, i) => Math.abs(y - ours[i]!) < 1e-6)).toEqual(
      values.map(() => true),
    );
  });

  it('is local response normalisation’s, in the middle of five channels', async () => {
    const { k, α, β } = formulas.responseConstants;
    const large = values.map((x) => 40 * x);
    const q = large.reduce((sum, x) => sum + x * x, 0);
    const ours = evaluate(formulas.responseNormalised.right, { x: large[2]!, q, k, α, β });
    const theirs = tf.localResponseNormalization(tf.tensor4d(large, [1, 1, 1, 5]), 2, k, α, β);
    expect((await theirs.data())[2]).toBeCloseTo(ours, 4);
    // Large enough that the neighbours count.
    expect(ours).not.toBeCloseTo(large[2]! / k ** β, 1);
  });
});

describe('the update of a weight', () => {
  const gradients = [0.7, -0.2, 0.35, 1.3, -0.9];

  it.each(optimizers)('%s is the optimizer’s, step by step', async (optimizer) => {
    const experiment = { ...lab, optimizer, lr: 0.03, momentum: 0.8 };
    const start = { w: 0.25, m: 0, v: 0, lr: 0.03, momentum: 0.8, ...formulas.adamConstants };
    const expected = await byOptimizer(experiment, gradients);
    byFormula(formulasOf('optimizer', experiment), start, gradients).forEach((w, i) =>
      expect(w).toBeCloseTo(expected[i] ?? Number.NaN, 5),
    );
    // The instrument works: another rule is another weight.
    const other = await byOptimizer(
      { ...experiment, optimizer: optimizer === 'sgd' ? 'adam' : 'sgd' },
      gradients,
    );
    expect(Math.abs((other.at(-1) ?? 0) - (expected.at(-1) ?? 0))).toBeGreaterThan(1e-3);
  });

  it.each(optimizers)('%s: the example is its first step', async (optimizer) => {
    const experiment = { ...lab, optimizer, lr: 0.01 };
    const [first = Number.NaN] = await byOptimizer(experiment, [0.5]);
    expect(firstChange(experiment)).toBeCloseTo(first - 0.25, 6);
  });

  it('under a steady gradient, momentum reaches the steps that it says', async () => {
    const weights = await byOptimizer(
      { ...lab, optimizer: 'momentum', momentum: 0.8, lr: 0.01 },
      Array<number>(80).fill(1),
    );
    const last = (weights.at(-2) ?? 0) - (weights.at(-1) ?? 0);
    expect(last / 0.01).toBeCloseTo(evaluate(formulas.reach.right, { momentum: 0.8 }), 2);
  });
});

describe('the learning rate', () => {
  it('is the schedule’s in every epoch, at any values', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('constant' as const, 'step' as const, 'cosine' as const),
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 100 }),
        fc.nat(99),
        (schedule, stepEvery, stepFactor, epochs, some) => {
          const experiment = { ...lab, schedule, stepEvery, stepFactor, epochs };
          const epoch = some % epochs;
          const expected = scheduledRate(experiment, { epoch, progress: epoch / epochs });
          expect(rateIn(experiment, epoch)).toBeCloseTo(expected, 12);
        },
      ),
    );
  });

  it('is told for the middle of the run', () => {
    expect(exampleOf('schedule', { ...lab, schedule: 'cosine' })).toMatchObject({
      epoch: '6',
      epochs: '10',
      rate: '5e-5',
    });
    expect(exampleOf('stepEvery', lab)).toMatchObject({ epoch: '6', rate: '1e-5' });
  });
});

describe('callbacks', () => {
  const [rise, patience] = formulas.stopping;
  const [better, full, reduced] = formulas.reducing;

  it.each([
    [earlyStopping(3), rise, patience, 'earlyStopping'],
    [reduceOnPlateau(3), better, full, 'reduceLr'],
  ] as const)(
    'count an epoch as better below the limit, and none at it',
    (plateau, limitLine, patienceLine, field) => {
      plateau.watch(1.2);
      const limit = evaluate(limitLine.right, { best: 1.2 });
      expect([limitLine.sign, patienceLine.sign]).toEqual(['<', '≥']);
      const fulls = [limit, limit, limit].map((value) => plateau.watch(value));
      expect(fulls.map(({ improved }) => improved)).toEqual([false, false, false]);
      expect(fulls.map(({ full: reached }) => reached)).toEqual(
        [1, 2, 3].map((wait) => wait >= evaluate(patienceLine.right, { [field]: 3 })),
      );
      expect(plateau.watch(limit - 1e-9).improved).toBe(true);
    },
  );

  it('make the rate what the training makes it', () => {
    expect(evaluate(reduced.right, { η: 0.02 })).toBeCloseTo(0.02 * plateauFactor, 12);
  });
});

describe('images', () => {
  it('are mirrored as the formula says', () => {
    const row = Uint8Array.from({ length: 32 * 32 }, (_, i) => i % 32);
    const mirrored = new Uint8Array(row.length);
    transformImage(row, mirrored, 0, { flip: true, dx: 0, dy: 0 }, [32, 1]);
    for (let x = 0; x < 32; x++) expect(mirrored[x]).toBe(evaluate(formulas.mirror.right, { x }));
  });

  it.each([0, 1, 3])('at a shift of %i have so many places, and are mirrored half of the time', (shift) => {
    const rng = Rng.of(7);
    const moves = Array.from({ length: 4_000 }, () => drawMove({ flip: true, shift }, rng));
    const places = new Set(moves.map(({ dx, dy }) => `${dx} ${dy}`));
    expect(places.size).toBe(evaluate(formulas.positions.right, { shift }));
    expect(moves.filter(({ flip }) => flip).length / moves.length).toBeCloseTo(0.5, 1);
  });

  it.each(['unit', 'standard'] as const)('%s: a pixel becomes what the network gets', async (scale) => {
    const pixels = new Uint8Array(32 * 32 * 3).fill(128);
    const [got = Number.NaN] = await preprocess(pixels, 1, 32, scale).data();
    const said = evaluate(formulas.scales[scale].right, {
      pixel: 128,
      mean: channelMean[0],
      deviation: channelDeviation[0],
    });
    expect(said).toBeCloseTo(got, 5);
    expect(Number(exampleOf('scale', { ...lab, scale })['x'])).toBeCloseTo(got, 3);
    expect([red.mean, red.deviation]).toEqual([
      Number(channelMean[0].toFixed(4)),
      Number(channelDeviation[0].toFixed(4)),
    ]);
  });
});

describe('numbers', () => {
  it.each([0, 0.2, 0.5, 0.95])('dropout of %f: kept values are what the mask makes them', (dropout) => {
    const mask = dropoutMask(10_000, dropout, 99);
    const kept = evaluate(formulas.dropped.right, { b: 1, x: 1, dropout });
    expect(evaluate(formulas.dropped.right, { b: 0, x: 1, dropout })).toBe(0);
    for (const value of new Set(mask)) expect([0, Math.fround(kept)]).toContain(value);
    expect(mask.reduce((total, value) => total + value, 0) / mask.length).toBeCloseTo(1, 0);
  });

  it('steps are those of the run', () => {
    const experiment = { ...lab, train: 2_000, epochs: 3 };
    expect(exampleOf('batch', experiment).n).toBe(String(stepsPerEpoch(experiment)));
    expect(exampleOf('epochs', experiment).n).toBe(String(stepsPerEpoch(experiment) * 3));
  });

  it.each(modelIds)('%s: the first convolution has these weights and this output', (model) => {
    const { rows, network } = summarize(networkFor({ ...lab, model }));
    const row = rows.find(({ layer }) => layer.kind === 'conv2d')!;
    const { layer } = row;
    if (layer.kind !== 'conv2d') throw new Error('The first convolution is one');
    expect(exampleOf('model', { ...lab, model }).n.replaceAll(',', '')).toBe(String(row.params));
    const values = { H: network.input[0], P: 0, F: layer.kernel, S: layer.stride };
    expect(evaluate(formulas.outputSide.right, values)).toBe(row.outputShape[1]);
  });

  it.each([67, 100, 227])('the example of an input of %i is that network’s', (input) => {
    const { rows } = summarize(networkFor({ ...lab, model: 'alexnet-small', input }));
    const shape = rows.find(({ layer }) => layer.kind === 'conv2d')?.outputShape;
    expect(exampleOf('input', { ...lab, input }).o).toBe(String(shape?.[1]));
  });

  it('guessing has the loss that training computes', async () => {
    const { loss } = softmaxCrossEntropy(tf.zeros([4, 10]), tf.tensor1d([1, 2, 3, 4], 'int32'));
    expect(evaluate(formulas.guessing.right, {})).toBeCloseTo((await loss.data())[0] ?? Number.NaN, 5);
  });

  it('seeds are as many as the schema takes', () => {
    const { maxValue } = experimentFields.seed.unwrap();
    expect(evaluate(formulas.seeds.right, {})).toBe((maxValue ?? 0) + 1);
  });

  it('a leak mixes what is known with what is new, as counted image by image', () => {
    const train = 300;
    const val = 400;
    const known = leakedImages({ leak: true, train: 300, val: 400 });
    // Nine of ten known ones are right, and every second of the others.
    const right = Array.from({ length: val }, (_, i) => (i < known ? i % 10 !== 0 : i % 2 === 0));
    const counted = right.filter(Boolean).length / val;
    expect(evaluate(formulas.leaked.right, { l: known / val, a: 0.9, b: 0.5 })).toBeCloseTo(counted, 12);
    expect(exampleOf('leak', { ...lab, train, val }).f).toBe('75 %');
  });

  it('the error of an accuracy is the spread of repeated measurements', () => {
    const rng = Rng.of(3);
    const measured = Array.from({ length: 2_000 }, () => {
      let right = 0;
      for (let i = 0; i < 200; i++) right += Number(rng.uniform() < 0.67);
      return right / 200;
    });
    const mean = measured.reduce((total, x) => total + x, 0) / measured.length;
    const spread = Math.sqrt(measured.reduce((total, x) => total + (x - mean) ** 2, 0) / measured.length);
    const said = evaluate(formulas.testError.right, { a: 0.67, test: 200 });
    expect(Math.abs(spread / said - 1)).toBeLessThan(0.05);
    expect(evaluate(formulas.valError.right, { a: 0.67, val: 200 })).toBe(said);
  });

  it('names a symbol that it has no value for', () => {
    expect(() => evaluate(formulas.mirror.right, {})).toThrow('x');
  });
});
