/**
 * Training as an async generator: it yields what happened and is told at each yield whether to go on, so that pausing is not
 * asking for the next value and stopping loses nothing. Engine side; no worker globals, runs in Node.
 */
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import * as tf from '@tensorflow/tfjs-core';
import { copyWeights, restoreWeights } from '../model/build';
import { earlyStopping, plateauFactor, reduceOnPlateau, type Plateau } from './callbacks';
import type { TrainingData } from './data';
import { trainEpoch } from './epoch';
import { evaluate } from './evaluate';
import type { EpochLog, RunEnd, RunReport } from './logs';
import {
  dropoutSeed, forget, freshMemory, restartEpoch, tell, type Run, type RunMemory, type Trainer, type TrainEvent, type Wish,
} from './run'; // prettier-ignore
import { Stopwatch } from './stopwatch';
import { figuresOf, verdictsFor } from './verdicts';

/** Mean val_loss and val_acc; null when it was stopped on the way. */
async function* validate(run: Run): AsyncGenerator<TrainEvent, { loss: number; acc: number } | null, Wish> {
  const { trainer, experiment, data } = run;
  const pass = evaluate(trainer.model, data.val(), data.valImages, experiment.scale);
  for (;;) {
    const next = await pass.next();
    if (next.done) return figuresOf(next.value);
    yield* tell(run, { type: 'validating', images: next.value, imagesTotal: data.valImages });
    if (run.stopping) {
      await pass.return(verdictsFor(0));
      return null;
    }
  }
}

/** Keeps the weights of the best epoch, when early stopping may want them back. */
function keepBest({ memory, trainer }: Run, epoch: number): void {
  tf.dispose([...memory.best]);
  memory.best = copyWeights(trainer.model);
  memory.bestEpoch = epoch;
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
    epochs: run.memory.epochsBefore + run.experiment.epochs,
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
}

/** What the callbacks make of a finished epoch; true when early stopping ends the run. */
async function* afterEpoch(
  run: Run,
  log: EpochLog,
  watchers: Watchers,
): AsyncGenerator<TrainEvent, boolean, Wish> {
  const { experiment, memory } = run;
  const { epoch } = log;
  const stop = watchers.stopper.watch(log.val_loss);
  if (stop.improved && experiment.earlyStopping > 0) keepBest(run, epoch);
  if (watchers.reducer.watch(log.val_loss).full && epoch < log.epochs) {
    memory.lrFactor *= plateauFactor;
    yield* tell(run, { type: 'note', note: 'reduced-lr', epoch, value: log.lr * plateauFactor });
  }
  if (stop.full)
    yield* tell(run, { type: 'note', note: 'early-stopped', epoch, value: experiment.earlyStopping });
  return stop.full;
}

/** Goes back to the best epoch's weights where they are not the last one's; that epoch, or null. */
async function* restoreBest(run: Run): AsyncGenerator<TrainEvent, number | null, Wish> {
  const { trainer, memory } = run;
  const { bestEpoch: epoch } = memory;
  if (epoch === 0 || epoch === trainer.cursor.epochs) return null;
  restoreWeights(trainer.model, memory.best);
  yield* tell(run, { type: 'note', note: 'restored-best', epoch, value: epoch });
  return epoch;
}

/**
 * Trains for `experiment.epochs` epochs from where the trainer's cursor stands, or to the end of the run that a `given` memory is of. Every
 * random choice is a function of the seed and of absolute epoch and step numbers. Yields events, takes 'go' or 'stop' at each, returns
 * the report. Throws `NotFiniteError`. Who gives one disposes what it holds afterwards (`forget`): until then it can be saved.
 */
export async function* train(
  trainer: Trainer,
  experiment: Experiment,
  data: TrainingData,
  given?: RunMemory,
): AsyncGenerator<TrainEvent, RunReport, Wish> {
  const memory = given ?? freshMemory(trainer);
  const { epochs, epochsBefore, stopper, reducer } = memory;
  const steps = stepsPerEpoch(experiment);
  const watch = new Stopwatch();
  const run: Run = { trainer, experiment, data, watch, stepsPerEpoch: steps, memory, stopping: false };
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
        yield* tell(run, { type: 'epoch', log });
        if (yield* afterEpoch(run, log, watchers)) end = 'early-stopped';
        else if (trainer.cursor.epochs < last) yield* tell(run, { type: 'between-epochs' });
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
    if (!given) forget(memory);
  }
}
