/** One run from its first step to its report, or one evaluation: drives it, lets messages in between, tells the page, saves. Worker. */
import * as tf from '@tensorflow/tfjs-core';
import { batches } from '../dataset/batches';
import { never } from '../lib/result';
import type { EngineEvent, MemoryReport, RunStatus } from '../protocol/events';
import type { SplitName } from '../protocol/queries';
import { trainingData, trainingLabels } from '../training/data';
import { evaluate } from '../training/evaluate';
import type { RunReport } from '../training/logs';
import { compareModes, modesImages } from '../training/modes';
import type { RunMemory, TrainEvent } from '../training/run';
import { train } from '../training/train';
import { reportOf } from '../training/verdicts';
import type { ReadyData } from './data';
import type { Held } from './held';
import type { Keeper } from './keeper';
import type { Judged } from './judged';
import { predictions, setOf } from './pictures';
import { yieldToMessages, type Gate } from './yield';

/** Images on show after each epoch. */
const galleryTiles = 12;

/** What a run needs of the session. */
export interface RunnerOptions {
  readonly emit: (event: EngineEvent) => void;
  readonly gate: Gate;
  readonly stopAsked: () => boolean;
  /** What `work` gives, unless the device fails first. */
  readonly unlessFatal: <T>(work: Promise<T>) => Promise<T>;
}

function memoryReport(): MemoryReport {
  const info = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
  return { tensors: info.numTensors, bytes: info.numBytesInGPU ?? info.numBytes };
}

/**
 * Whether a snapshot may be taken: no statistics are on their way, and the run goes on from where the cursor stands. A validation that
 * has begun is done again, whole.
 */
export const rests = ({ type }: TrainEvent): boolean =>
  type === 'batch' || type === 'validating' || type === 'between-epochs';

export class Runner {
  private lastProgress = 0;

  constructor(private readonly options: RunnerOptions) {}

  private status(status: RunStatus): void {
    this.options.emit({ type: 'status', status });
  }

  /** To the end of the run that `memory` is of. Rejects as the training and the device do. */
  async run(held: Held, memory: RunMemory, data: ReadyData, keeper: Keeper): Promise<RunReport> {
    const { experiment } = held;
    const run = train(held, experiment, trainingData(data.store, data.plan, experiment), memory);
    try {
      return await this.drive(run, held, memory, data, keeper);
    } catch (thrown) {
      // So that it disposes what it holds. Not awaited: on a lost device it may never answer.
      run.throw(thrown).catch(() => {});
      throw thrown;
    }
  }

  /** Asks the run for one event after another, lets messages in between, and heeds Pause, Stop and a lost device. */
  private async drive(
    run: ReturnType<typeof train>,
    held: Held,
    memory: RunMemory,
    data: ReadyData,
    keeper: Keeper,
  ): Promise<RunReport> {
    const { gate, stopAsked, unlessFatal } = this.options;
    let training = false;
    for (;;) {
      const next = await unlessFatal(run.next(stopAsked() ? 'stop' : 'go'));
      if (next.done) return next.value;
      if (!training) this.status('training');
      training = true;
      keeper.note(next.value);
      await this.tell(next.value, held, data);
      await yieldToMessages();
      if (!rests(next.value)) continue;
      if (keeper.due || gate.closed) await unlessFatal(keeper.save(held, memory, false));
      // Not before a snapshot can be taken: a pause is a place to go on from.
      if (gate.closed) {
        this.status('paused');
        await unlessFatal(gate.passed());
        if (!stopAsked()) this.status('training');
      }
    }
  }

  /** Runs over a split, to its end or until a stop is asked for: null then. */
  async evaluate(
    { model, experiment }: Held,
    { store, plan }: ReadyData,
    split: SplitName,
  ): Promise<Judged | null> {
    const { batch, scale, seed } = experiment;
    const indices = plan[split];
    // A network that was given wrong labels is asked for those.
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
    const verdicts = await this.pass(evaluate(model, images, indices.length, scale), indices.length);
    if (!verdicts) return null;
    const report = reportOf(verdicts, (performance.now() - began) / 1000);
    this.options.emit({ type: 'evaluated', split, report });
    return { split, store, indices, verdicts, seed };
  }

  /** Tells what training mode does to the figures, unless a stop is asked for. */
  async compareModes({ model, experiment, cursor }: Held, { store, plan }: ReadyData): Promise<void> {
    const data = trainingData(store, plan, experiment);
    const pass = compareModes(model, experiment, data, cursor);
    const report = await this.pass(pass, modesImages(experiment, data));
    if (report) this.options.emit({ type: 'modes', report });
  }

  /** A pass over images that yields how many are done, with progress, Pause and Stop: null where it was stopped. */
  private async pass<T>(pass: AsyncGenerator<number, T, void>, imagesTotal: number): Promise<T | null> {
    const { gate, stopAsked, unlessFatal } = this.options;
    const began = performance.now();
    for (;;) {
      const next = await unlessFatal(pass.next());
      if (next.done) return next.value;
      const done = next.value;
      const secondsLeft = ((performance.now() - began) / 1000 / done) * (imagesTotal - done);
      this.progress({ type: 'evaluating', images: done, imagesTotal, secondsLeft });
      await yieldToMessages();
      await unlessFatal(gate.passed());
      if (stopAsked()) return null;
    }
  }

  /** At most ten a second: a fast device passes over hundreds of batches in that time. */
  private progress(event: Extract<EngineEvent, { type: 'validating' | 'evaluating' }>): void {
    const now = performance.now();
    if (now - this.lastProgress < 100 && event.images < event.imagesTotal) return;
    this.lastProgress = now;
    this.options.emit(event);
  }

  private async tell(event: TrainEvent, held: Held, data: ReadyData): Promise<void> {
    const { emit } = this.options;
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
        return this.showGallery(event.log.epoch, held, data);
      default:
        return never(event);
    }
  }

  private async showGallery(epoch: number, { model, experiment }: Held, data: ReadyData): Promise<void> {
    const wanted = { split: 'val', count: galleryTiles, draw: 0 } as const;
    const shown = await predictions(data, model, experiment.scale, wanted);
    this.options.emit({ type: 'gallery', epoch, split: 'val', predictions: shown });
  }
}
