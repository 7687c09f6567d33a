/** The model that the engine holds, and the one thing that it does with it at a time: a run or an evaluation. Worker. */
import * as tf from '@tensorflow/tfjs-core';
import { batches } from '../dataset/batches';
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import { never } from '../lib/result';
import { buildModel, type Model } from '../model/build';
import { networkFor } from '../network';
import type { BackendReport, EngineEvent, MemoryReport, RunStatus } from '../protocol/events';
import { trainingData } from '../training/data';
import { evaluate } from '../training/evaluate';
import { createOptimizer } from '../training/optimizer';
import { freshCursor, type Trainer, type TrainEvent, type Wish } from '../training/run';
import { train } from '../training/train';
import type { RunReport } from '../training/logs';
import type { DataDesk, ReadyData } from './data';
import { EngineFailure, toEngineError } from './errors';
import { predictions } from './pictures';
import { bindingProblem } from './preflight';
import { Gate, yieldToMessages } from './yield';

/** What the session needs to know of its surroundings. */
export interface Surroundings {
  readonly emit: (event: EngineEvent) => void;
  readonly data: DataDesk;
  readonly backend: BackendReport;
  /** Rejects when the device is lost or reports an error; never resolves. */
  readonly fatal: Promise<never>;
}

/** A trainer with what it was last trained as. */
interface Held extends Trainer {
  readonly experiment: Experiment;
}

/** Images on show after each epoch. */
const galleryTiles = 12;

function memory(): MemoryReport {
  const info = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
  return { tensors: info.numTensors, bytes: info.numBytesInGPU ?? info.numBytes };
}

/** Two experiments that make the same weights' shapes. */
const sameNetwork = (a: Experiment, b: Experiment): boolean =>
  JSON.stringify(networkFor({ ...a, dropout: 0 })) === JSON.stringify(networkFor({ ...b, dropout: 0 }));

/** A half-finished epoch can only be gone on with if it would consist of the same batches. */
const sameEpochs = (a: Experiment, b: Experiment): boolean =>
  (['train', 'val', 'test', 'seed', 'batch', 'flip', 'shift', 'labels'] as const).every(
    (key) => a[key] === b[key],
  );

export class Session {
  private held: Held | null = null;
  private busy = false;
  private stopAsked = false;
  private readonly gate = new Gate();

  constructor(private readonly around: Surroundings) {}

  /** The model, with the scale that its images are given in. Throws `no-model`. */
  model(): { model: Model; scale: Experiment['scale'] } {
    if (!this.held) throw new EngineFailure('no-model', 'Nothing has been trained yet');
    return { model: this.held.model, scale: this.held.experiment.scale };
  }

  pause(): void {
    if (this.busy) this.gate.close();
  }

  resume(): void {
    this.gate.release();
  }

  stop(): void {
    this.stopAsked = this.busy;
    this.gate.release();
  }

  /** Throws `busy` where something goes on; else runs `work` to its end, and tells failures as events. */
  private async only(work: () => Promise<void>): Promise<void> {
    if (this.busy) throw new EngineFailure('busy', 'A run or an evaluation is going on');
    this.busy = true;
    this.stopAsked = false;
    try {
      await work();
    } catch (thrown) {
      const error = toEngineError(thrown);
      // After these, the weights are not what the log says: the model goes.
      const lost = ['gpu-error', 'device-lost', 'not-finite', 'internal'].includes(error.code);
      if (lost) this.drop();
      this.around.emit({ type: 'failed', error, modelKept: this.held !== null });
      this.status('failed');
    } finally {
      this.gate.release();
      this.busy = false;
    }
  }

  private drop(): void {
    this.held?.model.dispose();
    this.held?.optimizer.dispose();
    this.held = null;
  }

  private status(status: RunStatus): void {
    this.around.emit({ type: 'status', status });
  }

  /** Waits for the data of `experiment` if they are still on their way. Throws `data-not-ready`. */
  private async dataFor(experiment: Experiment): Promise<ReadyData> {
    this.status('loading');
    const data = await this.around.data.load(experiment);
    if (!data) throw new EngineFailure('data-not-ready', 'Some sheets are missing');
    return data;
  }

  /** Trains; returns when the run has ended. Throws only `busy`. */
  train(experiment: Experiment, mode: 'new' | 'continue'): Promise<void> {
    return this.only(async () => {
      const network = networkFor(experiment);
      const problem = bindingProblem(network, experiment.batch, this.around.backend.maxBindingBytes);
      if (problem) throw new EngineFailure('binding-too-large', problem);
      const data = await this.dataFor(experiment);
      if (this.stopAsked) return this.status('idle');
      this.status('compiling');
      await yieldToMessages();
      const trainer = this.trainerFor(experiment, mode);
      const firstEpoch = trainer.cursor.epochs + 1;
      const lastEpoch = trainer.cursor.epochs + experiment.epochs;
      this.around.emit({
        type: 'run-started', experiment, continued: mode === 'continue', firstEpoch, lastEpoch, stepsPerEpoch: stepsPerEpoch(experiment),
      }); // prettier-ignore
      const report = await this.drive(
        train(trainer, experiment, trainingData(data.store, data.plan, experiment)),
        data,
      );
      this.around.emit({ type: 'run-finished', report });
      this.status('finished');
    });
  }

  private trainerFor(experiment: Experiment, mode: 'new' | 'continue'): Trainer {
    const { held } = this;
    if (mode === 'continue') {
      if (!held || !sameNetwork(held.experiment, experiment)) {
        throw new EngineFailure('no-model', 'There is no model of this network to go on with');
      }
      const sameRule =
        held.optimizer.kind === experiment.optimizer && held.experiment.momentum === experiment.momentum;
      if (!sameRule) held.optimizer.dispose();
      const optimizer = sameRule ? held.optimizer : createOptimizer(experiment);
      if (!sameEpochs(held.experiment, experiment))
        Object.assign(held.cursor, { stepInEpoch: 0, lossSum: 0, accSum: 0 });
      this.held = { ...held, optimizer, experiment };
      return this.held;
    }
    this.drop();
    const model = buildModel(networkFor(experiment), experiment.seed);
    this.held = { model, optimizer: createOptimizer(experiment), cursor: freshCursor(), experiment };
    return this.held;
  }

  /** Asks the run for one event after another, lets messages in between, and heeds Pause, Stop and a lost device. */
  private async drive(run: AsyncGenerator<TrainEvent, RunReport, Wish>, data: ReadyData): Promise<RunReport> {
    let training = false;
    for (;;) {
      const next = await Promise.race([run.next(this.stopAsked ? 'stop' : 'go'), this.around.fatal]);
      if (next.done) return next.value;
      if (!training) this.status('training');
      training = true;
      await this.tell(next.value, data);
      await yieldToMessages();
      if (this.gate.closed) {
        this.status('paused');
        await this.gate.passed();
        if (!this.stopAsked) this.status('training');
      }
    }
  }

  private async tell(event: TrainEvent, data: ReadyData): Promise<void> {
    const { emit } = this.around;
    switch (event.type) {
      case 'step':
        return;
      case 'batch':
        return emit({ ...event, memory: memory() });
      case 'validating':
      case 'note':
        return emit(event);
      case 'epoch':
        emit(event);
        return this.showGallery(event.log.epoch, data);
      default:
        return never(event);
    }
  }

  private async showGallery(epoch: number, data: ReadyData): Promise<void> {
    const { model, scale } = this.model();
    const shown = await predictions(data, model, scale, { split: 'val', count: galleryTiles, draw: 0 });
    this.around.emit({ type: 'gallery', epoch, split: 'val', predictions: shown });
  }

  /** Runs over the test split; returns when it is done or stopped. Throws only `busy` and `no-model`. */
  evaluate(): Promise<void> {
    const { model, scale } = this.model();
    return this.only(async () => {
      const data = this.around.data.ready;
      if (!data) throw new EngineFailure('data-not-ready', 'The test images are not here yet');
      this.status('evaluating');
      const { test } = data.plan;
      const batch = this.held?.experiment.batch ?? 64;
      const pass = evaluate(
        model,
        batches(data.store, 'test', test, { batch, shuffle: null, augment: null, remainder: 'pad' }),
        scale,
      );
      const began = performance.now();
      for (;;) {
        const next = await Promise.race([pass.next(), this.around.fatal]);
        if (next.done) {
          this.around.emit({ type: 'evaluated', report: next.value });
          break;
        }
        const images = next.value;
        const secondsLeft = ((performance.now() - began) / 1000 / images) * (test.length - images);
        this.around.emit({ type: 'evaluating', images, imagesTotal: test.length, secondsLeft });
        await yieldToMessages();
        await this.gate.passed();
        if (this.stopAsked) break;
      }
      this.status('finished');
    });
  }
}
