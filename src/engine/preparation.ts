/** What comes between a run's model and its first step: tiles are measured and programs made, each once. Worker or Node. */
import type { BackendReport, EngineEvent } from '../protocol/events';
import { compileRun } from './compile';
import type { Held } from './held';
import { tuneRun } from './tuning';

export class Preparation {
  private readonly compiled = new Set<string>();

  constructor(
    private readonly emit: (event: EngineEvent) => void,
    private readonly backend: BackendReport,
  ) {}

  /**
   * Measures shapes that are not known yet, unless `stop` ends that, and makes the programs for this network, batch size and optimizer if
   * that was not done or its tiles have changed. Rejects where a program does not compile.
   */
  async of({ model, experiment }: Held, stop: AbortSignal): Promise<void> {
    const { emit, backend } = this;
    const key = JSON.stringify([model.network, experiment.batch, experiment.optimizer]);
    const tell = (type: 'tuning' | 'compiling') => (done: number, total: number) =>
      emit({ type, done, total });
    const changed = await tuneRun(model, experiment, { backend, progress: tell('tuning'), stop });
    if (stop.aborted || (this.compiled.has(key) && !changed)) return;
    await compileRun(model, experiment, tell('compiling'));
    this.compiled.add(key);
  }
}
