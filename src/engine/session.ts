/** The model that the engine holds, and the one thing that goes on at a time: a run, an evaluation, a measurement. Worker. */
import type { Archive } from '../checkpoint/archive';
import type { Experiment } from '../experiment/schema';
import { stepsPerEpoch } from '../experiment/schema';
import type { RunStatus } from '../protocol/events';
import type { SplitName } from '../protocol/queries';
import { forget, freshCursor, freshMemory, type RunMemory } from '../training/run';
import type { ReadyData } from './data';
import { EngineFailure, toEngineError } from './errors';
import type { Lent } from './exports';
import { begin, discard, goOnAs, type Held, type Subject } from './held';
import type { Judged } from './judged';
import { Keeper, type Past, type RunIdentity } from './keeper';
import { Preparation } from './preparation';
import { checkWhole, identityOf, lowerRate, noteResumed, restore, stateOf } from './restore';
import { mustFit } from './room';
import { Runner } from './runner';
import type { Surroundings } from './surroundings';
import { patience } from './tabs';
import { measureTrial } from './trial';
import { Turn } from './turn';
import { yieldToMessages } from './yield';

export class Session {
  private held: Held | null = null;
  /** The images of the held model's experiment: the form may have asked for another split since. */
  private images: ReadyData | null = null;
  private readonly turn = new Turn();
  private keeper: Keeper | null = null;
  /** What the held model's last run remembers, without the best weights. */
  private standing: RunMemory = freshMemory({ cursor: freshCursor() });
  private judged: Judged | null = null;
  private readonly runner: Runner;
  private readonly preparation: Preparation;
  /** Settled while no program is being made: until then tfjs throws where it meets one that is not ready. */
  compiled: Promise<void> = Promise.resolve();

  constructor(private readonly around: Surroundings) {
    const { watch, emit, backend } = around;
    const { fatal } = watch;
    this.preparation = new Preparation(emit, backend);
    this.runner = new Runner({
      emit,
      gate: this.turn.gate,
      stopAsked: () => this.turn.stopAsked,
      unlessFatal: (work) => this.unlessFatal(work),
    });
    // Between runs nobody waits for anything, and the page should know before the next one.
    fatal.addEventListener('abort', () => !this.turn.busy && this.fail(fatal.reason));
  }

  get hasModel(): boolean {
    return this.held !== null;
  }

  /** Throws `no-model`. */
  private need(): Held {
    if (!this.held) throw new EngineFailure('no-model', 'Nothing has been trained yet');
    return this.held;
  }

  /** Throws `no-model`. */
  subject(): Subject {
    const { model, experiment, initialSeed, cursor } = this.need();
    return { model, initialSeed, data: this.ownImages(), scale: experiment.scale, steps: cursor.steps };
  }

  private ownImages(): ReadyData {
    if (!this.images) throw new EngineFailure('data-not-ready', 'The images are not here yet');
    return this.images;
  }

  readonly pause = (): void => this.turn.pause();
  readonly resume = (): void => this.turn.resume();
  readonly stop = (): void => this.turn.stop();

  /** Throws `busy` where something goes on; else runs `work` to its end, and tells failures as events. */
  private only(work: () => Promise<void>, touchesModel = true): Promise<void> {
    return this.turn.take(() => work().catch((thrown: unknown) => this.fail(thrown, touchesModel)));
  }

  /** What `work` gives on the model that is held, while nothing else is done with it. Rejects with `busy` and `no-model`, and as `work` does. */
  async lend<T>(work: (lent: Lent) => Promise<T>): Promise<T> {
    const held = this.need();
    const lending = this.turn.take(() =>
      this.unlessFatal(work({ held, keeper: this.keeper, memory: this.standing })),
    );
    return lending.finally(() => {
      const { fatal } = this.around.watch;
      if (fatal.aborted) this.fail(fatal.reason);
    });
  }

  /** `touched`: the model that is held was worked on. */
  private fail(thrown: unknown, touched = true): void {
    const error = toEngineError(thrown);
    // After these, the weights are not what the log says: the model goes.
    const lost = ['gpu-error', 'device-lost', ...(touched ? ['not-finite', 'internal'] : [])].includes(
      error.code,
    );
    this.around.emit({ type: 'failed', error, modelKept: this.hasModel && !lost });
    // A measurement that failed is no failed run.
    this.status(touched || lost ? 'failed' : this.held ? 'finished' : 'idle');
    if (lost) this.drop();
  }

  private drop(): void {
    const { held } = this;
    this.held = null;
    this.judged = null;
    if (held) discard(held);
  }

  /** What `work` gives, unless the device fails first. */
  private unlessFatal<T>(work: Promise<T>): Promise<T> {
    return this.around.watch.until(work);
  }

  private status(status: RunStatus): void {
    this.around.emit({ type: 'status', status });
  }

  /** `work` on a run when no other tab trains; nothing where it was stopped before. */
  private async alone<R extends { id: string }>(
    run: () => Promise<R>,
    patienceMs: number,
    work: (run: R) => Promise<void>,
  ): Promise<void> {
    this.status('loading');
    const { signal: stop } = this.turn;
    const done = await this.around.tabs.alone({ run, patienceMs, stop }, work);
    if (done === 'stopped') this.status('idle');
  }

  /** Trains; returns when the run has ended. Throws only `busy`. */
  train(experiment: Experiment, mode: 'new' | 'continue'): Promise<void> {
    return this.only(async () => {
      mustFit(experiment, this.around.backend);
      const known = mode === 'continue' ? this.keeper : null;
      const identity = () => identityOf(this.around.archive, known);
      await this.alone(identity, patience.train, async (run) => {
        const data = await this.unlessFatal(this.around.data.waitFor(experiment, this.turn.signal));
        if (!data) return this.status('idle');
        this.status('compiling');
        await yieldToMessages();
        const trainer = this.trainerFor(experiment, mode);
        this.images = data;
        const keeper = this.keeperOf(run, experiment, known);
        keeper.noteDevice(trainer.cursor);
        await this.go(trainer, freshMemory(trainer), keeper, data, mode === 'continue');
      });
    });
  }

  /**
   * Takes up a saved run where its snapshot stands, and goes on with it unless it is only to be looked at; with the learning rates
   * multiplied by `lrScale`. Throws only `busy`.
   */
  resumeRun(id: string, go: boolean, lrScale = 1): Promise<void> {
    return this.only(async () => {
      const { archive, tabs } = this.around;
      if (!archive) throw new EngineFailure('snapshot-failed', 'This browser keeps no runs');
      const takenUp = () => this.takeUp(archive, id, go, go ? lrScale : 1);
      if (go) return this.alone(async () => ({ id }), patience.resume, takenUp);
      this.status('loading');
      return tabs.untouched(id, takenUp);
    });
  }

  private async takeUp(archive: Archive, id: string, go: boolean, lrScale: number): Promise<void> {
    const { experiment } = await stateOf(archive, id);
    mustFit(experiment, this.around.backend);
    // A damaged snapshot must not cost the model that is here. Without one, it is read once.
    if (this.held) await this.unlessFatal(checkWhole(archive, id));
    const data = await this.unlessFatal(this.around.data.waitFor(experiment, this.turn.signal));
    if (!data) return this.status('idle');
    this.status('compiling');
    await yieldToMessages();
    this.drop();
    const { held, memory, state, fellBack } = await this.unlessFatal(restore(archive, id));
    this.held = held;
    this.images = data;
    if (fellBack) this.around.emit({ type: 'fell-back', id, savedAt: state.savedAt });
    const keeper = this.keeperOf(state, experiment, state);
    if (go) keeper.noteDevice(held.cursor);
    if (lrScale !== 1) await this.unlessFatal(lowerRate(held, memory, keeper, lrScale));
    else if (go) noteResumed(held, keeper);
    await this.go(held, memory, keeper, data, true, !go);
  }

  private keeperOf({ id, name, startedAt }: RunIdentity, experiment: Experiment, past: Past | null): Keeper {
    const { archive, emit, backend } = this.around;
    this.keeper = new Keeper(
      { id, name, startedAt },
      experiment,
      { archive, emit, adapter: backend.adapter },
      past,
    );
    return this.keeper;
  }

  /** From the first step to the report. `look`: no step is taken. */
  private async go(
    trainer: Held,
    memory: RunMemory,
    keeper: Keeper,
    data: ReadyData,
    continued: boolean,
    look = false,
  ): Promise<void> {
    if (!look) await this.prepare(trainer);
    const { experiment, cursor } = trainer;
    const { epochsBefore, epochs } = memory;
    this.judged = null;
    this.around.emit({
      type: 'run-started', id: keeper.identity.id, experiment, continued, firstEpoch: epochsBefore + 1,
      lastEpoch: epochsBefore + experiment.epochs, stepsPerEpoch: stepsPerEpoch(experiment), history: keeper.history,
    }); // prettier-ignore
    const resting = {
      end: look ? 'opened' : 'stopped',
      epochs,
      steps: cursor.steps,
      seconds: 0,
      restoredEpoch: null,
    } as const;
    const rests = look || this.turn.stopAsked;
    try {
      const report = rests ? resting : await this.runner.run(trainer, memory, data, keeper);
      this.around.emit({ type: 'run-finished', report });
      if (!rests) await this.unlessFatal(keeper.save(trainer, memory, report.end !== 'stopped'));
    } finally {
      forget(memory);
      this.standing = memory;
    }
    this.status('finished');
  }

  private trainerFor(experiment: Experiment, mode: 'new' | 'continue'): Held {
    if (mode === 'new') this.drop();
    this.held = mode === 'new' ? begin(experiment) : goOnAs(this.held, experiment);
    return this.held;
  }

  private async prepare(held: Held): Promise<void> {
    const prepared = this.preparation.of(held, this.turn.signal);
    this.compiled = prepared.catch(() => {});
    await this.unlessFatal(prepared);
  }

  /** Runs over a split; returns when it is done or stopped. Throws only `busy` and `no-model`. */
  evaluate(split: SplitName): Promise<void> {
    return this.over(async (held, data) => {
      this.judged = (await this.runner.evaluate(held, data, split)) ?? this.judged;
    });
  }

  /** What training mode does to the figures of the model; returns when it is done or stopped. Throws only `busy` and `no-model`. */
  compareModes(): Promise<void> {
    return this.over((held, data) => this.runner.compareModes(held, data));
  }

  /** A pass over images that changes nothing. */
  private over(pass: (held: Held, data: ReadyData) => Promise<void>): Promise<void> {
    const held = this.need();
    return this.only(async () => {
      this.status('evaluating');
      await pass(held, this.ownImages());
      this.status('finished');
    }, false);
  }

  /** What the last evaluation found, image by image. Throws `not-evaluated` where there is none of the model as it is. */
  evaluated(): Judged {
    if (!this.judged) throw new EngineFailure('not-evaluated', 'The model as it is has not been evaluated');
    return this.judged;
  }

  private measure(kind: 'profile' | 'estimate', experiment: Experiment): Promise<void> {
    const { emit, backend } = this.around;
    return this.only(async () => {
      this.status(kind === 'profile' ? 'profiling' : 'estimating');
      mustFit(experiment, this.around.backend);
      await measureTrial(kind, experiment, {
        emit,
        backend,
        prepare: (trial) => this.prepare(trial),
        stopped: () => this.turn.stopAsked,
        unlessFatal: (work) => this.unlessFatal(work),
      });
      this.status(this.held ? 'finished' : 'idle');
    }, false);
  }

  /** Times every layer on a model of its own. Returns when it is done or stopped. Throws only `busy`. */
  readonly profile = (experiment: Experiment): Promise<void> => this.measure('profile', experiment);

  /** Times a few steps, whole, on a model of its own. Returns when it is done or stopped. Throws only `busy`. */
  readonly estimate = (experiment: Experiment): Promise<void> => this.measure('estimate', experiment);
}
