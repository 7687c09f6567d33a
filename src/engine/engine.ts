/** What each command means. No worker globals: `worker` connects it to the page. */
import { err, messageOf, never, ok, type Result } from '../lib/result';
import type { Command, Envelope } from '../protocol/commands';
import type { Answer, EngineError, EngineEvent } from '../protocol/events';
import { DataDesk } from './data';
import { EngineFailure, toEngineError } from './errors';
import { filters, predictions, tiles } from './pictures';
import { Session } from './session';
import { start } from './start';

const done: Answer = { type: 'done' };

export class Engine {
  private data: DataDesk | null = null;
  private session: Session | null = null;

  constructor(private readonly emit: (event: EngineEvent) => void) {}

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

  private needData(): DataDesk {
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
        return this.start(command);
      case 'load':
        void this.needData().load(command.experiment);
        return done;
      case 'retry-data':
        void this.needData().retry();
        return done;
      case 'train':
        await this.needSession().train(command.experiment, command.mode);
        return done;
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
        await this.needSession().evaluate();
        return done;
      case 'samples':
      case 'predict':
      case 'filters':
        return this.show(command);
      default:
        return never(command);
    }
  }

  private async start({ backend, dataUrl }: Extract<Command, { type: 'start' }>): Promise<Answer> {
    if (this.data) throw new EngineFailure('bad-command', '"start" was given twice');
    const data = new DataDesk(dataUrl, this.emit);
    this.data = data;
    const started = await start(backend, this.emit);
    if (started)
      this.session = new Session({ emit: this.emit, data, backend: started.report, fatal: started.fatal });
    return done;
  }

  private async show(
    command: Extract<Command, { type: 'samples' | 'predict' | 'filters' }>,
  ): Promise<Answer> {
    if (command.type === 'filters') {
      const shown = await filters(this.needSession().model().model);
      if (!shown) throw new EngineFailure('bad-command', 'The network has no convolution');
      return { type: 'filters', filters: shown };
    }
    // While sheets are still coming, those that are here can be looked at.
    const data = this.needData().partial;
    if (!data) throw new EngineFailure('data-not-ready', 'The images are not here yet');
    if (command.type === 'samples') return { type: 'tiles', tiles: tiles(data, command) };
    const { model, scale } = this.needSession().model();
    return { type: 'predictions', predictions: await predictions(data, model, scale, command) };
  }
}
