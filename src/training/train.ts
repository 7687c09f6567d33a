/**
 * Training as an async generator: it yields what happened and is told at each yield whether to go on, so that pausing is not
 * asking for the next value and stopping loses nothing. Engine side; no worker globals, runs in Node.
 */
import { Rng } from '../lib/rng';
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import * as tf from '@tensorflow/tfjs-core';
import { copyWeights, restoreWeights, type Model } from '../model/build';
import { earlyStopping, plateauFactor, reduceOnPlateau } from './callbacks';
import type { TrainingData } from './data';
import { trainEpoch } from './epoch';
import { evaluate } from './evaluate';
import type { EpochLog, RunEnd, RunReport } from './logs';
import { tell, type Run, type Trainer, type TrainEvent, type Wish } from './run';
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
  const before = run.watch.seconds;
  const trained = yield* trainEpoch(run);
  if (!trained) return null;
  const validation = yield* validate(run);
  if (!validation) return null;
  const seconds = run.watch.seconds - before;
  cursor.epochs++;
  const log: EpochLog = {
    epoch: cursor.epochs,
    epochs: run.epochsBefore + run.experiment.epochs,
    steps: run.stepsPerEpoch,
    loss: cursor.lossSum / cursor.stepInEpoch,
    acc: cursor.accSum / cursor.stepInEpoch,
    val_loss: validation.loss,
    val_acc: validation.acc,
    lr: trained.lr,
    seconds,
    // As Keras's progress bar counts it at the end of an epoch: validation included, the first step (compilation) not.
    secondsPerStep: trained.steps > 1 ? (seconds - trained.firstStepSeconds) / (trained.steps - 1) : seconds,
  };
  Object.assign(cursor, { stepInEpoch: 0, lossSum: 0, accSum: 0 });
  return log;
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
  const run: Run = {
    trainer, experiment, data,
    watch: new Stopwatch(), epochsBefore: trainer.cursor.epochs, stepsPerEpoch: stepsPerEpoch(experiment), lrFactor: 1, stopping: false,
  }; // prettier-ignore
  const stopper = earlyStopping(experiment.earlyStopping);
  const reducer = reduceOnPlateau(experiment.reduceLr);
  const best = new Best();
  const logs: EpochLog[] = [];
  const last = run.epochsBefore + experiment.epochs;
  let end: RunEnd = 'completed';
  trainer.model.clock.seed = Rng.of(experiment.seed).fork('dropout').uint32();

  try {
    while (trainer.cursor.epochs < last && end === 'completed') {
      const log = yield* oneEpoch(run);
      if (!log) {
        end = 'stopped';
        break;
      }
      logs.push(log);
      yield* tell(run, { type: 'epoch', log });
      const stop = stopper.watch(log.val_loss);
      if (stop.improved && experiment.earlyStopping > 0) best.keep(trainer.model, log.epoch);
      if (reducer.watch(log.val_loss).full && trainer.cursor.epochs < last) {
        run.lrFactor *= plateauFactor;
        yield* tell(run, {
          type: 'note',
          note: 'reduced-lr',
          epoch: log.epoch,
          value: log.lr * plateauFactor,
        });
      }
      if (stop.full) {
        end = 'early-stopped';
        yield* tell(run, {
          type: 'note',
          note: 'early-stopped',
          epoch: log.epoch,
          value: experiment.earlyStopping,
        });
      } else if (run.stopping) end = 'stopped';
    }
    const restored = end !== 'stopped' && best.epoch > 0 && best.epoch !== trainer.cursor.epochs;
    if (restored) {
      best.restore(trainer.model);
      yield* tell(run, { type: 'note', note: 'restored-best', epoch: best.epoch, value: best.epoch });
    }
    return {
      end,
      epochs: logs,
      steps: trainer.cursor.steps,
      seconds: run.watch.seconds,
      restoredEpoch: restored ? best.epoch : null,
    };
  } finally {
    best.dispose();
  }
}
