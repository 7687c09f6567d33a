/**
 * The data that the engine has loaded: the sheets, and the split of the current experiment. Runs in
 * the worker.
 */
import { splitKey } from '../../experiment/keys';
import { ImageStore } from '../../dataset/imageStore';
import { fetchManifest, SheetLoader } from '../../dataset/loader';
import { planSplit, type SplitPlan } from '../../dataset/split';
import { splitReport } from '../../dataset/splitReport';
import type { DataProgress } from '../../protocol/data';
import type { EngineEvent } from '../../protocol/events';
import { leakedImages, type Experiment } from '../../experiment/schema';
import { EngineFailure, toEngineError } from './errors';

/** Images that have all been loaded, and which of them are for training, validation and test. */
export interface ReadyData {
  readonly store: ImageStore;
  readonly plan: SplitPlan;
}

interface Source {
  readonly store: ImageStore;
  readonly loader: SheetLoader;
}

interface Load {
  readonly key: string;
  readonly experiment: Experiment;
  readonly abort: AbortController;
  /** Null if sheets failed or another load replaced this one. */
  readonly done: Promise<ReadyData | null>;
}

export class SplitLoader {
  private source: Promise<Source | null> | null = null;
  private current: Load | null = null;
  private loaded: ReadyData | null = null;
  private loading: ReadyData | null = null;

  constructor(
    private readonly baseUrl: string,
    private readonly manifestSha256: string | null,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  /** The data of the last load that finished. */
  get ready(): ReadyData | null {
    return this.loaded;
  }

  /** The same, or the data that are still loading: only some of their sheets are in the store. */
  get partial(): ReadyData | null {
    return this.loaded ?? this.loading;
  }

  /**
   * The split of any experiment, whatever is loaded. Rejects with `manifest-failed` if the manifest
   * is not available.
   */
  async planOf(experiment: Experiment): Promise<SplitPlan> {
    const source = await this.open();
    if (!source) throw new EngineFailure('manifest-failed', 'The list of the sheets is missing');
    return planSplit(experiment, source.store.manifest);
  }

  /** Whether this experiment's split is the one that was requested last. */
  wants(experiment: Experiment): boolean {
    return this.current?.key === splitKey(experiment);
  }

  /**
   * Loads what the experiment's split needs. A load of another split is cancelled; one of the same
   * split continues.
   */
  load(experiment: Experiment): Promise<ReadyData | null> {
    if (this.current?.key === splitKey(experiment)) return this.current.done;
    return this.startLoad(experiment);
  }

  /**
   * Like `load`, for a run: null only if `stop` was aborted before the data arrived. Rejects with
   * `data-not-ready`.
   */
  async waitFor(experiment: Experiment, stop: AbortSignal): Promise<ReadyData | null> {
    const stopped = new Promise<'stopped'>((resolve) => {
      stop.addEventListener('abort', () => resolve('stopped'));
    });
    const ready = await Promise.race([this.load(experiment), stopped]);
    if (ready === 'stopped' || stop.aborted) return null;
    if (ready) return ready;
    const reason = this.wants(experiment)
      ? 'Some sheets are missing'
      : 'Another split was asked for meanwhile';
    throw new EngineFailure('data-not-ready', reason);
  }

  /** Loads the last split again: only what is missing is fetched. */
  retry(): Promise<ReadyData | null> {
    return this.current ? this.startLoad(this.current.experiment) : Promise.resolve(null);
  }

  private startLoad(experiment: Experiment): Promise<ReadyData | null> {
    this.current?.abort.abort();
    this.loaded = null;
    this.loading = null;
    const abort = new AbortController();
    const done = this.run(experiment, abort.signal).catch((thrown: unknown) => {
      if (!abort.signal.aborted)
        this.emit({ type: 'data-failed', failures: [], error: toEngineError(thrown) });
      return null;
    });
    this.current = { key: splitKey(experiment), experiment, abort, done };
    return done;
  }

  private async run(experiment: Experiment, signal: AbortSignal): Promise<ReadyData | null> {
    const source = await this.open();
    if (!source || signal.aborted) return null;
    const { store, loader } = source;
    const plan = planSplit(experiment, store.manifest);
    this.loading = { store, plan };
    let progress: DataProgress | null = null;
    const failures = await loader.load(plan.files, signal, (latest) => {
      progress = latest;
      if (!signal.aborted) this.emit({ type: 'data-progress', progress: latest });
    });
    if (signal.aborted) return null;
    if (failures.length > 0) {
      this.emit({ type: 'data-failed', failures, error: null });
      return null;
    }
    const split = splitReport(plan, store, store.manifest);
    const leaked = leakedImages(experiment);
    if (split.sharedIndices !== leaked)
      throw new Error(`The split shares ${split.sharedIndices} images between its parts, not ${leaked}`);
    this.loaded = { store, plan };
    if (progress) this.emit({ type: 'data-ready', split, progress });
    return this.loaded;
  }

  /**
   * Opens the manifest and its store once, even when loads overlap; after a failure the next load
   * tries again.
   */
  private async open(): Promise<Source | null> {
    this.source ??= this.openSource();
    const source = await this.source;
    if (!source) this.source = null;
    return source;
  }

  private async openSource(): Promise<Source | null> {
    const manifest = await fetchManifest(this.baseUrl, this.manifestSha256);
    if (!manifest.ok) {
      this.emit({
        type: 'data-failed',
        failures: [],
        error: { code: 'manifest-failed', detail: manifest.error },
      });
      return null;
    }
    const store = new ImageStore(manifest.value);
    return { store, loader: new SheetLoader({ baseUrl: this.baseUrl, store }) };
  }
}
