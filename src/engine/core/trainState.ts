/**
 * The engine's model and its optimizer, and how they change when another experiment continues their
 * training. Runs in the worker.
 */
import { canContinueAs, epochKey, networkKey, optimizerKey } from '../../experiment/keys';
import type { Experiment } from '../../experiment/schema';
import { buildModel, moveWeights } from '../../model/build';
import { networkFor } from '../../network';
import { createOptimizer } from '../../training/optimizer';
import { freshCursor, restartEpoch, type Trainer } from '../../training/run';
import type { ReadyData } from './data';
import { EngineFailure } from './errors';

/** A trainer with the experiment that it was last trained with. */
export interface TrainState extends Trainer {
  readonly experiment: Experiment;
  /** The seed of its initial weights; null if that is unknown because they came from a file. */
  readonly initialSeed: number | null;
}

/** What is needed to inspect the model. */
export interface InspectTarget extends Pick<TrainState, 'model' | 'initialSeed'> {
  /** The split of its own experiment. */
  readonly data: ReadyData;
  readonly scale: Experiment['scale'];
  /** Number of steps it has been trained for. */
  readonly steps: number;
}

/** Creates a new model from the experiment's seed. */
export const createTrainState = (experiment: Experiment): TrainState => ({
  model: buildModel(networkFor(experiment), experiment.seed),
  optimizer: createOptimizer(experiment),
  cursor: freshCursor(),
  experiment,
  initialSeed: experiment.seed,
});

/**
 * Applies what `experiment` changes to `trainState`, which must not be used afterwards. Throws
 * `no-model` if it cannot be continued with that experiment.
 */
export function continueTraining(trainState: TrainState | null, experiment: Experiment): TrainState {
  if (!trainState || !canContinueAs(trainState.experiment, experiment))
    throw new EngineFailure(
      'no-model',
      'There is no model of this network, scale of pixels, split and labels to go on with',
    );
  const before = trainState.experiment;
  let { model, optimizer } = trainState;
  if (optimizerKey(before) !== optimizerKey(experiment)) {
    optimizer.dispose();
    optimizer = createOptimizer(experiment);
  }
  // The dropout rate is part of the layers.
  if (networkKey(before) !== networkKey(experiment)) model = moveWeights(model, networkFor(experiment));
  if (epochKey(before) !== epochKey(experiment)) restartEpoch(trainState.cursor);
  return { ...trainState, model, optimizer, experiment };
}

/** Frees everything that it has on the device. */
export function disposeTrainState({ model, optimizer }: TrainState): void {
  model.dispose();
  optimizer.dispose();
}
