/** A short LeNet-5 run on the CPU backend that was saved and cut off; and what its rest tells. */
import '@tensorflow/tfjs-backend-cpu';
import { Archive } from '../../src/storage/archive';
import { createTrainState, disposeTrainState } from '../../src/engine/core/trainState';
import { Checkpointer } from '../../src/engine/runs/checkpointer';
import { newIdentity, restore } from '../../src/engine/runs/restore';
import { rests } from '../../src/engine/runner';
import type { Experiment } from '../../src/experiment/schema';
import { disposeCallbackState, freshCallbackState } from '../../src/training/run';
import { train } from '../../src/training/train';
import { fakeFiles } from './fakeFiles';
import { small } from './runs';
import { syntheticData } from './syntheticData';
import { useCpuEngine } from './cpuEngine';

/** Adam and early stopping: weights, slots and best weights are all there after its first epoch. */
export const savedExperiment: Experiment = {
  ...small,
  model: 'lenet5',
  epochs: 3,
  batch: 8,
  train: 16,
  val: 8,
  lr: 0.01,
  earlyStopping: 2,
};

const data = syntheticData(8, 2);
const options = { emit: () => undefined, adapter: 'test' };

/** Trains to the first step of the second epoch, and saves there. */
export async function savedRun(archive: Archive): Promise<string> {
  await useCpuEngine();
  const trainState = createTrainState(savedExperiment);
  const memory = freshCallbackState(trainState);
  const identity = newIdentity();
  const checkpointer = new Checkpointer(identity, savedExperiment, { ...options, archive });
  const run = train(trainState, savedExperiment, data, memory);
  for (;;) {
    const { value, done } = await run.next('go');
    if (done) throw new Error('The run ended before it was saved');
    checkpointer.record(value);
    if (trainState.cursor.epochs < 1 || trainState.cursor.stepInEpoch < 1 || !rests(value)) continue;
    await checkpointer.save(trainState, memory, { finished: false });
    break;
  }
  await run.return({ end: 'stopped', epochs: [], steps: 0, seconds: 0, restoredEpoch: null });
  disposeCallbackState(memory);
  disposeTrainState(trainState);
  return identity.id;
}

/** Losses of the saved run's remaining steps, and its later validations. */
export async function restOf(archive: Archive, id: string): Promise<number[]> {
  const { trainState, memory } = await restore(archive, id);
  const told: number[] = [];
  const run = train(trainState, trainState.experiment, data, memory);
  for (let next = await run.next('go'); !next.done; next = await run.next('go')) {
    const { value } = next;
    if (value.type === 'batch') told.push(...value.logs.steps.map(({ loss }) => loss));
    if (value.type === 'epoch') told.push(value.log.val_loss);
  }
  disposeCallbackState(memory);
  disposeTrainState(trainState);
  return told;
}

/** The archive with one saved run, its id, and its only snapshot's bytes. */
export async function oneSavedRun() {
  const files = fakeFiles();
  const archive = new Archive(files);
  const id = await savedRun(archive);
  const bytes = files.contents.get(`${id}.a`);
  if (!bytes) throw new Error('Nothing was saved');
  return { files, archive, id, bytes };
}
