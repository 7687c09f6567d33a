/** The model that the engine holds, and the one thing that it does with it at a time: a run or an evaluation. Worker. */
import * as tf from '@tensorflow/tfjs-core';
import { batches } from '../dataset/batches';
import { abortable } from '../dataset/download';
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import { never } from '../lib/result';
import { buildModel, moveWeights, type Model } from '../model/build';
import { networkFor } from '../network';
import type { BackendReport, EngineEvent, MemoryReport, RunStatus } from '../protocol/events';
import { trainingData } from '../training/data';
import { evaluate } from '../training/evaluate';
import { createOptimizer } from '../training/optimizer';
import { freshCursor, restartEpoch, type Trainer, type TrainEvent, type Wish } from '../training/run';
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
  /** Aborted when the device is lost or reports an error. */
  readonly fatal: AbortSignal;
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

/** The optimizer of `a` can go on with `b`: its slots mean the same. */
const sameRule = (a: Experiment, b: Experiment): boolean =>
  a.optimizer === b.optimizer && (a.optimizer !== 'momentum' || a.momentum === b.momentum);

export class Session {
  private held: Held | null = null;
  private busy = false;
  private stopping = new AbortController();
  private readonly gate = new Gate();
  private lastProgress = 0;

  constructor(private readonly around: Surroundings) {
    const { fatal } = around;
    // Between runs nobody waits for anything, and the page should know before the next one.
    fatal.addEventListener('abort', () => !this.busy && this.fail(fatal.reason));
  }

  get hasModel(): boolean {
    return this.held !== null;
  }

  private get stopAsked(): boolean {
    return this.stopping.signal.aborted;
  }

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
    if (this.busy) this.stopping.abort();
    this.gate.release();
  }

  /** Throws `busy` where something goes on; else runs `work` to its end, and tells failures as events. */
  private async only(work: () => Promise<void>): Promise<void> {
    if (this.busy) throw new EngineFailure('busy', 'A run or an evaluation is going on');
    this.busy = true;
    this.stopping = new AbortController();
    try {
      await work();
    } catch (thrown) {
      this.fail(thrown);
    } finally {
      this.gate.release();
      this.busy = false;
    }
  }

  private fail(thrown: unknown): void {
    const error = toEngineError(thrown);
    // After these, the weights are not what the log says: the model goes.
    const lost = ['gpu-error', 'device-lost', 'not-finite', 'internal'].includes(error.code);
    this.around.emit({ type: 'failed', error, modelKept: this.hasModel && !lost });
    this.status('failed');
    if (lost) this.drop();
  }

  private drop(): void {
    const { held } = this;
    this.held = null;
    held?.model.dispose();
    held?.optimizer.dispose();
  }

  /** What `work` gives, unless the device fails first. */
  private unlessFatal<T>(work: Promise<T>): Promise<T> {
    return abortable(work, this.around.fatal);
  }

  private status(status: RunStatus): void {
    this.around.emit({ type: 'status', status });
  }

  /** The data of `experiment`, waited for if they are still on their way; null when it was stopped. Throws `data-not-ready`. */
  private async dataFor(experiment: Experiment): Promise<ReadyData | null> {
    this.status('loading');
    const { data } = this.around;
    const stopped = new Promise<'stopped'>((resolve) => {
      this.stopping.signal.addEventListener('abort', () => resolve('stopped'));
    });
    const ready = await this.unlessFatal(Promise.race([data.load(experiment), stopped]));
    if (ready === 'stopped' || this.stopAsked) return null;
    if (ready) return ready;
    const reason = data.wants(experiment)
      ? 'Some sheets are missing'
      : 'Another split was asked for meanwhile';
    throw new EngineFailure('data-not-ready', reason);
  }

  /** Trains; returns when the run has ended. Throws only `busy`. */
  train(experiment: Experiment, mode: 'new' | 'continue'): Promise<void> {
    return this.only(async () => {
      const network = networkFor(experiment);
      const problem = bindingProblem(network, experiment.batch, this.around.backend.maxBindingBytes);
      if (problem) throw new EngineFailure('binding-too-large', problem);
      const data = await this.dataFor(experiment);
      if (!data) return this.status('idle');
      this.status('compiling');
      await yieldToMessages();
      const trainer = this.trainerFor(experiment, mode);
      const firstEpoch = trainer.cursor.epochs + 1;
      const lastEpoch = trainer.cursor.epochs + experiment.epochs;
      this.around.emit({
        type: 'run-started', experiment, continued: mode === 'continue', firstEpoch, lastEpoch, stepsPerEpoch: stepsPerEpoch(experiment),
      }); // prettier-ignore
      const run = train(trainer, experiment, trainingData(data.store, data.plan, experiment));
      const report = await this.drive(run, data).catch((thrown: unknown) => {
        // So that it disposes what it holds. Not awaited: on a lost device it may never answer.
        run.throw(thrown).catch(() => {});
        throw thrown;
      });
      this.around.emit({ type: 'run-finished', report });
      this.status('finished');
    });
  }

  private trainerFor(experiment: Experiment, mode: 'new' | 'continue'): Trainer {
    if (mode === 'continue') return this.goOnAs(experiment);
    this.drop();
    const model = buildModel(networkFor(experiment), experiment.seed);
    this.held = { model, optimizer: createOptimizer(experiment), cursor: freshCursor(), experiment };
    return this.held;
  }

  /** The trainer that is there, with what `experiment` changes of it. Throws `no-model`. */
  private goOnAs(experiment: Experiment): Trainer {
    const { held } = this;
    if (!held || !sameNetwork(held.experiment, experiment))
      throw new EngineFailure('no-model', 'There is no model of this network to go on with');
    const before = held.experiment;
    let { model, optimizer } = held;
    if (!sameRule(before, experiment)) {
      optimizer.dispose();
      optimizer = createOptimizer(experiment);
    }
    // The rate of dropout is a part of the layers.
    if (before.dropout !== experiment.dropout) model = moveWeights(model, networkFor(experiment));
    if (!sameEpochs(before, experiment)) restartEpoch(held.cursor);
    this.held = { ...held, model, optimizer, experiment };
    return this.held;
  }

  /** Asks the run for one event after another, lets messages in between, and heeds Pause, Stop and a lost device. */
  private async drive(run: AsyncGenerator<TrainEvent, RunReport, Wish>, data: ReadyData): Promise<RunReport> {
    let training = false;
    for (;;) {
      const next = await this.unlessFatal(run.next(this.stopAsked ? 'stop' : 'go'));
      if (next.done) return next.value;
      if (!training) this.status('training');
      training = true;
      await this.tell(next.value, data);
      await yieldToMessages();
      if (this.gate.closed) {
        this.status('paused');
        await this.unlessFatal(this.gate.passed());
        if (!this.stopAsked) this.status('training');
      }
    }
  }

  /** At most ten a second: a fast device passes over hundreds of batches in that time. */
  private progress(event: Extract<EngineEvent, { type: 'validating' | 'evaluating' }>): void {
    const now = performance.now();
    if (now - this.lastProgress < 100 && event.images < event.imagesTotal) return;
    this.lastProgress = now;
    this.around.emit(event);
  }

  private async tell(event: TrainEvent, data: ReadyData): Promise<void> {
    const { emit } = this.around;
    switch (event.type) {
      case 'step':
        return;
      case 'batch':
        return emit({ ...event, memory: memory() });
      case 'validating':
        return this.progress(event);
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
        const next = await this.unlessFatal(pass.next());
        if (next.done) {
          this.around.emit({ type: 'evaluated', report: next.value });
          break;
        }
        const images = next.value;
        const secondsLeft = ((performance.now() - began) / 1000 / images) * (test.length - images);
        this.progress({ type: 'evaluating', images, imagesTotal: test.length, secondsLeft });
        await yieldToMessages();
        await this.unlessFatal(this.gate.passed());
        if (this.stopAsked) break;
      }
      this.status('finished');
    });
  }
}
