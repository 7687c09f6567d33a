/** A long run with snapshots holds as much at its end as at its beginning. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { Checkpointer } from '../../src/engine/runs/checkpointer';
import { createTrainState, disposeTrainState } from '../../src/engine/core/trainState';
import { newIdentity } from '../../src/engine/runs/restore';
import { rests } from '../../src/engine/runner';
import type { Experiment } from '../../src/experiment/schema';
import { families, useKernels } from '../../src/kernels/register';
import { zerosOf } from '../../src/kernels/update';
import { WasmBackend } from '../../src/kernels/wasm/backend';
import type { EngineEvent } from '../../src/protocol/events';
import { disposeCallbackState, freshCallbackState } from '../../src/training/run';
import { train } from '../../src/training/train';
import { onTrainingBackends, onWebGpu } from '../helpers/backends';
import { fakeFiles } from '../helpers/fakeFiles';
import { small } from '../helpers/runs';
import { syntheticData } from '../helpers/syntheticData';

const stepsPerEpoch = 100;
/**
 * With all that lasts: Adam's slots, early stopping's best weights. A batch of two, because it is
 * the number of steps that matters.
 */
const experiment: Experiment = {
  ...small,
  model: 'lenet5',
  batch: 2,
  train: 2 * stepsPerEpoch,
  val: 2,
  earlyStopping: 1_000,
  lr: 1e-4,
};

/**
 * How many steps are read back at once depends on their time, 1 to 32, and each number has buffers
 * of its own, which tfjs keeps: two of 8 bytes a step (8.4 kB for all numbers together), and
 * params. 1 % of what is allocated, however long the run.
 */
const readBackBytes = 16_000;

/** Bytes of tensors' values that tfjs keeps in memory beside those on the device. */
function copiesOf(tensors: readonly tf.Tensor[]): number {
  const { tensorMap } = tf.backend() as unknown as {
    tensorMap: tf.DataStorage<{ values: ArrayLike<number> | null }>;
  };
  return tensors.reduce((sum, { dataId }) => sum + 4 * (tensorMap.get(dataId).values?.length ?? 0), 0);
}

interface Held {
  readonly tensors: number;
  readonly bytes: number;
  /**
   * On WebGPU with the buffers that tfjs keeps to use again; on the CPU engine the most that was
   * held.
   */
  readonly allocated: number;
}

function heldNow(): Held {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    const { used, peak } = backend.bytes;
    return { tensors: tf.memory().numTensors, bytes: used, allocated: peak };
  }
  const memory = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number; numBytesAllocatedInGPU: number };
  return {
    tensors: memory.numTensors,
    bytes: memory.numBytesInGPU,
    allocated: memory.numBytesAllocatedInGPU,
  };
}

const checkpointerOf = (events: EngineEvent[]): Checkpointer =>
  new Checkpointer(newIdentity(), experiment, {
    archive: new Archive(fakeFiles()),
    emit: (event) => void events.push(event),
    adapter: 'test',
  });

/**
 * Trains with a snapshot after every 50th step or so: what is held at the end of each epoch, and
 * the snapshots.
 */
async function heldAlong(epochs: number, leak: boolean): Promise<{ held: Held[]; saved: number }> {
  const trainer = createTrainState({ ...experiment, epochs });
  const memory = freshCallbackState(trainer);
  const events: EngineEvent[] = [];
  const checkpointer = checkpointerOf(events);
  const run = train(trainer, trainer.experiment, syntheticData(experiment.batch, stepsPerEpoch), memory);
  const along: Held[] = [];
  const leaked: tf.Tensor[] = [];
  let nextSave = 50;
  for (let next = await run.next('go'); !next.done; next = await run.next('go')) {
    if (next.value.type === 'batch' && leak) leaked.push(zerosOf([4_096]));
    if (rests(next.value) && trainer.cursor.steps >= nextSave) {
      await checkpointer.save(trainer, memory, { finished: false });
      nextSave += 50;
    }
    if (next.value.type === 'batch' && next.value.logs.stepInEpoch === stepsPerEpoch) along.push(heldNow());
  }
  disposeCallbackState(memory);
  disposeTrainState(trainer);
  tf.dispose(leaked);
  return { held: along, saved: events.filter(({ type }) => type === 'saved').length };
}

onTrainingBackends('2,000 steps of LeNet-5 with snapshots', (use) => {
  it('hold the same tensors and bytes, and allocate no more than read-backs of other lengths need', async () => {
    await use();
    const before = tf.memory().numTensors;
    const { held, saved } = await heldAlong(20, false);
    expect(held).toHaveLength(20);
    expect(saved).toBeGreaterThanOrEqual(35);
    // Early stopping's copy is there from the end of the first epoch on.
    const [, second] = held;
    if (!second) throw new Error('There are twenty epochs');
    for (const [i, { allocated, ...later }] of held.slice(1).entries()) {
      expect(later, `epoch ${i + 2}`).toEqual({ tensors: second.tensors, bytes: second.bytes });
      expect(allocated - second.allocated, `epoch ${i + 2}`).toBeLessThan(readBackBytes);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('would show a leak of 16 kB a read-back (negative control)', async () => {
    await use();
    const { held } = await heldAlong(4, true);
    const [, second, , last] = held;
    if (!second || !last) throw new Error('There are four epochs');
    for (const key of ['tensors', 'bytes', 'allocated'] as const)
      expect(last[key]).toBeGreaterThan(second[key] + (key === 'tensors' ? 0 : readBackBytes));
  });
});

onWebGpu('A snapshot of LeNet-5', (use) => {
  it('leaves no second copy of what was saved in memory', async () => {
    await use();
    useKernels(families.map(({ id }) => id));
    const trainer = createTrainState({ ...experiment, epochs: 1 });
    const memory = freshCallbackState(trainer);
    const run = train(trainer, trainer.experiment, syntheticData(experiment.batch, stepsPerEpoch), memory);
    for (let next = await run.next('go'); !next.done; next = await run.next('go'));
    const events: EngineEvent[] = [];
    await checkpointerOf(events).save(trainer, memory, { finished: false });
    expect(events.map(({ type }) => type)).toEqual(['saved']);
    const weights = trainer.model.net.weights.map((weight) => weight.read());
    const saved = [...weights, ...trainer.optimizer.slots.values(), ...memory.best];
    expect(saved).toHaveLength(10 + 20 + 10);
    expect(copiesOf(saved)).toBe(0);
    // Negative control: a read alone leaves one.
    await Promise.all(weights.map((weight) => weight.data()));
    expect(copiesOf(saved)).toBe(4 * 62_006);
    disposeCallbackState(memory);
    disposeTrainState(trainer);
  });
});
