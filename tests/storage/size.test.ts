/**
 * A snapshot is as large as it was said to be before the run; one that is not saved costs
 * protection only until the next.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { createTrainState, disposeTrainState } from '../../src/engine/core/trainState';
import { Checkpointer } from '../../src/engine/runs/checkpointer';
import { newIdentity } from '../../src/engine/runs/restore';
import type { Experiment, OptimizerId } from '../../src/experiment/schema';
import { needsOf } from '../../src/network';
import type { EngineEvent } from '../../src/protocol/events';
import { reduce } from '../../src/store/reduce';
import { copyWeights } from '../../src/model/build';
import { freshCallbackState, disposeCallbackState } from '../../src/training/run';
import { trainStep } from '../../src/training/step';
import '../helpers/backends';
import { fakeFiles } from '../helpers/fakeFiles';
import { small } from '../helpers/runs';
import { fresh } from '../store/fixtures';
import { useCpuEngine } from '../helpers/cpuEngine';

const lenet: Experiment = { ...small, model: 'lenet5', batch: 2, earlyStopping: 1 };

/**
 * A trainer after one step, with the best weights that early stopping keeps; its checkpointer and
 * where that writes.
 */
async function saver(experiment: Experiment) {
  await useCpuEngine();
  const trainState = createTrainState(experiment);
  const files = fakeFiles();
  const events = [] as EngineEvent[];
  const images = tf.zeros<tf.Rank.R4>([2, 32, 32, 3]);
  trainStep(trainState.model, { images, labels: Uint8Array.of(1, 2) }, trainState.optimizer, 1e-3).dispose();
  images.dispose();
  const memory = freshCallbackState(trainState);
  const archive = new Archive(files);
  const time = { now: 0 };
  const checkpointer = new Checkpointer(newIdentity(), experiment, {
    archive,
    emit: (event) => void events.push(event),
    adapter: '',
    now: () => time.now,
  });
  const end = (): void => {
    disposeCallbackState(memory);
    disposeTrainState(trainState);
  };
  return { held: trainState, files, events, memory, archive, checkpointer, time, end };
}

it.each<OptimizerId>(['sgd', 'momentum', 'adam'])('is known to the byte with %s', async (optimizer) => {
  const experiment = { ...lenet, optimizer };
  const { held: trainState, files, memory, archive, checkpointer, end } = await saver(experiment);
  memory.best = copyWeights(trainState.model);
  await checkpointer.save(trainState, memory, { finished: false });
  const tensors = await archive.load(checkpointer.identity.id, async ({ index }) =>
    index.blocks.reduce((sum, block) => sum + block.bytes, 0),
  );
  expect(tensors).toBe(needsOf(experiment).snapshot);
  // The rest is head, index and trailer.
  const [file] = files.contents.values();
  expect(file!.length - tensors).toBeLessThan(1e6);
  // Without the best weights it would be another size.
  expect(needsOf({ ...experiment, earlyStopping: 0 }).snapshot).toBeLessThan(tensors);
  end();
});

it('is protected again by the next save after room was made, and the page’s notice goes', async () => {
  const { held: trainState, files, events, memory, checkpointer, time, end } = await saver(lenet);
  const state = () => events.reduce(reduce, fresh());
  files.room = 100_000;
  await checkpointer.save(trainState, memory, { finished: false });
  expect(state().unprotected?.reason).toBe('no-space');
  expect(checkpointer.isDue).toBe(false);
  // Older runs were deleted.
  files.room = 10_000_000;
  time.now += 10_001;
  expect(checkpointer.isDue).toBe(true);
  expect(state().unprotected).not.toBeNull();
  await checkpointer.save(trainState, memory, { finished: false });
  expect(state()).toMatchObject({ unprotected: null, saved: { id: checkpointer.identity.id } });
  end();
});
