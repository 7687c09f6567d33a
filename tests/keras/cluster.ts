/**
 * Runs of the page's own engine on real images, packed for a cluster, with what the engine does
 * next; and the batches that it takes. For tests/keras/test_cluster.py.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageStore } from '../../src/dataset/imageStore';
import { preprocess } from '../../src/dataset/preprocess';
import { planSplit } from '../../src/dataset/split';
import { createTrainState } from '../../src/engine/core/trainState';
import { rests } from '../../src/engine/runner';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { unpackTransform } from '../../src/lib/augmentTransform';
import { trainingData } from '../../src/training/data';
import type { EpochLog } from '../../src/protocol/run';
import { freshCallbackState } from '../../src/training/run';
import { train } from '../../src/training/train';
import { realStore } from '../dataset/realSheets';
import { writeClassic } from '../helpers/classicFiles';
import { useCpuEngine } from '../helpers/cpuEngine';
import { packRun } from '../helpers/packedRun';

const few: Experiment = { ...defaultExperiment, train: 96, val: 40, test: 40, batch: 16, seed: 7 };

/**
 * Goes on in the middle of its second epoch; every part of the page's training that a program has
 * to do as well is in it.
 */
const run: Experiment = {
  ...few,
  model: 'lenet5',
  epochs: 4,
  optimizer: 'momentum',
  lr: 0.02,
  schedule: 'cosine',
  flip: true,
  shift: 3,
  scale: 'standard',
  reduceLr: 1,
};

/** One step of plain descent with a rate of 1: what the weights lose is the gradient. */
const oneStep = { train: 16, val: 5, test: 5, epochs: 1, optimizer: 'sgd', lr: 1, dropout: 0 } as const;

/** Of the steps of AlexNet: each has other weights and other images. */
const stepSeeds = [7, 8, 9];

/** Images of which batches are told. */
const batchCases: Readonly<Record<string, Experiment>> = {
  plain: { ...few, model: 'lenet5', scale: 'unit' },
  moved: { ...run, labels: 'shuffled' },
  enlarged: { ...few, model: 'alexnet-small', batch: 4, shift: 8, scale: 'standard' },
};

const planOf = (store: ImageStore, experiment: Experiment) => planSplit(experiment, store.manifest);

/** Packs `run` after some steps of its second epoch; what it does from there to its end. */
async function packGoing(folder: string, store: ImageStore) {
  const trainState = createTrainState(run);
  const memory = freshCallbackState(trainState);
  const told = {
    losses: new Array<number>(),
    rates: new Array<number>(),
    epochs: new Array<EpochLog>(),
    from: 0,
  };
  const going = train(trainState, run, trainingData(store, planOf(store, run), run), memory);
  for (let next = await going.next('go'); !next.done; next = await going.next('go')) {
    const { value } = next;
    if (value.type === 'epoch') told.epochs.push(value.log);
    const stands = trainState.cursor.epochs === 1 && trainState.cursor.stepInEpoch > 0;
    if (told.from > 0 && value.type === 'batch') {
      told.losses.push(...value.logs.steps.map(({ loss }) => loss));
      told.rates.push(...value.logs.steps.map(({ lr }) => lr));
    } else if (told.from === 0 && stands && rests(value)) {
      told.from = trainState.cursor.stepInEpoch;
      await packRun(folder, 'run.zip', store, trainState, { memory, epochs: told.epochs });
    }
  }
  return told;
}

async function packFresh(
  folder: string,
  name: string,
  store: ImageStore,
  change: Partial<Experiment>,
): Promise<void> {
  const trainState = createTrainState({ ...few, ...oneStep, ...change });
  await packRun(folder, `${name}.zip`, store, trainState, {
    memory: freshCallbackState(trainState),
    epochs: [],
  });
}

/**
 * The batches of an experiment's first two epochs, the moves of the second, and what the network is
 * given of its last batch.
 */
async function batchesOf(folder: string, name: string, store: ImageStore, experiment: Experiment) {
  const plan = planOf(store, experiment);
  const data = trainingData(store, plan, experiment);
  const told = { labels: new Array<number[]>(), moves: new Array<unknown>() };
  for (const epoch of [1, 2])
    for await (const batch of data.train(epoch, 0)) {
      told.labels.push([...batch.labels]);
      if (epoch === 1) continue;
      told.moves.push(batch.moves && Array.from(batch.moves, unpackTransform));
      const side = experiment.model === 'lenet5' ? 32 : experiment.input;
      const images = preprocess(batch.pixels, batch.size, side, experiment.scale, batch.moves);
      writeFileSync(join(folder, `${name}.f32`), new Uint8Array((await images.data()).slice().buffer));
      images.dispose();
    }
  return { experiment, split: { train: [...plan.train], val: [...plan.val], test: [...plan.test] }, ...told };
}

const [folder = ''] = process.argv.slice(2);
await useCpuEngine();
const steps = stepSeeds.map((seed) => ({ ...few, ...oneStep, seed }));
const plans = [run, ...steps, ...Object.values(batchCases)];
const store = await realStore((manifest) => [
  ...new Set(plans.flatMap((experiment) => planSplit(experiment, manifest).files)),
]);
const indices = (names: readonly ('train' | 'val' | 'test')[]): Set<number> =>
  new Set(plans.flatMap((experiment) => names.flatMap((name) => [...planOf(store, experiment)[name]])));
writeClassic(join(folder, 'cifar'), store, indices(['train', 'val']), indices(['test']));
const batches: Record<string, object> = {};
for (const [name, experiment] of Object.entries(batchCases))
  batches[name] = await batchesOf(folder, name, store, experiment);
await packFresh(folder, 'step-lenet', store, { model: 'lenet5' });
for (const seed of stepSeeds)
  await packFresh(folder, `step-alexnet-${seed}`, store, { model: 'alexnet-small', seed });
await packFresh(folder, 'step-lrn', store, { model: 'alexnet2012', train: 2, val: 1, test: 1, batch: 2 });
writeFileSync(join(folder, 'cluster.json'), JSON.stringify({ batches, run: await packGoing(folder, store) }));
// The engine's way of yielding (a message port) would keep the process.
process.exit();
