/**
 * Training as an async generator: it yields what happened and is told at each yield whether to go on, so that pausing is not
 * asking for the next value and stopping loses nothing. Engine side; no worker globals, runs in Node.
 */
import { Rng } from '../lib/rng';
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import * as tf from '@tensorflow/tfjs-core';
import { copyWeights, restoreWeights, type Model } from '../model/build';
import { earlyStopping, plateauFactor, reduceOnPlateau, type Plateau } from './callbacks';
import type { TrainingData } from './data';
import { trainEpoch } from './epoch';
import { evaluate } from './evaluate';
import type { EpochLog, RunEnd, RunReport } from './logs';
import { restartEpoch, tell, type Run, type Trainer, type TrainEvent, type Wish } from './run';
import { Stopwatch } from './stopwatch';

/** Mean val_loss and val_acc; null when it was stopped on the way. */
async function* validate(run: Run): AsyncGenerator<TrainEvent, { loss: number; acc: number } | null, Wish> {
  const { trainer, experiment, data } = run;
  const pass = evaluate(trainer.model, data.val(), experiment.scale);
  for (;;) {
    const next = await pass.next();
    if (next.done) return next.value;
    yield* tell(run, { type: 'validating', images: next.value, imagesTotal: data.valImages });
    if (run.stopping) {
      await pass.return({ images: 0, loss: 0, acc: 0, confusion: [], seconds: 0 });
      return null;
    }
  }
}

/** Keeps the weights of the best epoch, when early stopping may want them back. */
class Best {
  epoch = 0;
  private weights: tf.Tensor[] = [];

  keep(model: Model, epoch: number): void {
    this.dispose();
    this.weights = copyWeights(model);
    this.epoch = epoch;
  }

  restore(model: Model): void {
    restoreWeights(model, this.weights);
  }

  dispose(): void {
    tf.dispose(this.weights);
    this.weights = [];
  }
}

/** One epoch with its validation; null when it was stopped. The cursor then stands where to go on. */
async function* oneEpoch(run: Run): AsyncGenerator<TrainEvent, EpochLog | null, Wish> {
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
    epochs: run.epochsBefore + run.experiment.epochs,
    steps: run.stepsPerEpoch,
    loss: cursor.lossSum / cursor.stepInEpoch,
    acc: cursor.accSum / cursor.stepInEpoch,
    val_loss: validation.loss,
    val_acc: validation.acc,
    lr,
    seconds,
    // As Keras's progress bar counts it at the end of an epoch: validation included, the first step (compilation) not.
    secondsPerStep:
      run.stepsPerEpoch > 1 ? (seconds - cursor.firstStepSeconds) / (run.stepsPerEpoch - 1) : seconds,
  };
  restartEpoch(cursor);
  return log;
}

/** What watches the epochs of one run. */
interface Watchers {
  readonly stopper: Plateau;
  readonly reducer: Plateau;
  readonly best: Best;
}

/** What the callbacks make of a finished epoch; true when early stopping ends the run. */
async function* afterEpoch(
  run: Run,
  log: EpochLog,
  watchers: Watchers,
): AsyncGenerator<TrainEvent, boolean, Wish> {
  const { experiment, trainer } = run;
  const { epoch } = log;
  const stop = watchers.stopper.watch(log.val_loss);
  if (stop.improved && experiment.earlyStopping > 0) watchers.best.keep(trainer.model, epoch);
  if (watchers.reducer.watch(log.val_loss).full && epoch < log.epochs) {
    run.lrFactor *= plateauFactor;
    yield* tell(run, { type: 'note', note: 'reduced-lr', epoch, value: log.lr * plateauFactor });
  }
  if (stop.full)
    yield* tell(run, { type: 'note', note: 'early-stopped', epoch, value: experiment.earlyStopping });
  return stop.full;
}

/** Goes back to the best epoch's weights where they are not the last one's; that epoch, or null. */
async function* restoreBest(run: Run, best: Best): AsyncGenerator<TrainEvent, number | null, Wish> {
  const { epoch } = best;
  if (epoch === 0 || epoch === run.trainer.cursor.epochs) return null;
  best.restore(run.trainer.model);
  yield* tell(run, { type: 'note', note: 'restored-best', epoch, value: epoch });
  return epoch;
}

/**
 * Trains for `experiment.epochs` epochs from where the trainer's cursor stands. Every random choice is a function of the seed and
 * of absolute epoch and step numbers. Yields events, takes 'go' or 'stop' at each, returns the report. Throws `NotFiniteError`.
 */
export async function* train(
  trainer: Trainer,
  experiment: Experiment,
  data: TrainingData,
): AsyncGenerator<TrainEvent, RunReport, Wish> {
  const epochsBefore = trainer.cursor.epochs;
  const steps = stepsPerEpoch(experiment);
  const watch = new Stopwatch();
  const run: Run = {
    trainer,
    experiment,
    data,
    watch,
    epochsBefore,
    stepsPerEpoch: steps,
    lrFactor: 1,
    stopping: false,
  };
  const best = new Best();
  const { earlyStopping: patience, reduceLr } = experiment;
  const watchers: Watchers = { stopper: earlyStopping(patience), reducer: reduceOnPlateau(reduceLr), best };
  const epochs: EpochLog[] = [];
  let end: RunEnd = 'completed';
  trainer.model.clock.seed = Rng.of(experiment.seed).fork('dropout').uint32();

  try {
    while (trainer.cursor.epochs < epochsBefore + experiment.epochs && end === 'completed') {
      const log = yield* oneEpoch(run);
      if (log) {
        epochs.push(log);
        yield* tell(run, { type: 'epoch', log });
        if (yield* afterEpoch(run, log, watchers)) end = 'early-stopped';
      }
      if (run.stopping && end === 'completed') end = 'stopped';
    }
    const restoredEpoch = end === 'stopped' ? null : yield* restoreBest(run, best);
    return {
      end,
      epochs,
      steps: epochs.length * steps + trainer.cursor.stepInEpoch,
      seconds: watch.seconds,
      restoredEpoch,
    };
  } finally {
    best.dispose();
  }
}
