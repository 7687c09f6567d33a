/** Trains small experiments in Node and collects what the generator says. */
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { buildModel } from '../../src/model/build';
import type { NetworkSpec } from '../../src/network';
import type { TrainingData } from '../../src/training/data';
import type { RunReport, StepLog } from '../../src/protocol/run';
import { createOptimizer } from '../../src/training/optimizer';
import { freshCursor, type Trainer, type TrainEvent, type Control } from '../../src/training/run';
import { train } from '../../src/training/train';

/** 8 images a batch, 4 batches an epoch. */
export const small: Experiment = {
  ...defaultExperiment,
  train: 32,
  val: 8,
  test: 8,
  batch: 8,
  epochs: 2,
  lr: 1e-3,
  seed: 7,
};

/** A network with a layer of each kind of AlexNet's that even the CPU backend trains quickly. */
export const tiny: NetworkSpec = {
  id: 'alexnet',
  citation: '',
  input: [32, 32, 3],
  layers: [
    {
      kind: 'conv2d',
      name: 'conv2d',
      filters: 8,
      kernel: 5,
      stride: 4,
      padding: 'valid',
      activation: 'relu',
      groups: 1,
    }, // [B, 7, 7, 8]
    { kind: 'batch-norm', name: 'batch_normalization', momentum: 0.99, epsilon: 1e-3 },
    { kind: 'max-pool', name: 'max_pooling2d', pool: 3, stride: 2, padding: 'valid' }, // [B, 3, 3, 8]
    { kind: 'flatten', name: 'flatten' }, // [B, 72]
    { kind: 'dense', name: 'dense', units: 32, activation: 'relu' },
    { kind: 'dropout', name: 'dropout', rate: 0.25 },
    { kind: 'dense', name: 'dense_1', units: 10, activation: 'softmax' },
  ],
};

export function makeTrainer(experiment: Experiment, network: NetworkSpec = tiny): Trainer {
  const model = buildModel(network, experiment.seed);
  return { model, optimizer: createOptimizer(experiment), cursor: freshCursor() };
}

export function disposeTrainer({ model, optimizer }: Trainer): void {
  model.dispose();
  optimizer.dispose();
}

/** Runs to the end, or until `wish` says stop. */
export async function collect(
  trainer: Trainer,
  experiment: Experiment,
  data: TrainingData,
  control: (event: TrainEvent) => Control = () => 'go',
): Promise<{ steps: StepLog[]; events: TrainEvent[]; report: RunReport }> {
  const run = train(trainer, experiment, data);
  const steps: StepLog[] = [];
  const events: TrainEvent[] = [];
  let next = await run.next('go');
  while (!next.done) {
    events.push(next.value);
    if (next.value.type === 'batch') steps.push(...next.value.logs.steps);
    next = await run.next(control(next.value));
  }
  return { steps, events, report: next.value };
}
