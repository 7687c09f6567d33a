/** The engine's failures as they are reported to the page. Types only. */
import type { Divergence } from './run';

/** What went wrong, with the library's own message. The page has a text for each `code`. */
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
  /** For `not-finite`: at which step, and where. */
  readonly divergence?: Divergence;
}
