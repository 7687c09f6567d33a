/** The model that the engine holds with its optimizer, and what becomes of it when another experiment goes on with it. Worker. */
import type { Experiment } from '../experiment/schema';
import { buildModel, moveWeights } from '../model/build';
import { networkFor } from '../network';
import { createOptimizer } from '../training/optimizer';
import { freshCursor, restartEpoch, type Trainer } from '../training/run';
import type { ReadyData } from './data';
import { EngineFailure } from './errors';

/** A trainer with what it was last trained as. */
export interface Held extends Trainer {
  readonly experiment: Experiment;
  /** What its weights were drawn from before its first step; null where that is not known: they came from a file. */
  readonly initialSeed: number | null;
}

/** What a look into the model needs of it. */
export interface Subject extends Pick<Held, 'model' | 'initialSeed'> {
  /** The split of its own experiment. */
  readonly data: ReadyData;
  readonly scale: Experiment['scale'];
  /** Steps that it has been trained for. */
  readonly steps: number;
}

/** Weights of one experiment's shapes that were trained on pixels of the same scale as the other's. */
const sameModel = (a: Experiment, b: Experiment): boolean =>
  a.scale === b.scale &&
  JSON.stringify(networkFor({ ...a, dropout: 0 })) === JSON.stringify(networkFor({ ...b, dropout: 0 }));

/** A half-finished epoch can only be gone on with if it would consist of the same batches. */
const sameEpochs = (a: Experiment, b: Experiment): boolean =>
  (['train', 'val', 'test', 'seed', 'batch', 'flip', 'shift', 'labels', 'leak'] as const).every(
    (key) => a[key] === b[key],
  );

/** The optimizer of `a` can go on with `b`: its slots mean the same. */
const sameRule = (a: Experiment, b: Experiment): boolean =>
  a.optimizer === b.optimizer && (a.optimizer !== 'momentum' || a.momentum === b.momentum);

/** A new model from the experiment's seed. */
export const begin = (experiment: Experiment): Held => ({
  model: buildModel(networkFor(experiment), experiment.seed),
  optimizer: createOptimizer(experiment),
  cursor: freshCursor(),
  experiment,
  initialSeed: experiment.seed,
});

/** What is held, with what `experiment` changes of it; `held` itself is used up. Throws `no-model` where network or scale differ. */
export function goOnAs(held: Held | null, experiment: Experiment): Held {
  if (!held || !sameModel(held.experiment, experiment))
    throw new EngineFailure(
      'no-model',
      'There is no model of this network and scale of pixels to go on with',
    );
  const before = held.experiment;
  let { model, optimizer } = held;
  if (!sameRule(before, experiment)) {
    optimizer.dispose();
    optimizer = createOptimizer(experiment);
  }
  // The rate of dropout is a part of the layers.
  if (before.dropout !== experiment.dropout) model = moveWeights(model, networkFor(experiment));
  if (!sameEpochs(before, experiment)) restartEpoch(held.cursor);
  return { ...held, model, optimizer, experiment };
}

/** Frees all that it has on the device. */
export function discard({ model, optimizer }: Held): void {
  model.dispose();
  optimizer.dispose();
}
