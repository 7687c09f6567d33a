/** What each command means. No worker globals: `worker` connects it to the page. */
import { Archive } from '../checkpoint/archive';
import { clusterProgram } from '../checkpoint/export/cluster/program';
import { mayBeSnapshot } from '../checkpoint/import';
import { privateFiles } from '../checkpoint/files';
import { loadParts } from '../lib/part';
import { err, messageOf, never, ok, type Result } from '../lib/result';
import type { Command, Envelope } from '../protocol/commands';
import type { Query } from '../protocol/queries';
import type { Answer, EngineError, EngineEvent } from '../protocol/events';
import type { TransferAnswer } from '../protocol/transfers';
import { answerTo } from './answers';
import { SplitLoader } from './data';
import { EngineFailure, toEngineError } from './errors';
import { browserExports, heldExport, savedExport, type Exportable } from './exports';
import { savedRuns } from './runs';
import { Session } from './session';
import { start } from './start';
import { browserTabs, type Tabs } from './tabs';
import { Transfers } from './transfers';

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

  /** Handles one command and answers it with a `reply`; never throws. */
  async handle({ id, command }: Envelope): Promise<void> {
    let result: Result<Answer, EngineError>;
    try {
      result = ok(await this.execute(command));
    } catch (thrown) {
      result = err(toEngineError(thrown));
    }
    this.emit({ type: 'reply', id, result });
  }

  /** Tells a failure outside of any command; what goes on goes on. */
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
        // A page that was cut off asks for its run before the device has been checked.
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
        await this.needSession().resumeRun(command.id, command.go, command.lrScale);
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
      case 'load-parts':
        return loadParts().then(() => done);
      case 'ask':
        return this.answer(command.query);
      default:
        return never(command);
    }
  }

  private async answer(query: Query): Promise<Answer> {
    const [session, archive] = [() => this.needSession(), () => this.archive()];
    return answerTo(query, { data: this.needData(), session, archive });
  }

  /** Opened once; null where the browser has no place for it. */
  private archive(): Promise<Archive | null> {
    this.opened ??= privateFiles('runs', () => {
      this.emit({ type: 'runs-changed' });
      this.tabs.changed();
    }).then((files) => files && new Archive(files));
    return this.opened;
  }

  /** What concerns the saved runs. */
  private async keep(command: KeepCommand, archive: Archive | null): Promise<Answer> {
    switch (command.type) {
      case 'runs':
        return savedRuns(archive, this.tabs);
      case 'delete-run':
        await this.tabs.untouched(command.id, async () => archive?.remove(command.id));
        this.tabs.changed();
        return done;
      case 'rename-run':
        await archive?.rename(command.id, command.name);
        this.tabs.changed();
        return done;
      case 'export-run':
        return this.tabs.untouched(command.id, async () => this.transfers.export(archive, command.id));
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

  /** Other tabs have a run more to show. */
  private tookIn(answer: TransferAnswer): TransferAnswer {
    if (answer.type === 'imported') this.tabs.changed();
    return answer;
  }

  /** A run of this page is told from a model by how its file begins. */
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
    const write = (lend: <T>(work: (from: Exportable) => Promise<T>) => Promise<T>): Promise<Answer> =>
      this.transfers.exportModel(this.exports, command, lend, async (experiment) => ({
        split: await this.needData().planOf(experiment),
        program: clusterProgram,
      }));
    if (id !== null) return this.tabs.untouched(id, () => write((work) => savedExport(archive, id, work)));
    const session = this.needSession();
    return write((work) => session.lend((lent) => work(heldExport(lent))));
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
    void this.exports.sweep().catch(() => undefined);
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
