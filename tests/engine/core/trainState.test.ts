/**
 * What a held model can go on as: the engine and the page give the same answer, for every field.
 */
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineFailure } from '../../../src/engine/core/errors';
import {
  createTrainState,
  disposeTrainState,
  continueTraining,
  type TrainState,
} from '../../../src/engine/core/trainState';
import { experimentKeys, type Experiment, type ExperimentKey } from '../../../src/experiment/schema';
import { canContinue } from '../../../src/store/selectors';
import { useCpuEngine } from '../../helpers/cpuEngine';
import { fullExperiment as before, otherValues } from '../../helpers/experiments';
import { run } from '../../helpers/states';
import { fresh } from '../../store/fixtures';

/** What has learnt from these images, labels and pixels must not go on as if it had not. */
const refused = new Set<ExperimentKey>([
  'model',
  'input',
  'norm',
  'convs',
  'scale',
  'train',
  'val',
  'test',
  'seed',
  'labels',
  'leak',
]);

let trainState: TrainState;
beforeAll(async () => {
  await useCpuEngine();
  trainState = createTrainState(before);
});
afterAll(() => disposeTrainState(trainState));

/** Goes on as that and back again; false where it is refused. */
function engineContinues(next: Experiment): boolean {
  try {
    trainState = continueTraining(continueTraining(trainState, next), before);
    return true;
  } catch (thrown) {
    if (thrown instanceof EngineFailure && thrown.code === 'no-model') return false;
    throw thrown;
  }
}

describe('a model that goes on', () => {
  it.each(experimentKeys)('with another %s', (key) => {
    const experiment: Experiment = { ...before, [key]: otherValues[key] };
    expect(experiment[key]).not.toBe(before[key]);
    const page = canContinue({ ...fresh(), hasModel: true, run: { ...run, experiment: before }, experiment });
    const allowed = !refused.has(key);
    expect({ page, engine: engineContinues(experiment) }).toEqual({ page: allowed, engine: allowed });
  });
});
