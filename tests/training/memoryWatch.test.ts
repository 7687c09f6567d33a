/**
 * The watch over memory, of a run that really trains. Its rules are in
 * tests/store/memoryWatch.test.ts.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Experiment } from '../../src/experiment/schema';
import { freshWatch, watchMemory, type MemoryWatch } from '../../src/store/memoryWatch';
import { onEveryBackend } from '../helpers/backends';
import { collect, disposeTrainer, makeTrainer, small } from '../helpers/runs';
import { syntheticData } from '../helpers/syntheticData';

/**
 * Trains and watches what tfjs holds at each read-back, as the page does; `leak`: makes a tensor
 * more at each.
 */
async function watchedRun(leak: boolean): Promise<MemoryWatch> {
  // With validation and early stopping's best weights.
  const experiment: Experiment = { ...small, epochs: 8, earlyStopping: 7 };
  const trainer = makeTrainer(experiment);
  const leaked: tf.Tensor[] = [];
  let watch = freshWatch;
  await collect(trainer, experiment, syntheticData(8, 4), (event) => {
    if (event.type !== 'batch') return 'go';
    if (leak) leaked.push(tf.ones([100]));
    const {
      numTensors: tensors,
      numBytes: bytes,
      ...rest
    } = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
    const { epoch, stepInEpoch } = event.logs;
    watch = watchMemory(
      watch,
      { tensors, bytes: rest.numBytesInGPU ?? bytes },
      epoch > 1 && stepInEpoch === 4 ? epoch : null,
    );
    return 'go';
  });
  tf.dispose(leaked);
  disposeTrainer(trainer);
  return watch;
}

onEveryBackend('the watch over a real run', (use) => {
  it('is silent', async () => {
    await use();
    expect((await watchedRun(false)).climb).toBeNull();
  });

  it('tells a leak of one tensor at each read-back (negative control)', async () => {
    await use();
    expect((await watchedRun(true)).climb).toMatchObject({ quantity: 'tensors' });
  });
});
