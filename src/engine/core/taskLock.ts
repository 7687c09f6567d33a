/**
 * The lock that lets the engine run one task at a time, and how that task is paused and stopped.
 * Runs in the worker or in Node.
 */
import { EngineFailure } from './errors';
import { Gate } from './yield';

export class TaskLock {
  private stopping = new AbortController();
  readonly gate = new Gate();
  private held = false;

  get busy(): boolean {
    return this.held;
  }

  /** Aborted when the current task should end. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  get stopRequested(): boolean {
    return this.signal.aborted;
  }

  pause(): void {
    // A run that is being stopped would wait for ever at a closed gate.
    if (this.held && !this.stopRequested) this.gate.close();
  }

  resume(): void {
    this.gate.release();
  }

  stop(): void {
    if (this.held) this.stopping.abort();
    this.gate.release();
  }

  /**
   * Runs `work` to its end and returns its result. Throws `busy` if another task is running;
   * rejects as `work` does.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.held) throw new EngineFailure('busy', 'A run or an evaluation is going on');
    this.held = true;
    this.stopping = new AbortController();
    try {
      return await work();
    } finally {
      this.gate.release();
      this.held = false;
    }
  }
}
