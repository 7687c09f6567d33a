/** Executes the page's commands. Uses no worker globals: `worker` connects it to the page. */
import { Archive } from '../storage/archive';
import { clusterProgram } from '../formats/cluster/program';
import { mayBeSnapshot } from '../formats/import';
import { privateFiles } from '../storage/files';
import { err, messageOf, never, ok, type Result } from '../lib/result';
import type { Command, Envelope } from '../protocol/commands';
import type { EngineError } from '../protocol/errors';
import type { Answer, EngineEvent } from '../protocol/events';
import type { TransferAnswer } from '../protocol/files';
import type { Query } from '../protocol/queries';
import { answerTo } from './answers';
import { SplitLoader } from './core/data';
import { EngineFailure, toEngineError } from './core/errors';
import { browserExports, currentExport, savedExport, type Exportable } from './runs/exports';
import { savedRuns } from './runs/runs';
import { Session } from './session';
import { start } from './device/start';
import { browserTabs, type Tabs } from './runs/tabs';
import { Transfers } from './runs/transfers';

type KeepCommand = Extract<
  Command,
  {
    type:
      | 'runs'
      | 'delete-run'
      | 'rename-run'
      | 'export-run'
      | 'export-model'
      | 'import-run'
      | 'import-published'
      | 'cancel-transfer';
  }
>;

const done: Answer = { type: 'done' };

export class Engine {
  private data: SplitLoader | null = null;
  private session: Session | null = null;
  private starting: Promise<Answer> = Promise.resolve(done);
  private opened: Promise<Archive | null> | null = null;

  private readonly transfers: Transfers;
  private readonly exports = browserExports();
  private readonly tabs: Tabs;

  constructor(private readonly emit: (event: EngineEvent) => void) {
    this.transfers = new Transfers({ emit });
    this.tabs = browserTabs(() => emit({ type: 'runs-changed' }));
  }

  /** Handles one command and answers it with a `reply`. Never throws. */
  async handle({ id, command }: Envelope): Promise<void> {
    let result: Result<Answer, EngineError>;
    try {
      result = ok(await this.execute(command));
    } catch (thrown) {
      result = err(toEngineError(thrown));
    }
    this.emit({ type: 'reply', id, result });
  }

  /** Reports a failure that happened outside any command. The current task continues. */
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

  private async execute(command: Command): Promise<Answer> {
    switch (command.type) {
      case 'start':
        // A page whose run was interrupted asks for it before the device has been checked.
        this.starting = this.start(command);
        return this.starting;
      case 'load':
        void this.needData().load(command.experiment);
        return done;
      case 'retry-data':
        void this.needData().retry();
        return done;
      case 'train':
        await this.needSession().train(command.experiment, command.mode);
        return done;
      case 'resume-run':
        await this.starting;
        await this.needSession().resumeRun(command.id, { train: command.go, lrScale: command.lrScale });
        return done;
      case 'runs':
      case 'delete-run':
      case 'rename-run':
      case 'export-run':
      case 'export-model':
      case 'import-run':
      case 'import-published':
      case 'cancel-transfer':
        return this.keep(command, await this.archive());
      case 'pause':
        this.needSession().pause();
        return done;
      case 'resume':
        this.needSession().resume();
        return done;
      case 'stop':
        this.needSession().stop();
        return done;
      case 'evaluate':
        await this.needSession().evaluate(command.split);
        return done;
      case 'compare-modes':
        await this.needSession().compareModes();
        return done;
      case 'profile':
        await this.needSession().profile(command.experiment);
        return done;
      case 'estimate':
        await this.needSession().estimate(command.experiment);
        return done;
      case 'ask':
        return this.answer(command.query);
      default:
        return never(command);
    }
  }

  private async answer(query: Query): Promise<Answer> {
    const session = () => this.needSession();
    const archive = () => this.archive();
    return answerTo(query, { data: this.needData(), session, archive });
  }

  /** Opened once; null if the browser has no file system to store runs in. */
  private archive(): Promise<Archive | null> {
    this.opened ??= privateFiles('runs', () => {
      this.emit({ type: 'runs-changed' });
      this.tabs.changed();
    }).then((files) => files && new Archive(files));
    return this.opened;
  }

  /** Executes the commands that concern saved runs and files. */
  private async keep(command: KeepCommand, archive: Archive | null): Promise<Answer> {
    switch (command.type) {
      case 'runs':
        return savedRuns(archive, this.tabs);
      case 'delete-run':
        await this.tabs.readLock(command.id, async () => archive?.remove(command.id));
        this.tabs.changed();
        return done;
      case 'rename-run':
        await archive?.rename(command.id, command.name);
        this.tabs.changed();
        return done;
      case 'export-run':
        return this.tabs.readLock(command.id, async () => this.transfers.export(archive, command.id));
      case 'export-model':
        return this.exportModel(command, archive);
      case 'import-run':
        return this.tookIn(await this.import(command, archive));
      case 'import-published':
        return this.tookIn(await this.transfers.importPublished(archive, this.exports, command));
      case 'cancel-transfer':
        this.transfers.cancel();
        return done;
      default:
        return never(command);
    }
  }

  /** Lets other tabs know that there is a new run to list. */
  private tookIn(answer: TransferAnswer): TransferAnswer {
    if (answer.type === 'imported') this.tabs.changed();
    return answer;
  }

  /** Imports a run of this page or a model; the first bytes of the file tell which. */
  private async import(
    { files, experiment }: Extract<Command, { type: 'import-run' }>,
    archive: Archive | null,
  ): Promise<TransferAnswer> {
    const [first] = files;
    if (files.length === 1 && first && (await mayBeSnapshot(first)))
      return this.transfers.import(archive, first);
    return this.transfers.importModel(archive, this.exports, files, experiment);
  }

  private exportModel(
    command: Extract<Command, { type: 'export-model' }>,
    archive: Archive | null,
  ): Promise<Answer> {
    const { id } = command;
    const write = (
      withExportable: <T>(work: (from: Exportable) => Promise<T>) => Promise<T>,
    ): Promise<Answer> =>
      this.transfers.exportModel(this.exports, command, withExportable, async (experiment) => ({
        split: await this.needData().planOf(experiment),
        program: clusterProgram,
      }));
    if (id !== null) return this.tabs.readLock(id, () => write((work) => savedExport(archive, id, work)));
    const session = this.needSession();
    return write((work) => session.withModel((run) => work(currentExport(run))));
  }

  private async start({
    backend,
    kernels,
    dataUrl,
    manifestSha256,
  }: Extract<Command, { type: 'start' }>): Promise<Answer> {
    if (this.data) throw new EngineFailure('bad-command', '"start" was given twice');
    const data = new SplitLoader(dataUrl, manifestSha256, this.emit);
    this.data = data;
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
    return done;
  }
}
