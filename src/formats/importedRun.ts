/** The run state that this page stores for a model from elsewhere. Pure. */
import { stepsPerEpoch } from '../experiment/schema';
import { emptySeries } from '../lib/series';
import { optimizerState, weightsOf } from '../network';
import type { SavedRunState } from '../storage/state';
import type { ImportedModel } from './importedModel';

const fresh = { best: Number.POSITIVE_INFINITY, wait: 0 };

/** Names and shapes of the model's tensors in a snapshot. */
export const tensorNames = ({ network, experiment, slots }: ImportedModel) => [
  ...weightsOf(network).map(({ name, shape }) => ({ name: `weight/${name}`, shape })),
  ...(slots ? optimizerState(network, experiment.optimizer) : []).map(({ name, shape }) => ({
    name: `slot/${name}`,
    shape,
  })),
];

/**
 * The original run after its last whole epoch, if the file has a record of it; else an ended run
 * without epochs. Either can be evaluated, inspected and trained further. `name`: used if the
 * record has none. `now`: milliseconds since 1970.
 */
export function importedRun(
  model: ImportedModel,
  identity: { id: string; name: string; now: number },
): SavedRunState {
  const { record, experiment, iterations, learningRate, writer } = model;
  const epochs = record?.epochs ?? [];
  const last = epochs.at(-1);
  const done = last?.epoch ?? 0;
  const memory = record?.memory;
  const epochsBefore = Math.min(memory?.epochsBefore ?? 0, done);
  const constant = experiment.schedule === 'constant' && learningRate !== null && learningRate > 0;
  // Callbacks only lower a rate: a higher one was set by somebody. A file stores the rate as
  // float32, which is good for six digits.
  const factor = constant ? Number((learningRate / experiment.lr).toPrecision(6)) : (memory?.lrFactor ?? 1);
  const constantRate = factor > 1 || (record === null && constant);
  return {
    id: identity.id,
    name: record?.name || identity.name,
    startedAt: identity.now,
    savedAt: identity.now,
    sequence: 1,
    finished: last === undefined || done >= epochsBefore + experiment.epochs,
    adapter: writer,
    experiment:
      constantRate && constant ? { ...experiment, lr: Number(learningRate.toPrecision(6)) } : experiment,
    iterations,
    cursor: {
      epochs: done,
      stepInEpoch: 0,
      lossSum: 0,
      accSum: 0,
      seconds: 0,
      firstStepSeconds: 0,
      steps: Math.max(iterations, done * stepsPerEpoch(experiment)),
    },
    memory: {
      epochsBefore,
      lrFactor: constantRate ? 1 : factor,
      stopper: { ...(memory?.stopper ?? fresh) },
      // A file does not contain the best weights.
      reducer: { ...(memory?.reducer ?? fresh) },
      bestEpoch: 0,
    },
    history: {
      epochs: [...epochs],
      loss: { ...emptySeries, buckets: [] },
      acc: { ...emptySeries, buckets: [] },
      notes: [{ note: 'imported', epoch: done, value: iterations }],
    },
  };
}
