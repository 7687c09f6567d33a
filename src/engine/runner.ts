/**
 * Drives one run from its first step to its report, or one evaluation: handles messages in between,
 * reports to the page, and saves. Runs in the worker.
 */
import * as tf from '@tensorflow/tfjs-core';
import { batches } from '../dataset/batches';
import { never } from '../lib/result';
import type { SplitName } from '../protocol/data';
import type { EngineEvent } from '../protocol/events';
import type { MemoryReport, RunReport, RunStatus } from '../protocol/run';
import { trainingData, trainingLabels } from '../training/data';
import { evaluate, probabilities } from '../training/evaluate';
import { compareModes, modesImages } from '../training/modes';
import type { CallbackState, TrainEvent } from '../training/run';
import { train } from '../training/train';
import { reportOf } from '../training/predictions';
import type { ReadyData } from './core/data';
import type { TrainState } from './core/trainState';
import type { Checkpointer } from './runs/checkpointer';
import type { EvaluationResults } from './inspect/evaluationResults';
import { predictions, setOf } from './core/images';
import { yieldToMessages } from './core/yield';
import type { TaskLock } from './core/taskLock';
import type { DeviceWatch } from './device/deviceWatch';

/** Number of images in the gallery that is shown after each epoch. */
const galleryTiles = 12;

/** What the runner needs from the session. */
export interface RunnerDeps {
  readonly emit: (event: EngineEvent) => void;
  readonly task: Pick<TaskLock, 'gate' | 'stopRequested'>;
  readonly watch: Pick<DeviceWatch, 'until'>;
}

function memoryReport(): MemoryReport {
  const info = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
  return { tensors: info.numTensors, bytes: info.numBytesInGPU ?? info.numBytes };
}

/**
 * Whether a snapshot may be taken: no statistics are still on the device, and the run can resume at
 * the cursor. A validation that has begun is repeated from its start.
 */
export const rests = ({ type }: TrainEvent): boolean =>
  type === 'batch' || type === 'validating' || type === 'between-epochs';

export class Runner {
  private lastProgress = 0;

  constructor(private readonly deps: RunnerDeps) {}

  private status(status: RunStatus): void {
    this.deps.emit({ type: 'status', status });
  }

  /**
   * Trains to the end of the run that `memory` belongs to. Rejects as the training and the device
   * do.
   */
  async run(
    trainState: TrainState,
    memory: CallbackState,
    data: ReadyData,
    checkpointer: Checkpointer,
  ): Promise<RunReport> {
    const { experiment } = trainState;
    const run = train(trainState, experiment, trainingData(data.store, data.plan, experiment), memory);
    try {
      return await this.drive(run, trainState, memory, data, checkpointer);
    } catch (thrown) {
      // Makes the generator dispose its tensors. Not awaited: on a lost device it may never answer.
      run.throw(thrown).catch(() => {});
      throw thrown;
    }
  }

  /**
   * Asks the run for one event after another, handles messages in between, and reacts to Pause,
   * Stop and a lost device.
   */
  private async drive(
    run: ReturnType<typeof train>,
    trainState: TrainState,
    memory: CallbackState,
    data: ReadyData,
    checkpointer: Checkpointer,
  ): Promise<RunReport> {
    const { task, watch } = this.deps;
    let training = false;
    for (;;) {
      const next = await watch.until(run.next(task.stopRequested ? 'stop' : 'go'));
      if (next.done) return next.value;
      if (!training) this.status('training');
      training = true;
      checkpointer.record(next.value);
      await this.report(next.value, trainState, data);
      await yieldToMessages();
      if (!rests(next.value)) continue;
      if (checkpointer.isDue || task.gate.closed)
        await watch.until(checkpointer.save(trainState, memory, { finished: false }));
      // Pauses only where a snapshot can be taken, so that a paused run can be resumed later.
      if (task.gate.closed) {
        this.status('paused');
        await watch.until(task.gate.passed());
        if (!task.stopRequested) this.status('training');
      }
    }
  }

  /** Evaluates a split; null if it was stopped before the end. */
  async evaluate(
    { model, experiment }: TrainState,
    { store, plan }: ReadyData,
    split: SplitName,
  ): Promise<EvaluationResults | null> {
    const { batch, scale, seed } = experiment;
    const indices = plan[split];
    // A network that was trained on wrong labels is evaluated on the same labels.
    const labels = split === 'train' ? trainingLabels(store, plan, experiment) : undefined;
    const order = {
      batch,
      shuffle: null,
      augment: null,
      remainder: 'pad',
      ...(labels && { labels }),
    } as const;
    const images = batches(store, setOf(split), indices, order);
    const began = performance.now();
    const predictions = await this.pass(evaluate(model, images, indices.length, scale), indices.length);
    if (!predictions) return null;
    const report = reportOf(predictions, (performance.now() - began) / 1000);
    this.deps.emit({ type: 'evaluated', split, report });
    return { split, store, indices, predictions, seed };
  }

  /** Reports how training mode changes the figures, unless it is stopped. */
  async compareModes({ model, experiment, cursor }: TrainState, { store, plan }: ReadyData): Promise<void> {
    const data = trainingData(store, plan, experiment);
    const pass = compareModes(model, experiment, data, cursor);
    const report = await this.pass(pass, modesImages(experiment, data));
    if (report) this.deps.emit({ type: 'modes', report });
  }

  /**
   * Runs a pass over images that yields how many are done, with progress, Pause and Stop; null if
   * it was stopped.
   */
  private async pass<T>(pass: AsyncGenerator<number, T, void>, imagesTotal: number): Promise<T | null> {
    const { task, watch } = this.deps;
    const began = performance.now();
    for (;;) {
      const next = await watch.until(pass.next());
      if (next.done) return next.value;
      const done = next.value;
      const secondsLeft = ((performance.now() - began) / 1000 / done) * (imagesTotal - done);
      this.progress({ type: 'evaluating', images: done, imagesTotal, secondsLeft });
      await yieldToMessages();
      await watch.until(task.gate.passed());
      if (task.stopRequested) return null;
    }
  }

  /**
   * Reports at most ten times a second: a fast device processes hundreds of batches in that time.
   */
  private progress(event: Extract<EngineEvent, { type: 'validating' | 'evaluating' }>): void {
    const now = performance.now();
    if (now - this.lastProgress < 100 && event.images < event.imagesTotal) return;
    this.lastProgress = now;
    this.deps.emit(event);
  }

  private async report(event: TrainEvent, trainState: TrainState, data: ReadyData): Promise<void> {
    const { emit } = this.deps;
    switch (event.type) {
      case 'step':
      case 'between-epochs':
        return;
      case 'batch':
        return emit({ ...event, memory: memoryReport() });
      case 'validating':
        return this.progress(event);
      case 'note':
        return emit(event);
      case 'epoch':
        emit(event);
        return this.showGallery(event.log.epoch, trainState, data);
      default:
        return never(event);
    }
  }

  private async showGallery(
    epoch: number,
    { model, experiment }: TrainState,
    data: ReadyData,
  ): Promise<void> {
    const draw = { split: 'val', count: galleryTiles, draw: 0 } as const;
    const shown = await predictions(data, draw, (batch) => probabilities(model, batch, experiment.scale));
    this.deps.emit({ type: 'gallery', epoch, split: 'val', predictions: shown });
  }
}
