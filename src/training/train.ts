/**
 * Training as an async generator: it yields what happened and receives `go` or `stop` at each
 * yield. To pause, the consumer just does not request the next event; stopping loses nothing.
 * Engine side; uses no worker globals, runs in Node.
 */
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import * as tf from '@tensorflow/tfjs-core';
import { copyWeights, restoreWeights } from '../model/build';
import { earlyStopping, plateauFactor, reduceOnPlateau, type Plateau } from './callbacks';
import type { TrainingData } from './data';
import { trainEpoch } from './epoch';
import { evaluate } from './evaluate';
import type { EpochLog, RunEnd, RunReport } from '../protocol/run';
import {
  dropoutSeed,
  disposeCallbackState,
  freshCallbackState,
  restartEpoch,
  emit,
  type RunContext,
  type CallbackState,
  type Trainer,
  type TrainEvent,
  type Control,
} from './run';
import { Stopwatch } from './stopwatch';
import { figuresOf, emptyPredictions } from './predictions';

/** Returns the mean val_loss and val_acc; null if it was stopped on the way. */
async function* validate(
  run: RunContext,
): AsyncGenerator<TrainEvent, { loss: number; acc: number } | null, Control> {
  const { trainer, experiment, data } = run;
  const pass = evaluate(trainer.model, data.val(), data.valImages, experiment.scale);
  for (;;) {
    const next = await pass.next();
    if (next.done) return figuresOf(next.value);
    yield* emit(run, { type: 'validating', images: next.value, imagesTotal: data.valImages });
    if (run.stopping) {
      await pass.return(emptyPredictions(0));
      return null;
    }
  }
}

/** Copies the weights of the best epoch, if early stopping may restore them. */
function keepBest({ memory, trainer }: RunContext, epoch: number): void {
  tf.dispose([...memory.best]);
  memory.best = copyWeights(trainer.model);
  memory.bestEpoch = epoch;
}

/**
 * Runs one epoch with its validation; null if it was stopped, with the cursor where it should
 * resume.
 */
async function* oneEpoch(run: RunContext): AsyncGenerator<TrainEvent, EpochLog | null, Control> {
  const { cursor } = run.trainer;
  const lr = yield* trainEpoch(run);
  if (lr === null) return null;
  const trained = run.watch.seconds;
  const validation = yield* validate(run);
  if (!validation) return null;
  const seconds = cursor.seconds + run.watch.seconds - trained;
  cursor.epochs++;
  const log: EpochLog = {
    epoch: cursor.epochs,
    epochs: run.memory.epochsBefore + run.experiment.epochs,
    steps: run.stepsPerEpoch,
    loss: cursor.lossSum / cursor.stepInEpoch,
    acc: cursor.accSum / cursor.stepInEpoch,
    val_loss: validation.loss,
    val_acc: validation.acc,
    lr,
    seconds,
    // Counted as in Keras's progress bar at the end of an epoch: with the validation, without the
    // first step (compilation).
    secondsPerStep:
      run.stepsPerEpoch > 1 ? (seconds - cursor.firstStepSeconds) / (run.stepsPerEpoch - 1) : seconds,
  };
  restartEpoch(cursor);
  return log;
}

/** The callbacks that watch one run's epochs. */
interface Watchers {
  readonly stopper: Plateau;
  readonly reducer: Plateau;
}

/** Runs the callbacks after an epoch; returns true if early stopping ends the run. */
async function* afterEpoch(
  run: RunContext,
  log: EpochLog,
  watchers: Watchers,
): AsyncGenerator<TrainEvent, boolean, Control> {
  const { experiment, memory } = run;
  const { epoch } = log;
  const stop = watchers.stopper.watch(log.val_loss);
  if (stop.improved && experiment.earlyStopping > 0) keepBest(run, epoch);
  if (watchers.reducer.watch(log.val_loss).full && epoch < log.epochs) {
    memory.lrFactor *= plateauFactor;
    yield* emit(run, { type: 'note', note: 'reduced-lr', epoch, value: log.lr * plateauFactor });
  }
  if (stop.full)
    yield* emit(run, { type: 'note', note: 'early-stopped', epoch, value: experiment.earlyStopping });
  return stop.full;
}

/** Restores the best epoch's weights unless it was the last one; returns that epoch, or null. */
async function* restoreBest(run: RunContext): AsyncGenerator<TrainEvent, number | null, Control> {
  const { trainer, memory } = run;
  const { bestEpoch: epoch } = memory;
  if (epoch === 0 || epoch === trainer.cursor.epochs) return null;
  restoreWeights(trainer.model, memory.best);
  yield* emit(run, { type: 'note', note: 'restored-best', epoch, value: epoch });
  return epoch;
}

/**
 * Trains for `experiment.epochs` epochs from the trainer's cursor, or to the end of the run that a
 * `resumed` callback state belongs to. Every random choice is a function of the seed and of
 * absolute epoch and step numbers. Yields events, receives 'go' or 'stop' at each, returns the
 * report. Throws `NotFiniteError`. Whoever passes a callback state disposes it afterwards
 * (`disposeCallbackState`): until then it can be saved.
 */
export async function* train(
  trainer: Trainer,
  experiment: Experiment,
  data: TrainingData,
  resumed?: CallbackState,
): AsyncGenerator<TrainEvent, RunReport, Control> {
  const memory = resumed ?? freshCallbackState(trainer);
  const { epochs, epochsBefore, stopper, reducer } = memory;
  const steps = stepsPerEpoch(experiment);
  const watch = new Stopwatch();
  const run: RunContext = { trainer, experiment, data, watch, stepsPerEpoch: steps, memory, stopping: false };
  const watchers: Watchers = {
    stopper: earlyStopping(experiment.earlyStopping, stopper),
    reducer: reduceOnPlateau(experiment.reduceLr, reducer),
  };
  const last = epochsBefore + experiment.epochs;
  let end: RunEnd = 'completed';
  trainer.model.clock.seed = dropoutSeed(experiment);

  try {
    while (trainer.cursor.epochs < last && end === 'completed') {
      const log = yield* oneEpoch(run);
      if (log) {
        epochs.push(log);
        yield* emit(run, { type: 'epoch', log });
        if (yield* afterEpoch(run, log, watchers)) end = 'early-stopped';
        else if (trainer.cursor.epochs < last) yield* emit(run, { type: 'between-epochs' });
      }
      if (run.stopping && end === 'completed') end = 'stopped';
    }
    const restoredEpoch = end === 'stopped' ? null : yield* restoreBest(run);
    return {
      end,
      epochs,
      steps: epochs.length * steps + trainer.cursor.stepInEpoch,
      seconds: watch.seconds,
      restoredEpoch,
    };
  } finally {
    if (!resumed) disposeCallbackState(memory);
  }
}
