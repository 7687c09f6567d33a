/** Failures of the engine as the page hears of them. Types only. */
import type { Divergence } from '../training/logs';

/** What went wrong, what was kept, and the library's own words. The page puts words to `code`. */
export interface EngineError {
  readonly code:
    | 'no-backend'
    | 'self-check-failed'
    | 'data-not-ready'
    | 'manifest-failed'
    | 'no-model'
    | 'not-evaluated'
    | 'busy'
    | 'binding-too-large'
    | 'no-room'
    | 'gpu-error'
    | 'device-lost'
    | 'not-finite'
    | 'snapshot-failed'
    | 'training-elsewhere'
    | 'run-elsewhere'
    | 'bad-command'
    | 'worker-crashed'
    | 'worker-not-loaded'
    | 'internal';
  readonly detail: string;
  /** Of `not-finite`: at which step, and where. */
  readonly divergence?: Divergence;
}
