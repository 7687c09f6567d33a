/** Engine → page. Types only; plain data, which is copied on its way. */
import type { DataProgress, SheetFailure, SplitPart, SplitReport } from '../dataset/reports';
import type { BackendId, Experiment } from '../experiment/schema';
import type { Result } from '../lib/result';
import type { BatchLogs, EpochLog, EvaluationReport, RunReport } from '../training/logs';
import type { SplitName } from './commands';

/** One backend that was tried. `detail` is the library's or browser's own words. */
export interface BackendAttempt {
  readonly backend: BackendId;
  readonly accepted: boolean;
  /** Why it was refused; null when it was accepted. */
  readonly reason: 'unsupported' | 'no-adapter' | 'init-failed' | 'not-asked' | 'self-check' | null;
  readonly detail: string;
}

/** What trains, and why not something better. */
export interface BackendReport {
  readonly backend: BackendId;
  /** Adapter or renderer name as the browser tells it; may be empty. */
  readonly adapter: string;
  /** A CPU pretends to be a GPU (SwiftShader, llvmpipe, …), or the backend is `cpu`. */
  readonly software: boolean;
  /** Largest storage buffer that can be bound, in bytes; null where there is no such limit. */
  readonly maxBindingBytes: number | null;
  readonly attempts: readonly BackendAttempt[];
}

/** The known small forward and backward pass against the CPU backend. */
export interface SelfCheck {
  readonly passed: boolean;
  /** Largest relative error, per quantity that was compared. */
  readonly errors: readonly { readonly name: string; readonly relative: number }[];
  readonly tolerance: number;
  readonly seconds: number;
}

export type { DataProgress, SheetFailure, SplitPart, SplitReport };

/** Images as a person looks at them. */
export interface Tile {
  /** 32 × 32 RGB, row-major, 3072 bytes. */
  readonly pixels: Uint8Array;
  /** Actual class, 0–9. */
  readonly label: number;
  /** Place in CIFAR-10's own order within its file set: train 0–49 999, test 0–9 999. */
  readonly index: number;
}

/** A tile with the model's softmax probabilities (10, summing to 1). */
export interface Prediction extends Tile {
  readonly probabilities: readonly number[];
}

/** First-layer filters, scaled to 0–255 over the whole layer. `pixels`: count × side × side × 3. */
export interface Filters {
  readonly layer: string;
  readonly count: number;
  readonly side: number;
  readonly pixels: Uint8Array;
}

/** What went wrong, what was kept, and the library's own words. The page puts words to `code`. */
export interface EngineError {
  readonly code:
    | 'no-backend'
    | 'self-check-failed'
    | 'data-not-ready'
    | 'manifest-failed'
    | 'no-model'
    | 'busy'
    | 'binding-too-large'
    | 'gpu-error'
    | 'device-lost'
    | 'not-finite'
    | 'bad-command'
    | 'worker-crashed'
    | 'internal';
  readonly detail: string;
}

export type RunStatus =
  'idle' | 'loading' | 'compiling' | 'training' | 'paused' | 'evaluating' | 'finished' | 'failed';

/** Answers to commands that ask for something. */
export type Answer =
  | { readonly type: 'done' }
  | { readonly type: 'tiles'; readonly tiles: readonly Tile[] }
  | { readonly type: 'predictions'; readonly predictions: readonly Prediction[] }
  | { readonly type: 'filters'; readonly filters: Filters };

/** Everything that the engine tells. */
export type EngineEvent =
  | { readonly type: 'reply'; readonly id: number; readonly result: Result<Answer, EngineError> }
  | { readonly type: 'backend'; readonly report: BackendReport }
  | { readonly type: 'self-check'; readonly check: SelfCheck }
  | {
      readonly type: 'start-failed';
      readonly error: EngineError;
      readonly attempts: readonly BackendAttempt[];
    }
  | { readonly type: 'data-progress'; readonly progress: DataProgress }
  | {
      readonly type: 'data-failed';
      readonly failures: readonly SheetFailure[];
      readonly error: EngineError | null;
    }
  | { readonly type: 'data-ready'; readonly split: SplitReport; readonly progress: DataProgress }
  | {
      readonly type: 'run-started';
      readonly experiment: Experiment;
      readonly continued: boolean;
      readonly firstEpoch: number;
      readonly lastEpoch: number;
      readonly stepsPerEpoch: number;
    }
  | { readonly type: 'status'; readonly status: RunStatus }
  | { readonly type: 'batch'; readonly logs: BatchLogs; readonly memory: MemoryReport }
  | { readonly type: 'validating'; readonly images: number; readonly imagesTotal: number }
  | { readonly type: 'epoch'; readonly log: EpochLog }
  /** Predictions on a fixed draw of validation images, after each epoch. */
  | {
      readonly type: 'gallery';
      readonly epoch: number;
      readonly split: SplitName;
      readonly predictions: readonly Prediction[];
    }
  | {
      readonly type: 'note';
      readonly note: 'reduced-lr' | 'early-stopped' | 'restored-best';
      readonly epoch: number;
      readonly value: number;
    }
  | { readonly type: 'run-finished'; readonly report: RunReport }
  | { readonly type: 'failed'; readonly error: EngineError; readonly modelKept: boolean }
  | {
      readonly type: 'evaluating';
      readonly images: number;
      readonly imagesTotal: number;
      readonly secondsLeft: number | null;
    }
  | { readonly type: 'evaluated'; readonly report: EvaluationReport };

/** tfjs's own count. `bytes`: memory of live tensors on the backend. */
export interface MemoryReport {
  readonly tensors: number;
  readonly bytes: number;
}
