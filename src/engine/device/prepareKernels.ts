/**
 * Prepares a model for its first step: measures tiles and compiles programs, each once. Runs in the
 * worker or in Node.
 */
import { programsKey } from '../../experiment/keys';
import type { BackendReport } from '../../protocol/device';
import type { EngineEvent } from '../../protocol/events';
import { compileRun } from './compile';
import type { TrainState } from '../core/trainState';
import { tuneRun } from './tuning';

export class KernelPreparation {
  private readonly compiled = new Set<string>();

  constructor(
    private readonly emit: (event: EngineEvent) => void,
    private readonly backend: BackendReport,
  ) {}

  /**
   * Measures shapes that are not known yet, unless `stop` ends that, and compiles the programs for
   * this network, batch size and optimizer if that was not done yet or its tiles have changed.
   * Rejects if a program does not compile.
   */
  async prepareKernels({ model, experiment }: TrainState, stop: AbortSignal): Promise<void> {
    const { emit, backend } = this;
    const key = programsKey(experiment);
    const report = (type: 'tuning' | 'compiling') => (done: number, total: number) =>
      emit({ type, done, total });
    const changed = await tuneRun(model, experiment, { backend, progress: report('tuning'), stop });
    if (stop.aborted || (this.compiled.has(key) && !changed)) return;
    await compileRun(model, experiment, report('compiling'));
    this.compiled.add(key);
  }
}
