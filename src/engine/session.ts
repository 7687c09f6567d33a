/**
 * The loaded run, and the one task that runs at a time: training, an evaluation or a measurement.
 * Runs in the worker.
 */
import type { Archive } from '../storage/archive';
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import type { BackendReport } from '../protocol/device';
import type { EngineEvent } from '../protocol/events';
import type { SplitName } from '../protocol/data';
import type { RunStatus } from '../protocol/run';
import { disposeCallbackState, freshCallbackState, type CallbackState } from '../training/run';
import type { ReadyData, SplitLoader } from './core/data';
import { EngineFailure, toEngineError } from './core/errors';
import { TaskLock } from './core/taskLock';
import {
  continueTraining,
  createTrainState,
  disposeTrainState,
  type InspectTarget,
  type TrainState,
} from './core/trainState';
import { yieldToMessages } from './core/yield';
import type { DeviceWatch } from './device/deviceWatch';
import { assertBindingsFit } from './device/memory';
import { KernelPreparation } from './device/prepareKernels';
import type { EvaluationResults } from './inspect/evaluationResults';
import { measureScratchModel } from './profile/scratchModel';
import { Runner } from './runner';
import { Checkpointer, type ResumePoint, type RunIdentity } from './runs/checkpointer';
import { checkWhole, identityOf, lowerRate, noteResumed, restore, stateOf } from './runs/restore';
import { lockWaitMs, type Tabs } from './runs/tabs';

/** What the session needs from the worker around it. */
export interface SessionDeps {
  readonly emit: (event: EngineEvent) => void;
  readonly data: SplitLoader;
  readonly backend: BackendReport;
  /** Where runs are saved; null if the browser cannot store any. */
  readonly archive: Archive | null;
  /** The lab's other tabs. */
  readonly tabs: Tabs;
  readonly watch: DeviceWatch;
}

/** A run in memory: these are created and disposed together. */
export interface LoadedRun {
  readonly trainState: TrainState;
  /** The images of its experiment: the form may have requested another split since. */
  readonly data: ReadyData;
  readonly checkpointer: Checkpointer;
  /** The callback state of its latest training; without the best weights once that has ended. */
  readonly callbackState: CallbackState;
  /** Results of the last evaluation, if the weights have not changed since. */
  readonly results: EvaluationResults | null;
}

/** After these failures nothing in the GPU's memory can be relied on. */
const deviceFailures: readonly string[] = ['gpu-error', 'device-lost'];

/** After these failures in a task that changes weights, the weights no longer match the log. */
const weightFailures: readonly string[] = ['not-finite', 'internal'];

export class Session {
  private loaded: LoadedRun | null = null;
  private readonly task = new TaskLock();
  private readonly runner: Runner;
  private readonly kernelPreparation: KernelPreparation;
  /**
   * Pending while programs are being compiled: until then tfjs throws if it needs one that is not
   * ready.
   */
  compiled: Promise<void> = Promise.resolve();

  constructor(private readonly deps: SessionDeps) {
    const { watch, emit, backend } = deps;
    const { fatal } = watch;
    this.kernelPreparation = new KernelPreparation(emit, backend);
    this.runner = new Runner({ emit, task: this.task, watch });
    // Between tasks nothing awaits the device, and the page should know before the next task.
    fatal.addEventListener('abort', () => !this.task.busy && this.fail(fatal.reason));
  }

  get hasModel(): boolean {
    return this.loaded !== null;
  }

  /** Throws `no-model`. */
  private needRun(): LoadedRun {
    if (!this.loaded) throw new EngineFailure('no-model', 'Nothing has been trained yet');
    return this.loaded;
  }

  /** Throws `no-model`. */
  inspectTarget(): InspectTarget {
    const { trainState, data } = this.needRun();
    const { model, experiment, initialSeed, cursor } = trainState;
    return { model, initialSeed, data, scale: experiment.scale, steps: cursor.steps };
  }

  readonly pause = (): void => this.task.pause();
  readonly resume = (): void => this.task.resume();
  readonly stop = (): void => this.task.stop();

  /**
   * Throws `busy` if another task is running; otherwise runs `work` to its end and reports failures
   * as events.
   */
  private runTask(work: () => Promise<void>, weights: 'changed' | 'kept'): Promise<void> {
    return this.task.run(() => work().catch((thrown: unknown) => this.fail(thrown, weights)));
  }

  /**
   * Runs `work` on the loaded run while no task is running. Rejects with `busy` and `no-model`, and
   * as `work` does.
   */
  async withModel<T>(work: (run: LoadedRun) => Promise<T>): Promise<T> {
    const run = this.needRun();
    return this.task
      .run(() => this.unlessFatal(work(run)))
      .finally(() => {
        const { fatal } = this.deps.watch;
        if (fatal.aborted) this.fail(fatal.reason);
      });
  }

  private fail(thrown: unknown, weights: 'changed' | 'kept' = 'changed'): void {
    const error = toEngineError(thrown);
    const changed = weights === 'changed';
    const lost = deviceFailures.includes(error.code) || (changed && weightFailures.includes(error.code));
    this.deps.emit({ type: 'failed', error, modelKept: this.hasModel && !lost });
    // A failed measurement does not make the run a failed one.
    this.status(changed || lost ? 'failed' : this.hasModel ? 'finished' : 'idle');
    if (lost) this.unload();
  }

  private unload(): void {
    const { loaded } = this;
    this.loaded = null;
    if (loaded) disposeTrainState(loaded.trainState);
  }

  /** The result of `work`, unless the device fails first. */
  private unlessFatal<T>(work: Promise<T>): Promise<T> {
    return this.deps.watch.until(work);
  }

  private status(status: RunStatus): void {
    this.deps.emit({ type: 'status', status });
  }

  /** Runs `work` while no other tab trains; does nothing if it was stopped before it began. */
  private async ownRunLock<R extends { id: string }>(
    run: () => Promise<R>,
    waitMs: number,
    work: (run: R) => Promise<void>,
  ): Promise<void> {
    this.status('loading');
    const { signal: stop } = this.task;
    const done = await this.deps.tabs.ownRunLock({ run, waitMs, stop }, work);
    if (done === 'stopped') this.status('idle');
  }

  /**
   * Loads the images of an experiment; returns null and sets the status `idle` if the task was
   * stopped first.
   */
  private async loadData(experiment: Experiment): Promise<ReadyData | null> {
    const data = await this.unlessFatal(this.deps.data.waitFor(experiment, this.task.signal));
    if (!data) {
      this.status('idle');
      return null;
    }
    this.status('compiling');
    await yieldToMessages();
    return data;
  }

  /** Trains, and returns when the run has ended. Throws only `busy`. */
  train(experiment: Experiment, mode: 'new' | 'continue'): Promise<void> {
    return this.runTask(async () => {
      assertBindingsFit(experiment, this.deps.backend);
      const before = mode === 'continue' ? this.loaded : null;
      const past = before?.checkpointer ?? null;
      const identity = () => identityOf(this.deps.archive, past);
      await this.ownRunLock(identity, lockWaitMs.train, async (run) => {
        const data = await this.loadData(experiment);
        if (!data) return;
        if (mode === 'new') this.unload();
        const trainState =
          mode === 'new'
            ? createTrainState(experiment)
            : continueTraining(before?.trainState ?? null, experiment);
        const checkpointer = this.checkpointerOf(run, experiment, past);
        checkpointer.noteDevice(trainState.cursor);
        const callbackState = freshCallbackState(trainState);
        this.loaded = { trainState, data, checkpointer, callbackState, results: null };
        await this.start(this.loaded, { continued: mode === 'continue', mode: 'train' });
      });
    }, 'changed');
  }

  /**
   * Opens a saved run at its snapshot. `train`: continues training, with learning rates multiplied
   * by `lrScale`; otherwise the run is only opened for inspection. Throws only `busy`.
   */
  resumeRun(id: string, mode: 'train' | 'inspect', lrScale = 1): Promise<void> {
    return this.runTask(async () => {
      const { archive, tabs } = this.deps;
      if (!archive) throw new EngineFailure('snapshot-failed', 'This browser keeps no runs');
      const train = mode === 'train';
      const open = () => this.openSavedRun(archive, id, { mode, lrScale: train ? lrScale : 1 });
      if (train) return this.ownRunLock(async () => ({ id }), lockWaitMs.resume, open);
      this.status('loading');
      return tabs.readLock(id, open);
    }, 'changed');
  }

  private async openSavedRun(
    archive: Archive,
    id: string,
    { mode, lrScale }: { mode: 'train' | 'inspect'; lrScale: number },
  ): Promise<void> {
    const { experiment } = await stateOf(archive, id);
    assertBindingsFit(experiment, this.deps.backend);
    // A damaged snapshot must not cost us the loaded model, so it is checked first. If no model is
    // loaded, one read is enough.
    if (this.loaded) await this.unlessFatal(checkWhole(archive, id));
    const data = await this.loadData(experiment);
    if (!data) return;
    this.unload();
    const restored = await this.unlessFatal(restore(archive, id));
    const { trainState, memory: callbackState, state, fellBack } = restored;
    if (fellBack) this.deps.emit({ type: 'fell-back', id, savedAt: state.savedAt });
    const checkpointer = this.checkpointerOf(state, experiment, state);
    this.loaded = { trainState, data, checkpointer, callbackState, results: null };
    if (mode === 'train') checkpointer.noteDevice(trainState.cursor);
    if (lrScale !== 1) await this.unlessFatal(lowerRate(trainState, callbackState, checkpointer, lrScale));
    else if (mode === 'train') noteResumed(trainState, checkpointer);
    await this.start(this.loaded, { continued: true, mode });
  }

  private checkpointerOf(
    { id, name, startedAt }: RunIdentity,
    experiment: Experiment,
    past: ResumePoint | null,
  ): Checkpointer {
    const { archive, emit, backend } = this.deps;
    const options = { archive, emit, adapter: backend.adapter };
    return new Checkpointer({ id, name, startedAt }, experiment, options, past);
  }

  /**
   * Runs from the first step to the report. `mode: 'inspect'` only shows the run and takes no step.
   */
  private async start(
    run: LoadedRun,
    { continued, mode }: { continued: boolean; mode: 'train' | 'inspect' },
  ): Promise<void> {
    const { trainState, data, checkpointer, callbackState } = run;
    if (mode === 'train') await this.prepare(trainState);
    const { experiment, cursor } = trainState;
    const { epochsBefore, epochs } = callbackState;
    this.deps.emit({
      type: 'run-started',
      id: checkpointer.identity.id,
      experiment,
      continued,
      firstEpoch: epochsBefore + 1,
      lastEpoch: epochsBefore + experiment.epochs,
      stepsPerEpoch: stepsPerEpoch(experiment),
      history: checkpointer.history,
    });
    const untrained = {
      end: mode === 'inspect' ? 'opened' : 'stopped',
      epochs,
      steps: cursor.steps,
      seconds: 0,
      restoredEpoch: null,
    } as const;
    const trains = mode === 'train' && !this.task.stopRequested;
    try {
      const report = trains
        ? await this.runner.run(trainState, callbackState, data, checkpointer)
        : untrained;
      this.deps.emit({ type: 'run-finished', report });
      const ended = report.end !== 'stopped';
      if (trains) await this.unlessFatal(checkpointer.save(trainState, callbackState, { finished: ended }));
    } finally {
      disposeCallbackState(callbackState);
    }
    this.status('finished');
  }

  private async prepare(trainState: TrainState): Promise<void> {
    const prepared = this.kernelPreparation.prepareKernels(trainState, this.task.signal);
    this.compiled = prepared.catch(() => {});
    await this.unlessFatal(prepared);
  }

  /** Evaluates a split; returns when it is done or stopped. Throws only `busy` and `no-model`. */
  evaluate(split: SplitName): Promise<void> {
    return this.runPass(async (run) => {
      const results = await this.runner.evaluate(run.trainState, run.data, split);
      if (results) this.loaded = { ...run, results };
    });
  }

  /**
   * Compares the model's figures in training and in inference mode; returns when it is done or
   * stopped. Throws only `busy` and `no-model`.
   */
  compareModes(): Promise<void> {
    return this.runPass((run) => this.runner.compareModes(run.trainState, run.data));
  }

  /** Runs a pass over images that changes no weight. */
  private runPass(pass: (run: LoadedRun) => Promise<void>): Promise<void> {
    const run = this.needRun();
    return this.runTask(async () => {
      this.status('evaluating');
      await pass(run);
      this.status('finished');
    }, 'kept');
  }

  /** The last evaluation's results; null if the current weights have not been evaluated. */
  get results(): EvaluationResults | null {
    return this.loaded?.results ?? null;
  }

  /**
   * The last evaluation's results, image by image. Throws `not-evaluated` if the current weights
   * have not been evaluated.
   */
  evaluated(): EvaluationResults {
    const { results } = this;
    if (!results) throw new EngineFailure('not-evaluated', 'The model as it is has not been evaluated');
    return results;
  }

  private measure(kind: 'profile' | 'estimate', experiment: Experiment): Promise<void> {
    const { emit, backend, watch } = this.deps;
    return this.runTask(async () => {
      this.status(kind === 'profile' ? 'profiling' : 'estimating');
      assertBindingsFit(experiment, backend);
      await measureScratchModel(kind, experiment, {
        emit,
        backend,
        watch,
        stop: this.task.signal,
        prepare: (trainState) => this.prepare(trainState),
      });
      this.status(this.hasModel ? 'finished' : 'idle');
    }, 'kept');
  }

  /**
   * Times every layer on a scratch model. Returns when it is done or stopped. Throws only `busy`.
   */
  readonly profile = (experiment: Experiment): Promise<void> => this.measure('profile', experiment);

  /**
   * Times a few whole steps on a scratch model. Returns when it is done or stopped. Throws only
   * `busy`.
   */
  readonly estimate = (experiment: Experiment): Promise<void> => this.measure('estimate', experiment);
}
