/** The training half of an epoch: steps, and their statistics read back every few steps. Engine side; no worker globals. */
import * as tf from '@tensorflow/tfjs-core';
import { stepsPerEpoch, type Experiment } from '../experiment/schema';
import { networkInput } from './evaluate';
import type { StepLog } from './logs';
import { notFiniteAt } from './scan';
import { scheduledRate } from './schedule';
import { trainStep } from './step';
import { tell, type Run, type RunMemory, type Trainer, type TrainEvent, type Wish } from './run';

/** Statistics that are still on the device, with what the page side of the log needs. */
interface Pending {
  readonly stats: tf.Tensor1D;
  readonly step: number;
  readonly lr: number;
}

/** Read-backs aim at this many seconds between them: live enough to look at, rare enough not to stall the queue. */
const readBackSeconds = 0.25;
/** At most this many steps are queued: the read-back is the only back-pressure. */
const mostQueued = 32;

/** Steps until the next read-back, from the seconds of one. */
export const readBackInterval = (secondsPerStep: number): number =>
  Math.min(Math.max(Math.round(readBackSeconds / Math.max(secondsPerStep, 1e-4)), 1), mostQueued);

/** Reads all pending statistics in one transfer; empties and disposes them. */
async function read(pending: Pending[], batch: number): Promise<StepLog[]> {
  const taken = pending.splice(0);
  const stacked = tf.stack(taken.map(({ stats }) => stats)); // [K, 2]
  tf.dispose(taken.map(({ stats }) => stats));
  const values = await stacked.data();
  stacked.dispose();
  return taken.map(({ step, lr }, i) => ({
    step,
    lr,
    loss: values[2 * i] ?? Number.NaN,
    acc: (values[2 * i + 1] ?? 0) / batch,
  }));
}

/** Learning rate of the step at hand; of the epoch's last one when all are done and only its validation is to come. */
export function currentRate(
  experiment: Experiment,
  { cursor }: Pick<Trainer, 'cursor'>,
  memory: Pick<RunMemory, 'epochsBefore' | 'lrFactor'>,
): number {
  const steps = stepsPerEpoch(experiment);
  const epoch = cursor.epochs - memory.epochsBefore;
  const step = Math.min(cursor.stepInEpoch, steps - 1);
  const progress = (epoch * steps + step) / (experiment.epochs * steps);
  return scheduledRate(experiment, { epoch, progress }) * memory.lrFactor;
}

const rateOf = ({ experiment, trainer, memory }: Run): number => currentRate(experiment, trainer, memory);

/**
 * Trains the rest of the epoch at the cursor. Yields a 'step' or 'batch' a step; returns the last step's learning rate, null when
 * it was stopped.
 */
export async function* trainEpoch(run: Run): AsyncGenerator<TrainEvent, number | null, Wish> {
  const { experiment, trainer, data, watch } = run;
  const { model, optimizer, cursor } = trainer;
  const pending: Pending[] = [];
  let [lr, every, lastRead, steps] = [rateOf(run), 1, watch.seconds, 0];
  // An epoch that goes on from a stop has taken what its first part took.
  const began = lastRead - cursor.seconds;

  async function* readBack(): AsyncGenerator<TrainEvent, void, Wish> {
    const logs = await read(pending, experiment.batch);
    const secondsPerStep = (watch.seconds - lastRead) / logs.length;
    lastRead = watch.seconds;
    cursor.seconds = lastRead - began;
    // The first step compiles shaders: its time says nothing about the next ones.
    if (steps > 1) every = readBackInterval(secondsPerStep);
    else if (cursor.stepInEpoch === 1) cursor.firstStepSeconds = cursor.seconds;
    for (const log of logs) {
      if (!Number.isFinite(log.loss)) throw await notFiniteAt(run, log);
      cursor.lossSum += log.loss;
      cursor.accSum += log.acc;
    }
    const { stepInEpoch, lossSum, accSum } = cursor;
    yield* tell(run, { type: 'batch', logs: {
      epoch: cursor.epochs + 1, stepInEpoch, steps: logs, meanLoss: lossSum / stepInEpoch, meanAcc: accSum / stepInEpoch,
      seconds: cursor.seconds, secondsPerStep,
    } }); // prettier-ignore
  }

  try {
    if (run.stopping) return null;
    for await (const batch of data.train(cursor.epochs + 1, cursor.stepInEpoch)) {
      lr = rateOf(run);
      model.clock.step = cursor.steps;
      const images = networkInput(model, batch, experiment.scale); // [B, side, side, 3]
      pending.push({
        stats: trainStep(model, { images, labels: batch.labels }, optimizer, lr),
        step: cursor.steps + 1,
        lr,
      });
      images.dispose();
      cursor.steps++;
      cursor.stepInEpoch++;
      steps++;
      if (pending.length >= every || cursor.stepInEpoch === run.stepsPerEpoch) yield* readBack();
      else yield* tell(run, { type: 'step' });
      if (run.stopping) {
        if (pending.length > 0) yield* readBack();
        return null;
      }
    }
    return lr;
  } finally {
    tf.dispose(pending.map(({ stats }) => stats));
  }
}
