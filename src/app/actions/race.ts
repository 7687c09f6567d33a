/**
 * Runs a race: trains each network from scratch and evaluates it, one after the other. If one
 * fails, the failure is reported and the next begins; a stop, by the race's button or the bar's,
 * ends the race. Page side; knows the store, draws nothing.
 */
import type { Experiment } from '../../experiment/schema';
import { secondsOf } from '../../lib/epochs';
import type { Call, Send } from '../../protocol/calls';
import type { BackendReport } from '../../protocol/device';
import type { EngineError } from '../../protocol/errors';
import type { RaceActions } from '../../store/actions';
import {
  changed,
  imageSecondsOf,
  newRace,
  type Race,
  type RaceEntry,
  type RaceResult,
} from '../../store/race';
import { canTrain, isBusy } from '../../store/selectors';
import type { LabState } from '../../store/state';
import type { LabStore } from '../../store/store';

/** After a worker died, the next one has to start and load its images. */
const maxWaitMs = 180_000;

/** How a network's turn ended; its result is in its entry. */
type Outcome = 'finished' | 'failed' | 'stopped';

const problem = (detail: string): EngineError => ({ code: 'internal', detail });

const deviceOf = (backend: BackendReport | null): string => `${backend?.backend} ${backend?.adapter}`;

export class RaceController {
  constructor(
    private readonly store: LabStore,
    private readonly page: {
      readonly send: Send;
      readonly edit: (fields: Partial<Experiment>) => void;
    },
  ) {}

  readonly actions: RaceActions = {
    startRace: (experiments) => void this.race(experiments),
    stopRace: () => {
      if (!this.going) return;
      this.patch({ stopping: true });
      // Sent even if the page does not know yet that something has begun.
      void this.page.send({ type: 'stop' });
    },
  };

  get going(): boolean {
    return this.store.getState().race?.going === true;
  }

  private get stopping(): boolean {
    return this.store.getState().race?.stopping === true;
  }

  private patch(change: Partial<Race>): void {
    const { race } = this.store.getState();
    if (race) this.store.setState({ race: { ...race, ...change } });
  }

  private change(i: number, change: Partial<RaceEntry>): void {
    const { race } = this.store.getState();
    if (race) this.store.setState({ race: changed(race, i, change) });
  }

  private async race(experiments: readonly Experiment[]): Promise<void> {
    const state = this.store.getState();
    if (this.going || isBusy(state) || !canTrain(state)) return;
    const device = deviceOf(state.backend);
    this.store.setState({ race: newRace(experiments) });
    let last: Outcome = 'finished';
    try {
      for (const [i, experiment] of experiments.entries()) {
        if (last !== 'stopped') last = await this.runOne(i, experiment, device);
        else this.change(i, { phase: 'stopped' });
      }
    } finally {
      this.patch({ going: false });
    }
  }

  /** Never rejects. */
  private async runOne(i: number, experiment: Experiment, device: string): Promise<Outcome> {
    const end = (phase: Outcome, error: EngineError | null = null): Outcome => {
      this.change(i, { phase, error });
      return phase;
    };
    const obstacle = await this.ready(device);
    if (obstacle) return end('failed', obstacle);
    if (this.stopping) return end('stopped');
    this.page.edit(experiment);
    this.change(i, { phase: 'training' });
    const trained = await this.train(experiment);
    this.change(i, { result: trained.result });
    if (trained.end !== 'finished') return end(trained.end, trained.error);
    if (this.stopping) return end('stopped');
    this.change(i, { phase: 'evaluating' });
    const tested = await this.command({ type: 'evaluate', split: 'test' });
    const { evaluation } = this.store.getState();
    if (tested) return end('failed', tested);
    if (!evaluation) return end('stopped');
    if (trained.result) this.change(i, { result: { ...trained.result, accuracy: evaluation.acc } });
    return end('finished');
  }

  /** Why a command failed; null if it did not. */
  private async command(call: Call<'train' | 'evaluate'>): Promise<EngineError | null> {
    const before = this.store.getState().failure;
    const reply = await this.page.send(call);
    const { failure } = this.store.getState();
    // A failure that was reported before the worker died says more than that it died.
    if (failure !== null && failure !== before) return failure.error;
    return reply.ok ? null : reply.error;
  }

  private async train(
    experiment: Experiment,
  ): Promise<{ end: Outcome; error: EngineError | null; result: RaceResult | null }> {
    const before = this.store.getState().run;
    let imageSeconds: number | null = null;
    const unsubscribe = this.store.subscribe(({ run }: LabState) => {
      if (run && run.id !== before?.id) imageSeconds = imageSecondsOf(run) ?? imageSeconds;
    });
    const error = await this.command({ type: 'train', experiment, mode: 'new' });
    unsubscribe();
    const { run } = this.store.getState();
    const began = run !== null && run.id !== before?.id;
    const report = began ? run.report : null;
    const seconds = began ? secondsOf(run.epochs) : 0;
    const result = began ? { epochs: run.epochs.length, seconds, imageSeconds, accuracy: null } : null;
    if (error) return { end: 'failed', error, result };
    return { end: report === null || report.end === 'stopped' ? 'stopped' : 'finished', error: null, result };
  }

  /**
   * Waits until training is offered on the device that the race began on. Resolves to why it is
   * not, or null.
   */
  private ready(device: string): Promise<EngineError | null> {
    const offered = (state: LabState): EngineError | null | 'not yet' => {
      if (state.startError && !state.startError.again) return state.startError.error;
      if (!canTrain(state) || isBusy(state)) return 'not yet';
      return deviceOf(state.backend) === device
        ? null
        : problem(`${device} was left for ${deviceOf(state.backend)}`);
    };
    return new Promise((resolve) => {
      const check = (state: LabState): void => {
        const obstacle = state.race?.stopping ? null : offered(state);
        if (obstacle === 'not yet') return;
        settle(obstacle);
      };
      const timer = setTimeout(() => settle(problem('The device was not ready in time')), maxWaitMs);
      const unsubscribe = this.store.subscribe(check);
      const settle = (obstacle: EngineError | null): void => {
        clearTimeout(timer);
        unsubscribe();
        resolve(obstacle);
      };
      check(this.store.getState());
    });
  }
}
