/**
 * A run that was interrupted anywhere and restored from its snapshot has the numbers that it would
 * have had.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { Checkpointer } from '../../src/engine/runs/checkpointer';
import { createTrainState, disposeTrainState, type TrainState } from '../../src/engine/core/trainState';
import { newIdentity, restore } from '../../src/engine/runs/restore';
import { rests } from '../../src/engine/runner';
import type { Experiment } from '../../src/experiment/schema';
import type { EngineEvent } from '../../src/protocol/events';
import type { TrainingData } from '../../src/training/data';
import {
  disposeCallbackState,
  freshCallbackState,
  type CallbackState,
  type TrainEvent,
} from '../../src/training/run';
import { train } from '../../src/training/train';
import { onTrainingBackends } from '../helpers/backends';
import { fakeFiles } from '../helpers/fakeFiles';
import { small } from '../helpers/runs';
import { syntheticData } from '../helpers/syntheticData';

/**
 * All that has state: Adam, a schedule, both callbacks. Dropout's masks are a function of seed and
 * step, and so are the batches.
 */
const experiment: Experiment = {
  ...small,
  model: 'lenet5',
  epochs: 3,
  batch: 8,
  train: 32,
  val: 8,
  lr: 0.01,
  schedule: 'cosine',
  earlyStopping: 1,
  reduceLr: 1,
};

interface Told {
  readonly losses: number[];
  readonly validation: number[];
  readonly notes: string[];
  readonly weights: Float32Array[];
}

const none = (): Omit<Told, 'weights'> => ({ losses: [], validation: [], notes: [] });

function note(told: Omit<Told, 'weights'>, event: TrainEvent): void {
  if (event.type === 'batch') told.losses.push(...event.logs.steps.map(({ loss }) => loss));
  if (event.type === 'epoch') told.validation.push(event.log.val_loss, event.log.loss, event.log.lr);
  if (event.type === 'note') told.notes.push(`${event.note} ${event.epoch}`);
}

/**
 * Runs to the end, or to the `stopAt`th place where a snapshot may be taken, and takes it there.
 */
async function run(
  trainState: TrainState,
  memory: CallbackState,
  data: TrainingData,
  checkpointer: Checkpointer,
  stopAt = Infinity,
) {
  const told = none();
  const steps = train(trainState, trainState.experiment, data, memory);
  let places = 0;
  for (;;) {
    const next = await steps.next('go');
    if (next.done) break;
    note(told, next.value);
    checkpointer.record(next.value);
    if (!rests(next.value) || ++places < stopAt) continue;
    await checkpointer.save(trainState, memory, { finished: false });
    // The tab is closed: nothing after this is told.
    await steps.return({ end: 'stopped', epochs: [], steps: 0, seconds: 0, restoredEpoch: null });
    disposeCallbackState(memory);
    return { ...told, weights: [], ended: false };
  }
  disposeCallbackState(memory);
  const weights = await Promise.all(
    trainState.model.net.weights.map(async (w) => Float32Array.from(await w.read().data())),
  );
  return { ...told, weights, ended: true };
}

const errors = (events: readonly EngineEvent[]): EngineEvent[] =>
  events.filter(({ type }) => type === 'unprotected');

onTrainingBackends('a restored run', (use) => {
  it('has the same losses, validations, callbacks and weights to the bit, wherever it stopped', async () => {
    await use();
    const data = syntheticData(8, 4);
    const whole = createTrainState(experiment);
    const events: EngineEvent[] = [];
    const options = {
      archive: new Archive(fakeFiles()),
      emit: (event: EngineEvent) => void events.push(event),
      adapter: 'test',
    };
    const expected = await run(
      whole,
      freshCallbackState(whole),
      data,
      new Checkpointer(newIdentity(), experiment, { ...options, archive: null }),
    );
    disposeTrainState(whole);
    expect(expected.losses.length).toBeGreaterThan(7);

    const before = tf.memory().numTensors;
    for (let place = 1; ; place += 7) {
      const files = fakeFiles();
      const identity = newIdentity();
      const first = createTrainState(experiment);
      const checkpointer = new Checkpointer(identity, experiment, {
        ...options,
        archive: new Archive(files),
      });
      const begun = await run(first, freshCallbackState(first), data, checkpointer, place);
      disposeTrainState(first);
      if (begun.ended) break;
      const { trainState, memory, state } = await restore(new Archive(files), identity.id);
      const rest = await run(
        trainState,
        memory,
        data,
        new Checkpointer(identity, experiment, options, state),
      );
      disposeTrainState(trainState);
      for (const key of ['losses', 'validation', 'notes'] as const)
        expect([...begun[key], ...rest[key]], `${key}, stopped at ${place}`).toEqual(expected[key]);
      expect(rest.weights).toEqual(expected.weights);
      expect(state.history.loss.length).toBe(begun.losses.length);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(errors(events)).toEqual([{ type: 'unprotected', reason: 'no-store', detail: '' }]);
  }, 300_000);

  it('would not have them without the optimizer’s state (negative control)', async () => {
    await use();
    const data = syntheticData(8, 4);
    const whole = createTrainState(experiment);
    const options = { archive: new Archive(fakeFiles()), emit: () => {}, adapter: 'test' };
    const expected = await run(
      whole,
      freshCallbackState(whole),
      data,
      new Checkpointer(newIdentity(), experiment, { ...options, archive: null }),
    );
    disposeTrainState(whole);
    const identity = newIdentity();
    const first = createTrainState(experiment);
    const begun = await run(
      first,
      freshCallbackState(first),
      data,
      new Checkpointer(identity, experiment, options),
      2,
    );
    disposeTrainState(first);
    const { trainState, memory, state } = await restore(options.archive, identity.id);
    trainState.optimizer.restore(0, new Map());
    const rest = await run(trainState, memory, data, new Checkpointer(identity, experiment, options, state));
    disposeTrainState(trainState);
    expect([...begun.losses, ...rest.losses]).not.toEqual(expected.losses);
  }, 300_000);
});
