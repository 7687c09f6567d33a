/**
 * What intents and events mean: which commands follow, what the address says. The only place where the page acts by itself.
 * Page side; knows client and store, draws nothing.
 */
import type { EngineClient } from '../client/engineClient';
import type { Experiment } from '../experiment/schema';
import { toUrl } from '../experiment/url';
import type { EngineError, EngineEvent } from '../protocol/events';
import type { Command, SplitName } from '../protocol/commands';
import type { LabActions } from '../store/actions';
import { reduce } from '../store/reduce';
import type { LabState } from '../store/state';
import type { LabStore } from '../store/store';

const sampleTiles = 24;
const predictionTiles = 12;
/** Typing in a number field should not begin a download at each key. */
const reloadDelayMs = 600;

/** Fields that decide which images are needed. */
const splitFields = ['train', 'val', 'test', 'seed'] as const;

/** Failures after which the worker's backend is not to be trusted again (tfjs ignores a lost device). */
const fatalCodes = new Set(['gpu-error', 'device-lost', 'worker-crashed']);

/** A worker that keeps dying is not started for ever. */
const mostRespawns = 3;

/** The page around the controller: the address bar and the sheets' folder. */
export interface Surroundings {
  readonly dataUrl: string;
  readonly page: () => string;
  readonly replaceQuery: (query: string) => void;
}

export class Controller {
  private draws = 0;
  /** New workers since training last came forward. */
  private respawns = 0;
  private sampling = false;
  private reload: ReturnType<typeof setTimeout> | undefined;
  private client: EngineClient | null = null;

  constructor(
    private readonly store: LabStore,
    private readonly around: Surroundings,
  ) {}

  /** Starts the engine behind `client`, whose events must go to `receive`. */
  boot(client: EngineClient): void {
    this.client = client;
    const { settings, experiment } = this.store.getState();
    void this.send({ type: 'start', backend: settings.backend, dataUrl: this.around.dataUrl });
    void this.send({ type: 'load', experiment });
  }

  /** Takes an event of the engine: the store first, then what follows from it. */
  receive(event: EngineEvent): void {
    this.store.setState((state) => reduce(state, event));
    switch (event.type) {
      case 'data-progress':
      case 'data-ready':
        if (event.progress.images > 0 && this.store.getState().samples.length === 0 && !this.sampling)
          void this.drawSamples('train');
        break;
      case 'epoch':
        this.respawns = 0;
        void this.loadFilters();
        break;
      case 'run-finished':
        void this.loadFilters();
        break;
      case 'evaluated':
        void this.drawPredictions('test');
        break;
      case 'failed':
        if (fatalCodes.has(event.error.code)) this.respawn(event.error);
        break;
      default:
    }
  }

  readonly actions: LabActions = {
    edit: (fields) => this.edit(fields),
    setSettings: (settings) => {
      const before = this.store.getState().settings;
      this.patch({ settings: { ...before, ...settings } });
      this.writeAddress();
      if (!settings.backend || settings.backend === before.backend) return;
      this.respawns = 0;
      this.restart('another backend was asked for', 'idle');
    },
    dismissProblems: () => this.patch({ urlProblems: [] }),
    train: (mode) => void this.send({ type: 'train', experiment: this.store.getState().experiment, mode }),
    pause: () => void this.send({ type: 'pause' }),
    resume: () => void this.send({ type: 'resume' }),
    stop: () => void this.send({ type: 'stop' }),
    evaluate: () => void this.send({ type: 'evaluate' }),
    retryData: () => void this.send({ type: 'retry-data' }),
    drawSamples: (split) => void this.drawSamples(split),
    drawPredictions: (split) => void this.drawPredictions(split),
    loadFilters: () => void this.loadFilters(),
    link: () => {
      const { experiment, settings } = this.store.getState();
      return this.around.page() + toUrl(experiment, settings);
    },
  };

  private patch(values: Partial<LabState>): void {
    this.store.setState(values);
  }

  private async send(command: Command) {
    if (!this.client) throw new Error('The controller was not booted');
    return this.client.send(command);
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

  /** Loads the form's split; samples of the one before are taken down, and others drawn when images have come. */
  private loadAnew(): void {
    const { experiment } = this.store.getState();
    this.patch({ samples: [] });
    void this.send({ type: 'load', experiment });
  }

  private writeAddress(): void {
    const { experiment, settings } = this.store.getState();
    this.around.replaceQuery(toUrl(experiment, settings));
  }

  private async drawSamples(split: SplitName): Promise<void> {
    this.sampling = true;
    const reply = await this.send({ type: 'samples', split, count: sampleTiles, draw: this.draws++ });
    this.sampling = false;
    if (reply.ok && reply.value.type === 'tiles') this.patch({ samples: reply.value.tiles });
  }

  private async drawPredictions(split: SplitName): Promise<void> {
    const reply = await this.send({ type: 'predict', split, count: predictionTiles, draw: this.draws++ });
    if (!reply.ok || reply.value.type !== 'predictions') return;
    this.patch({ gallery: { split, epoch: null, predictions: reply.value.predictions } });
  }

  private async loadFilters(): Promise<void> {
    const reply = await this.send({ type: 'filters' });
    if (reply.ok && reply.value.type === 'filters') this.patch({ filters: reply.value.filters });
  }

  /** After a fatal failure: a new worker, the sheets from the browser's store, no model. A bounded number of times. */
  private respawn(error: EngineError): void {
    if (this.respawns++ < mostRespawns) return this.restart(error.detail, 'failed');
    // Then the page says so, and offers no training until another device is chosen.
    this.patch({ startError: { error, attempts: this.store.getState().backend?.attempts ?? [] } });
  }

  /** `status`: what the run is now; the old worker can no longer tell. */
  private restart(detail: string, status: 'idle' | 'failed'): void {
    const { client } = this;
    if (!client) return;
    client.terminate(detail);
    this.patch({
      status,
      backend: null,
      selfCheck: null,
      startError: null,
      split: null,
      dataProgress: null,
      hasModel: false,
      evaluating: null,
    });
    this.boot(client);
  }
}
