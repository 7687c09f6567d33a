/**
 * Writes exported files into the folder of its argument, for the Python tests to open: each network
 * with made-up tensors, and two models that were trained for a few steps, with what they predict.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportModel, historyCsv, type ExportedModel } from '../../src/formats/export';
import type { Experiment } from '../../src/experiment/schema';
import { kerasCode, kerasSummaryText, summarize } from '../../src/network';
import { lenet5 } from '../../src/network/lenet5';
import { diskFiles } from '../helpers/diskFiles';
import { madeUpModel, withState } from '../helpers/exportedModel';
import { tiny } from '../helpers/runs';
import { exportedOf, probabilitiesOf, trained } from '../helpers/trainedModel';

const [folder = ''] = process.argv.slice(2);

const rest = async (): Promise<void> => {};

/**
 * Between them every network, optimizer and schedule. AlexNet at 227 px goes without its optimizer:
 * 467 MB less.
 */
const cases: Readonly<Record<string, { change: Partial<Experiment>; optimizer: boolean }>> = {
  'alexnet-227': { change: { model: 'alexnet' }, optimizer: false },
  'alexnet2012-227': {
    change: { model: 'alexnet2012', optimizer: 'sgd', schedule: 'step' },
    optimizer: true,
  },
  'alexnet-small-67': { change: { model: 'alexnet-small' }, optimizer: true },
  'lenet5-adam': { change: { model: 'lenet5', lr: 0.003 }, optimizer: true },
  'lenet5-momentum': {
    change: { model: 'lenet5', optimizer: 'momentum', momentum: 0.8, schedule: 'cosine' },
    optimizer: true,
  },
  'lenet5-whole-numbers': {
    change: { model: 'lenet5', optimizer: 'momentum', momentum: 0, lr: 1, schedule: 'step', stepFactor: 1 },
    optimizer: true,
  },
  'lenet5-sgd': { change: { model: 'lenet5', optimizer: 'sgd' }, optimizer: true },
};

const told = ({ network, experiment, iterations }: ExportedModel) => ({
  code: kerasCode(network, experiment),
  text: kerasSummaryText(summarize(network)),
  experiment,
  iterations,
});

const log = {
  epoch: 1,
  epochs: 2,
  steps: 4,
  loss: 2.25,
  acc: 0.1,
  val_loss: Number.NaN,
  val_acc: 1,
  lr: 1e-5,
  seconds: 12.5,
  secondsPerStep: 3,
};

async function writeTrained(): Promise<object> {
  const described: Record<string, object> = {};
  for (const [name, network] of Object.entries({ 'trained-lenet5': lenet5, 'trained-tiny': tiny })) {
    const trainState = await trained(network, 3);
    for (const format of ['keras', 'weights'] as const)
      await exportModel(
        diskFiles(folder),
        `${name}.${format === 'keras' ? 'keras' : 'weights.h5'}`,
        exportedOf(trainState),
        withState(format),
        rest,
      );
    described[name] = {
      ...told(exportedOf(trainState)),
      probabilities: await probabilitiesOf(trainState, 2),
    };
  }
  return described;
}

mkdirSync(folder, { recursive: true });
const made: Record<string, object> = {};
for (const [name, { change, optimizer }] of Object.entries(cases)) {
  const model = madeUpModel(change);
  await exportModel(diskFiles(folder), `${name}.keras`, model, { ...withState('keras'), optimizer }, rest);
  made[name] = { ...told(model), optimizer };
}
const lenet = madeUpModel({ model: 'lenet5', lr: 0.003 });
await exportModel(diskFiles(folder), 'lenet5.safetensors', lenet, withState('safetensors'), rest);
const plain = { ...withState('weights'), optimizer: false };
await exportModel(diskFiles(folder), 'lenet5.weights.h5', lenet, plain, rest);
writeFileSync(join(folder, 'history.csv'), historyCsv([log, { ...log, epoch: 2, val_loss: 0.5 }]));
writeFileSync(join(folder, 'files.json'), JSON.stringify({ made, trained: await writeTrained() }));
