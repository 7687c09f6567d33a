/**
 * Carries out actions and events: which calls are sent, and what the address says. Nothing else
 * on the page acts by itself. Page side; knows client and store, draws nothing.
 */
import type { EngineClient } from '../client/engineClient';
import { splitKey } from '../experiment/keys';
import { noClassroom } from '../experiment/classroom';
import { minRate, type Experiment } from '../experiment/schema';
import { toUrl, type Settings } from '../experiment/url';
import type { EngineError } from '../protocol/errors';
import type { EngineEvent } from '../protocol/events';
import type { SplitName } from '../protocol/data';
import type { SavedRunReport } from '../protocol/run';
import type { Call, Send } from '../protocol/calls';
import type { LabActions, LinkOf, RaceActions, RunActions } from '../store/actions';
import { reduce } from '../store/reduce';
import { canContinue, canTrain, isBusy } from '../store/selectors';
import { withoutEngine, type LabState } from '../store/state';
import type { LabStore } from '../store/store';
import { RunMonitor } from './runMonitor';
import { RaceController } from './actions/race';
import { RunController, type RunDeps } from './actions/runs';

/** Typing in a number field should not start a download at each key. */
const reloadDelayMs = 600;

/**
 * Failures after which the worker's backend cannot be trusted again (tfjs ignores a lost device).
 */
const fatalCodes = new Set(['gpu-error', 'device-lost', 'worker-crashed']);

/** The learning rate is multiplied by this when a diverged run is tried again. */
const lrScale = 0.1;

/** How many images are drawn with their predictions. */
const predictionTiles = 12;

/** A worker that keeps dying is restarted at most this often. */
const maxRespawns = 3;

/** What the controller needs: the address bar, the sheets' folder, storage, new versions. */
export interface ControllerDeps extends RunDeps {
  readonly data: Pick<Call<'start'>, 'dataUrl' | 'manifestSha256'>;
  readonly page: () => string;
  readonly replaceQuery: (query: string) => void;
  readonly takeUpdate: () => void;
}

export class Controller {
  /** New workers since training last made progress. */
  private respawns = 0;
  /** The saved run that a new worker has to continue. */
  private lost: string | null = null;
  private reload: ReturnType<typeof setTimeout> | undefined;
  private client: EngineClient | null = null;
  private readonly monitor: RunMonitor;
  private readonly runs: RunController;
  private readonly race: RaceController;
  /** Number of the next random draw of images. */
  private draws = 0;

  constructor(
    private readonly store: LabStore,
    private readonly deps: ControllerDeps,
  ) {
    this.monitor = new RunMonitor(store);
    const page = {
      send: this.send,
      edit: (fields: Partial<Experiment>) => this.edit(fields),
    };
    this.runs = new RunController(store, deps, page);
    this.race = new RaceController(store, page);
    this.actions = {
      ...this.engineActions(),
      ...this.runs.actions,
      ...this.race.actions,
    };
  }

  /** The page is hidden or visible from now on. */
  visible(visible: boolean): void {
    this.monitor.visible(visible);
  }

  /**
   * Starts the engine behind `client`, whose events must go to `receive`. Resolves once it has
   * started, has reported why it cannot, or is gone.
   */
  async boot(client: EngineClient): Promise<void> {
    this.client = client;
    const { settings, experiment } = this.store.getState();
    const { backend, kernels } = settings;
    const started = this.send({ type: 'start', backend, kernels, ...this.deps.data });
    void this.send({ type: 'load', experiment });
    void this.runs.lookUpPersistence();
    await started;
    this.recover();
  }

  /** Handles an event of the engine: updates the store first, then does what follows from it. */
  receive(event: EngineEvent): void {
    this.store.setState((state) => reduce(state, event));
    this.monitor.receive(event);
    switch (event.type) {
      case 'epoch':
        this.respawns = 0;
        break;
      case 'start-failed':
        if (event.error.code === 'worker-not-loaded') this.respawn(event.error);
        break;
      case 'run-started':
        this.patch({ waitsForTab: false });
        break;
      case 'runs':
        this.trainIfWaited();
        break;
      case 'evaluated':
        void this.drawPredictions(event.split);
        break;
      case 'failed':
        if (event.error.code !== 'training-elsewhere') this.patch({ waitsForTab: false });
        if (fatalCodes.has(event.error.code)) this.respawn(event.error);
        break;
      default:
    }
  }

  readonly actions: LabActions;

  /** All actions except those of `app/actions/`. */
  private engineActions(): Omit<LabActions, keyof RunActions | keyof RaceActions> {
    return {
      edit: (fields) => this.edit(fields),
      setSettings: (settings) => this.setSettings(settings),
      dismissProblems: () => this.patch({ urlProblems: [] }),
      takeUpdate: () => this.deps.takeUpdate(),
      startEngine: () => this.startAnew('the engine was to be started again'),
      train: (mode) => this.train(mode),
      waitForTab: (waitsForTab) => this.patch({ waitsForTab }),
      pause: () => void this.send({ type: 'pause' }),
      resume: () => void this.send({ type: 'resume' }),
      stop: () => void this.send({ type: 'stop' }),
      evaluate: (split) => void this.send({ type: 'evaluate', split }),
      compareModes: () => void this.send({ type: 'compare-modes' }),
      retryData: () => void this.send({ type: 'retry-data' }),
      measureSpeed: () => void this.send({ type: 'profile', experiment: this.store.getState().experiment }),
      estimate: () => void this.send({ type: 'estimate', experiment: this.store.getState().experiment }),
      lowerRate: (snapshot) => this.lowerRate(snapshot),
      ask: (query) => this.send(query),
      drawPredictions: (split) => void this.drawPredictions(split),
      link: (of) => this.deps.page() + this.query(of),
      endClassroom: () => {
        this.patch({ classroom: noClassroom });
        this.writeAddress();
      },
    };
  }

  private patch(values: Partial<LabState>): void {
    this.store.setState(values);
  }

  private engine(): EngineClient {
    if (!this.client) throw new Error('The controller was not booted');
    return this.client;
  }

  private readonly send: Send = async (call) => this.engine().send(call);

  private setSettings(settings: Partial<Settings>): void {
    const before = this.store.getState().settings;
    const after = { ...before, ...settings };
    this.patch({ settings: after });
    this.writeAddress();
    if (after.backend === before.backend && after.kernels === before.kernels) return;
    this.startAnew('another backend or other kernels were asked for');
  }

  /** Starts a new worker because a person asked for it: it gets all its retries again. */
  private startAnew(detail: string): void {
    this.respawns = 0;
    this.restart(detail, 'idle');
  }

  private edit(fields: Partial<Experiment>): void {
    const before = this.store.getState().experiment;
    const experiment = { ...before, ...fields };
    this.patch({ experiment });
    this.writeAddress();
    if (splitKey(before) === splitKey(experiment)) return;
    clearTimeout(this.reload);
    this.reload = setTimeout(() => {
      void this.send({ type: 'load', experiment: this.store.getState().experiment });
    }, reloadDelayMs);
  }

  private lowerRate(snapshot: SavedRunReport | null): void {
    if (snapshot) {
      this.edit(snapshot.experiment);
      return void this.send({ type: 'resume-run', id: snapshot.id, mode: 'train', lrScale });
    }
    const { run } = this.store.getState();
    if (!run) return;
    const lr = Math.max(minRate, Number((run.experiment.lr * lrScale).toPrecision(6)));
    this.edit({ ...run.experiment, lr });
    void this.send({ type: 'train', experiment: this.store.getState().experiment, mode: 'new' });
  }

  private async drawPredictions(split: SplitName): Promise<void> {
    const draw = this.draws++;
    const reply = await this.send({ type: 'predictions', split, count: predictionTiles, draw });
    if (reply.ok) this.patch({ gallery: { split, epoch: null, predictions: reply.value } });
  }

  private writeAddress(): void {
    this.deps.replaceQuery(this.query());
  }

  private query(of: LinkOf = {}): string {
    const { experiment, settings, classroom } = { ...this.store.getState(), ...of };
    return toUrl(experiment, settings, classroom);
  }

  /** Begins the run that waited until no other tab trains. */
  private trainIfWaited(): void {
    const state = this.store.getState();
    if (state.waitsForTab && canTrain(state) && !isBusy(state))
      this.train(canContinue(state) ? 'continue' : 'new');
  }

  private train(mode: 'new' | 'continue'): void {
    this.runs.askToPersist();
    void this.send({ type: 'train', experiment: this.store.getState().experiment, mode });
  }

  /** Continues the run that a fatal failure cut off, from its last snapshot. */
  private recover(): void {
    // There is no engine yet: recovery waits until one has started.
    if (this.store.getState().startError !== null) return;
    const { lost } = this;
    this.lost = null;
    if (lost !== null) void this.send({ type: 'resume-run', id: lost, mode: 'train' });
  }

  /**
   * After a fatal failure: starts a new worker, which loads the sheets from the browser's storage
   * and has no model. At most `maxRespawns` times.
   */
  private respawn(error: EngineError): void {
    const { status, run, saved, backend, recoveries } = this.store.getState();
    const cutOff = run !== null && run.report === null && status !== 'idle';
    // A race continues with its next network.
    this.lost = cutOff && !this.race.going && saved?.id === run.id ? run.id : null;
    const again = this.respawns++ < maxRespawns;
    if (error.code === 'worker-not-loaded' && again) {
      // It had not begun, so nothing was cut off; the notice stays until one has started.
      this.restart(error.detail, status);
      return this.patch({ startError: { error, attempts: [], again } });
    }
    if (again) {
      if (this.lost !== null) this.patch({ recoveries: [...recoveries, error] });
      return this.restart(error.detail, 'failed');
    }
    // The page reports it, and offers no training until the engine is started again or another
    // device is chosen.
    this.engine().close(error);
    this.engineGone(fatalCodes.has(error.code) ? 'failed' : status);
    this.patch({ startError: { error, attempts: backend?.attempts ?? [], tries: this.respawns } });
  }

  /** `status`: what the run's status becomes; the old worker can no longer report it. */
  private restart(detail: string, status: LabState['status']): void {
    const client = this.engine();
    client.terminate(detail);
    this.engineGone(status);
    void this.boot(client);
  }

  /** Clears everything that the worker held. */
  private engineGone(status: LabState['status']): void {
    this.monitor.receive({ type: 'status', status });
    this.patch({ status, ...withoutEngine });
  }
}
