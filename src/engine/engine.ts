/** Executes the page's calls. Uses no worker globals: `worker` connects it to the page. */
import { Archive } from '../storage/archive';
import { clusterProgram } from '../formats/cluster/program';
import { mayBeSnapshot } from '../formats/import';
import { privateFiles } from '../storage/files';
import { err, messageOf, ok, type Result } from '../lib/result';
import type { Call, CallName, CallResult, Envelope, Handlers } from '../protocol/calls';
import type { EngineError } from '../protocol/errors';
import type { EngineEvent } from '../protocol/events';
import type { TransferAnswer } from '../protocol/files';
import { queryHandlers } from './answers';
import { SplitLoader } from './core/data';
import { EngineFailure, toEngineError } from './core/errors';
import { browserExports, currentExport, savedExport, type Exportable } from './runs/exports';
import { RunList, savedRuns } from './runs/runList';
import { Session } from './session';
import { start } from './device/start';
import { browserTabs, type Tabs } from './runs/tabs';
import { Transfers } from './runs/transfers';

/** The result of a call that returns nothing. */
async function done(work: Promise<void> | void): Promise<null> {
  await work;
  return null;
}

export class Engine {
  private data: SplitLoader | null = null;
  private session: Session | null = null;
  private starting: Promise<void> = Promise.resolve();
  private opened: Promise<Archive | null> | null = null;

  private readonly emit: (event: EngineEvent) => void;
  private readonly transfers: Transfers;
  private readonly exports = browserExports();
  private readonly tabs: Tabs;
  private readonly runList: RunList;

  constructor(emit: (event: EngineEvent) => void) {
    this.emit = (event) => {
      emit(event);
      this.runList.follow(event);
    };
    this.transfers = new Transfers({ emit });
    this.tabs = browserTabs(() => void this.runList.refresh());
    this.runList = new RunList({ emit, read: async () => savedRuns(await this.archive(), this.tabs) });
  }

  /** Handles one call and answers it with a `reply`. Never throws. */
  async handle({ id, call }: Envelope): Promise<void> {
    let result: Result<CallResult, EngineError>;
    try {
      result = ok(await this.execute(call));
    } catch (thrown) {
      result = err(toEngineError(thrown));
    }
    this.emit({ type: 'reply', id, result });
  }

  /** Reports a failure that happened outside any call. The current task continues. */
  stray(thrown: unknown): void {
    const error = { code: 'internal', detail: messageOf(thrown) } as const;
    this.emit({ type: 'failed', error, modelKept: this.session?.hasModel ?? false });
  }

  private needData(): SplitLoader {
    if (!this.data) throw new EngineFailure('bad-command', 'The first command must be "start"');
    return this.data;
  }

  private needSession(): Session {
    if (!this.session) throw new EngineFailure('no-backend', 'No backend that passes the self-check');
    return this.session;
  }

  private async execute<K extends CallName>(call: Call<K>): Promise<CallResult<K>> {
    const type: K = call.type;
    return this.handlers[type](call);
  }

  private readonly handlers: Handlers<CallName> = {
    start: (call) => {
      this.starting = this.start(call);
      return done(this.starting);
    },
    load: ({ experiment }) => {
      void this.needData().load(experiment);
      return null;
    },
    'retry-data': () => {
      void this.needData().retry();
      return null;
    },
    train: ({ experiment, mode }) => done(this.needSession().train(experiment, mode)),
    'resume-run': async ({ id, mode, lrScale }) => {
      // A page whose run was interrupted asks for it before the device has been checked.
      await this.starting;
      return done(this.needSession().resumeRun(id, mode, lrScale));
    },
    'list-runs': () => done(this.runList.refresh()),
    'delete-run': async ({ id }) => {
      const archive = await this.archive();
      await this.tabs.readLock(id, async () => archive?.remove(id));
      return this.runsChanged();
    },
    'rename-run': async ({ id, name }) => {
      const archive = await this.archive();
      await archive?.rename(id, name);
      return this.runsChanged();
    },
    'export-run': async ({ id }) => {
      const archive = await this.archive();
      return this.tabs.readLock(id, () => this.transfers.export(archive, id));
    },
    'import-run': (call) => this.listed(this.importRun(call)),
    'import-published': (call) => this.listed(this.importPublished(call)),
    'export-model': (call) => this.exportModel(call),
    'cancel-transfer': () => done(this.transfers.cancel()),
    pause: () => done(this.needSession().pause()),
    resume: () => done(this.needSession().resume()),
    stop: () => done(this.needSession().stop()),
    evaluate: ({ split }) => done(this.needSession().evaluate(split)),
    'compare-modes': () => done(this.needSession().compareModes()),
    profile: ({ experiment }) => done(this.needSession().profile(experiment)),
    estimate: ({ experiment }) => done(this.needSession().estimate(experiment)),
    ...queryHandlers({
      data: () => this.needData(),
      session: () => this.needSession(),
      archive: () => this.archive(),
    }),
  };

  /** Opened once; null if the browser has no file system to store runs in. */
  private archive(): Promise<Archive | null> {
    this.opened ??= privateFiles('runs', () => void this.runsChanged()).then(
      (files) => files && new Archive(files),
    );
    return this.opened;
  }

  /** Reports the new list of saved runs here and in other tabs. */
  private async runsChanged(): Promise<null> {
    this.tabs.changed();
    return done(this.runList.refresh());
  }

  /** The answer of an import, once the new run is in the list. */
  private async listed(answer: Promise<TransferAnswer>): Promise<TransferAnswer> {
    if ((await answer).type === 'imported') await this.runsChanged();
    return answer;
  }

  /** Imports a run of this page or a model; the first bytes of the file tell which. */
  private async importRun({ files, experiment }: Call<'import-run'>): Promise<TransferAnswer> {
    const archive = await this.archive();
    const [first] = files;
    if (files.length === 1 && first && (await mayBeSnapshot(first)))
      return this.transfers.import(archive, first);
    return this.transfers.importModel(archive, this.exports, files, experiment);
  }

  private async importPublished(model: Call<'import-published'>): Promise<TransferAnswer> {
    return this.transfers.importPublished(await this.archive(), this.exports, model);
  }

  private async exportModel(call: Call<'export-model'>): Promise<TransferAnswer> {
    const { id } = call;
    const archive = await this.archive();
    const write = (
      withExportable: <T>(work: (from: Exportable) => Promise<T>) => Promise<T>,
    ): Promise<TransferAnswer> =>
      this.transfers.exportModel(this.exports, call, withExportable, async (experiment) => ({
        split: await this.needData().planOf(experiment),
        program: clusterProgram,
      }));
    if (id !== null) return this.tabs.readLock(id, () => write((work) => savedExport(archive, id, work)));
    const session = this.needSession();
    return write((work) => session.withModel((run) => work(currentExport(run))));
  }

  private async start({ backend, kernels, dataUrl, manifestSha256 }: Call<'start'>): Promise<void> {
    if (this.data) throw new EngineFailure('bad-command', '"start" was given twice');
    const data = new SplitLoader(dataUrl, manifestSha256, this.emit);
    this.data = data;
    // The page offers to continue a run that was cut off, without waiting for the device.
    void this.runList.refresh();
    void this.exports.removeStale().catch(() => undefined);
    const started = await start({ backend, kernels }, this.emit);
    if (started)
      this.session = new Session({
        emit: (event) => {
          this.emit(event);
          if (event.type === 'saved') this.tabs.changed();
        },
        data,
        backend: started.report,
        archive: await this.archive(),
        tabs: this.tabs,
        watch: started.watch,
      });
  }
}
