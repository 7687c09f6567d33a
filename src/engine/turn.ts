/** The one thing that goes on at a time in the engine, and how it is paused and stopped. Worker or Node. */
import { EngineFailure } from './errors';
import { Gate } from './yield';

export class Turn {
  private stopping = new AbortController();
  readonly gate = new Gate();
  private taken = false;

  get busy(): boolean {
    return this.taken;
  }

  /** Aborted when what goes on is to end. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  get stopAsked(): boolean {
    return this.signal.aborted;
  }

  pause(): void {
    // A run that is being stopped would wait for ever.
    if (this.taken && !this.stopAsked) this.gate.close();
  }

  resume(): void {
    this.gate.release();
  }

  stop(): void {
    if (this.taken) this.stopping.abort();
    this.gate.release();
  }

  /** What `work` gives, run to its end. Throws `busy` where something goes on; rejects as `work` does. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken) throw new EngineFailure('busy', 'A run or an evaluation is going on');
    this.taken = true;
    this.stopping = new AbortController();
    try {
      return await work();
    } finally {
      this.gate.release();
      this.taken = false;
    }
  }
}
