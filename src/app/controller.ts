/**
 * What intents and events mean: which commands follow, what the address says. The only place where the page acts by itself.
 * Page side; knows client and store, draws nothing.
 */
import type { EngineClient } from '../client/engineClient';
import { noLesson } from '../experiment/lesson';
import { leastRate, type Experiment } from '../experiment/schema';
import { toUrl, type Settings } from '../experiment/url';
import type { EngineError, EngineEvent, SavedRunReport } from '../protocol/events';
import type { Command } from '../protocol/commands';
import type { Ask } from '../protocol/queries';
import type { LabActions, LinkOf, PictureActions, RaceActions, RunActions } from '../store/actions';
import { reduce } from '../store/reduce';
import { canContinue, canTrain, isBusy } from '../store/selectors';
import { withoutEngine, type LabState } from '../store/state';
import type { LabStore } from '../store/store';
import { PictureDesk } from './pictureDesk';
import { Pulse } from './pulse';
import { RaceDesk } from './raceDesk';
import { RunDesk, type RunSurroundings } from './runDesk';

/** Typing in a number field should not begin a download at each key. */
const reloadDelayMs = 600;

/** Fields that decide which images are needed. */
const splitFields = ['train', 'val', 'test', 'seed', 'leak'] as const;

/** Failures after which the worker's backend is not to be trusted again (tfjs ignores a lost device). */
const fatalCodes = new Set(['gpu-error', 'device-lost', 'worker-crashed']);

/** What is left of the learning rate when a run that diverged is tried again. */
const lrScale = 0.1;

/** Where a run has come to rest, and its row in the list is to be right. */
const resting = new Set(['paused', 'finished', 'failed']);

/** A worker that keeps dying is not started for ever. */
const mostRespawns = 3;

/** The page around the controller: the address bar, the sheets' folder, the store, new versions. */
export interface Surroundings extends RunSurroundings {
  readonly data: Pick<Extract<Command, { type: 'start' }>, 'dataUrl' | 'manifestSha256'>;
  readonly page: () => string;
  readonly replaceQuery: (query: string) => void;
  readonly takeUpdate: () => void;
}

export class Controller {
  /** New workers since training last came forward. */
  private respawns = 0;
  /** The saved run that a new worker has to go on with. */
  private lost: string | null = null;
  private reload: ReturnType<typeof setTimeout> | undefined;
  private client: EngineClient | null = null;
  private readonly pulse: Pulse;
  private readonly runs: RunDesk;
  private readonly race: RaceDesk;
  private readonly pictures: PictureDesk;

  constructor(
    private readonly store: LabStore,
    private readonly around: Surroundings,
  ) {
    this.pulse = new Pulse(store);
    const page = {
      send: this.send,
      edit: (fields: Partial<Experiment>) => this.edit(fields),
      list: () => void this.listRuns(),
    };
    this.runs = new RunDesk(store, around, page);
    this.race = new RaceDesk(store, page);
    this.pictures = new PictureDesk(store, (query) => this.ask(query));
    this.actions = {
      ...this.ownActions(),
      ...this.pictures.actions,
      ...this.runs.actions,
      ...this.race.actions,
    };
  }

  /** The page is hidden or seen from now on. */
  visible(visible: boolean): void {
    this.pulse.visible(visible);
  }

  /**
   * Starts the engine behind `client`, whose events must go to `receive`. Resolves once it has started,
   * has said why it cannot, or is gone.
   */
  async boot(client: EngineClient): Promise<void> {
    this.client = client;
    const { settings, experiment } = this.store.getState();
    const { backend, kernels } = settings;
    const started = this.send({ type: 'start', backend, kernels, ...this.around.data });
    void this.send({ type: 'load', experiment });
    void this.listRuns();
    void this.runs.lookUpPersistence();
    await started;
    this.recover();
  }

  /** Takes an event of the engine: the store first, then what follows from it. */
  receive(event: EngineEvent): void {
    this.store.setState((state) => reduce(state, event));
    this.pulse.hear(event);
    switch (event.type) {
      case 'data-progress':
      case 'data-ready':
        if (event.progress.images > 0) this.pictures.showSamples();
        // The sheets take space in the browser's store, too.
        if (event.type === 'data-ready') void this.listRuns();
        break;
      case 'epoch':
      case 'run-finished':
        if (event.type === 'epoch') this.respawns = 0;
        this.pictures.actions.loadFilters();
        break;
      case 'start-failed':
        if (event.error.code === 'worker-not-loaded') this.respawn(event.error);
        break;
      case 'run-started':
        this.patch({ waitsForTab: false });
        break;
      case 'saved':
        if (this.runs.outdated(event.id)) void this.listRuns();
        break;
      case 'status':
        if (resting.has(event.status)) void this.listRuns();
        break;
      case 'runs-changed':
        void this.listRuns();
        break;
      case 'evaluated':
        this.pictures.actions.drawPredictions(event.split);
        break;
      case 'failed':
        if (event.error.code === 'training-elsewhere') void this.listRuns();
        else this.patch({ waitsForTab: false });
        if (fatalCodes.has(event.error.code)) this.respawn(event.error);
        break;
      default:
    }
  }

  readonly actions: LabActions;

  /** All but those of the desks. */
  private ownActions(): Omit<LabActions, keyof PictureActions | keyof RunActions | keyof RaceActions> {
    return {
      edit: (fields) => this.edit(fields),
      setSettings: (settings) => this.setSettings(settings),
      dismissProblems: () => this.patch({ urlProblems: [] }),
      takeUpdate: () => this.around.takeUpdate(),
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
      ask: (query) => this.ask(query),
      link: (of) => this.around.page() + this.query(of),
      endLesson: () => {
        this.patch({ lesson: noLesson });
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

  private readonly send = async (command: Command) => this.engine().send(command);

  private readonly ask: Ask = (query) => this.engine().ask(query);

  private setSettings(settings: Partial<Settings>): void {
    const before = this.store.getState().settings;
    const after = { ...before, ...settings };
    this.patch({ settings: after });
    this.writeAddress();
    if (after.backend === before.backend && after.kernels === before.kernels) return;
    this.startAnew('another backend or other kernels were asked for');
  }

  /** A new worker because somebody asked for it: it has all its tries again. */
  private startAnew(detail: string): void {
    this.respawns = 0;
    this.restart(detail, 'idle');
  }

  private edit(fields: Partial<Experiment>): void {
    const before = this.store.getState().experiment;
    const experiment = { ...before, ...fields };
    this.patch({ experiment });
    this.writeAddress();
    if (splitFields.every((field) => before[field] === experiment[field])) return;
    clearTimeout(this.reload);
    this.reload = setTimeout(() => this.loadAnew(), reloadDelayMs);
  }

  private lowerRate(snapshot: SavedRunReport | null): void {
    if (snapshot) {
      this.edit(snapshot.experiment);
      return void this.send({ type: 'resume-run', id: snapshot.id, go: true, lrScale });
    }
    const { run } = this.store.getState();
    if (!run) return;
    const lr = Math.max(leastRate, Number((run.experiment.lr * lrScale).toPrecision(6)));
    this.edit({ ...run.experiment, lr });
    void this.send({ type: 'train', experiment: this.store.getState().experiment, mode: 'new' });
  }

  /** Loads the form's split; samples of the one before are taken down, and others drawn when images have come. */
  private loadAnew(): void {
    const { experiment } = this.store.getState();
    this.patch({ samples: [] });
    // Where the images are here already, nothing is told of them.
    void this.send({ type: 'load', experiment }).then(() => {
      if (this.store.getState().split) this.pictures.showSamples();
    });
  }

  private writeAddress(): void {
    this.around.replaceQuery(this.query());
  }

  private query(of: LinkOf = {}): string {
    const { experiment, settings, lesson } = { ...this.store.getState(), ...of };
    return toUrl(experiment, settings, lesson);
  }

  private async listRuns(): Promise<void> {
    await this.runs.list();
    const state = this.store.getState();
    if (state.waitsForTab && canTrain(state) && !isBusy(state))
      this.train(canContinue(state) ? 'continue' : 'new');
  }

  private train(mode: 'new' | 'continue'): void {
    this.runs.askToPersist();
    void this.send({ type: 'train', experiment: this.store.getState().experiment, mode });
  }

  /** Goes on with the run that a fatal failure cut off, from its last snapshot. */
  private recover(): void {
    // It waits for the engine that is still to come.
    if (this.store.getState().startError !== null) return;
    const { lost } = this;
    this.lost = null;
    if (lost !== null) void this.send({ type: 'resume-run', id: lost, go: true });
  }

  /** After a fatal failure: a new worker, the sheets from the browser's store, no model. A bounded number of times. */
  private respawn(error: EngineError): void {
    const { status, run, saved, backend, recoveries } = this.store.getState();
    const cutOff = run !== null && run.report === null && status !== 'idle';
    // A race goes on with its next network.
    this.lost = cutOff && !this.race.going && saved?.id === run.id ? run.id : null;
    const again = this.respawns++ < mostRespawns;
    if (error.code === 'worker-not-loaded' && again) {
      // It had not begun, so nothing was cut off; the message stays until one has.
      this.restart(error.detail, status);
      return this.patch({ startError: { error, attempts: [], again } });
    }
    if (again) {
      if (this.lost !== null) this.patch({ recoveries: [...recoveries, error] });
      return this.restart(error.detail, 'failed');
    }
    // Then the page says so, and offers no training until it is started again or another device is chosen.
    this.engine().close(error);
    this.engineGone(fatalCodes.has(error.code) ? 'failed' : status);
    this.patch({ startError: { error, attempts: backend?.attempts ?? [], tries: this.respawns } });
  }

  /** `status`: what the run is now; the old worker can no longer tell. */
  private restart(detail: string, status: LabState['status']): void {
    const client = this.engine();
    client.terminate(detail);
    this.engineGone(status);
    void this.boot(client);
  }

  /** What a worker held is gone with it. */
  private engineGone(status: LabState['status']): void {
    this.pulse.hear({ type: 'status', status });
    this.patch({ status, ...withoutEngine });
  }
}
