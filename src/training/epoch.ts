/**
 * The training part of an epoch: steps, and their statistics read back every few steps. Engine
 * side; uses no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../dataset/batches';
import { stepsPerEpoch, type Experiment } from '../experiment/schema';
import { networkInput } from './evaluate';
import type { StepLog } from '../protocol/run';
import { notFiniteAt } from './scan';
import { scheduledRate } from './schedule';
import { trainStep } from './step';
import {
  emit,
  type RunContext,
  type CallbackState,
  type Trainer,
  type TrainEvent,
  type Control,
} from './run';

/** A step's statistics, still on the device, with its number and learning rate for the log. */
interface Pending {
  readonly stats: tf.Tensor1D;
  readonly step: number;
  readonly lr: number;
}

/**
 * Target seconds between two read-backs: often enough to look live, rarely enough not to stall the
 * queue.
 */
const readBackSeconds = 0.25;
/** At most this many steps are queued: the read-back is the only back-pressure. */
const maxQueued = 32;

/** Number of steps until the next read-back, from the seconds of one step. */
export const readBackInterval = (secondsPerStep: number): number =>
  Math.min(Math.max(Math.round(readBackSeconds / Math.max(secondsPerStep, 1e-4)), 1), maxQueued);

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

/**
 * Learning rate of the current step, or of the epoch's last step if only the validation remains.
 */
export function currentRate(
  experiment: Experiment,
  { cursor }: Pick<Trainer, 'cursor'>,
  memory: Pick<CallbackState, 'epochsBefore' | 'lrFactor'>,
): number {
  const steps = stepsPerEpoch(experiment);
  const epoch = cursor.epochs - memory.epochsBefore;
  const step = Math.min(cursor.stepInEpoch, steps - 1);
  const progress = (epoch * steps + step) / (experiment.epochs * steps);
  return scheduledRate(experiment, { epoch, progress }) * memory.lrFactor;
}

const rateOf = ({ experiment, trainer, memory }: RunContext): number =>
  currentRate(experiment, trainer, memory);

/** Queues one step on the device and moves the cursor past it; its statistics are pending. */
function queueStep({ experiment, trainer }: RunContext, batch: Batch, lr: number): Pending {
  const { model, optimizer, cursor } = trainer;
  model.clock.step = cursor.steps;
  const images = networkInput(model, batch, experiment.scale); // [B, side, side, 3]
  const stats = trainStep(model, { images, labels: batch.labels }, optimizer, lr); // [2]
  images.dispose();
  cursor.steps++;
  cursor.stepInEpoch++;
  return { stats, step: cursor.steps, lr };
}

/**
 * Trains the rest of the epoch at the cursor. Yields a 'step' or 'batch' for each step; returns the
 * last step's learning rate, or null if it was stopped.
 */
export async function* trainEpoch(run: RunContext): AsyncGenerator<TrainEvent, number | null, Control> {
  const { experiment, trainer, data, watch } = run;
  const { cursor } = trainer;
  const pending: Pending[] = [];
  let lr = rateOf(run);
  let every = 1;
  let lastRead = watch.seconds;
  let steps = 0;
  // The seconds of an epoch that continues after a stop include those of its first part.
  const began = lastRead - cursor.seconds;

  async function* readBack(): AsyncGenerator<TrainEvent, void, Control> {
    const logs = await read(pending, experiment.batch);
    const secondsPerStep = (watch.seconds - lastRead) / logs.length;
    lastRead = watch.seconds;
    cursor.seconds = lastRead - began;
    // The first step compiles shaders, so its time says nothing about the next ones.
    if (steps > 1) every = readBackInterval(secondsPerStep);
    else if (cursor.stepInEpoch === 1) cursor.firstStepSeconds = cursor.seconds;
    for (const log of logs) {
      if (!Number.isFinite(log.loss)) throw await notFiniteAt(run, log);
      cursor.lossSum += log.loss;
      cursor.accSum += log.acc;
    }
    const { stepInEpoch, lossSum, accSum } = cursor;
    yield* emit(run, {
      type: 'batch',
      logs: {
        epoch: cursor.epochs + 1,
        stepInEpoch,
        steps: logs,
        meanLoss: lossSum / stepInEpoch,
        meanAcc: accSum / stepInEpoch,
        seconds: cursor.seconds,
        secondsPerStep,
      },
    });
  }

  try {
    if (run.stopping) return null;
    for await (const batch of data.train(cursor.epochs + 1, cursor.stepInEpoch)) {
      lr = rateOf(run);
      pending.push(queueStep(run, batch, lr));
      steps++;
      if (pending.length >= every || cursor.stepInEpoch === run.stepsPerEpoch) yield* readBack();
      else yield* emit(run, { type: 'step' });
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
