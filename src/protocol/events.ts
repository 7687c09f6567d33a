/** Engine → page. Types only; plain data, which is copied on its way. */
import type { DataProgress, SheetFailure, SplitPart, SplitReport } from '../dataset/reports';
import type { BackendId, Experiment } from '../experiment/schema';
import type { Result } from '../lib/result';
import type { Series } from '../lib/series';
import type {
  BatchLogs, EpochLog, EvaluationReport, ModesReport, Profile, RunNoteId, RunReport,
} from '../training/logs'; // prettier-ignore
import type { EngineError } from './errors';
import type { Filters, Prediction, Tile } from './images';
import type { QueryAnswer, SplitName } from './queries';
import type { TransferAnswer, TransferEvent } from './transfers';

/** One backend that was tried. `detail` is the library's or browser's own words. */
export interface BackendAttempt {
  readonly backend: BackendId;
  readonly accepted: boolean;
  /** Why it was refused; null when it was accepted. */
  readonly reason:
    'unsupported' | 'no-adapter' | 'software' | 'init-failed' | 'not-asked' | 'self-check' | null;
  readonly detail: string;
}

/** Families of the lab's own kernels, as the engine names them. */
export type KernelFamilyId =
  'gemm' | 'batch-norm' | 'max-pool' | 'lrn' | 'loss' | 'dropout' | 'update' | 'images';

/** One family on this adapter. */
export interface KernelReport {
  readonly family: KernelFamilyId;
  /** `passed`: it is in use. `failed`, `not-used`: tfjs's own kernels do its work. */
  readonly status: 'passed' | 'failed' | 'not-used';
  /** Largest relative error against the CPU backend; null where it was not tested, or gave no result. */
  readonly relative: number | null;
  /** Seconds of the test, 0 without one. */
  readonly seconds: number;
  /** The device's own words where it refused a kernel; may be empty. */
  readonly detail: string;
  /** It passed only without subgroups, and is slower for it: what was wrong with them, null where the device refused them. */
  readonly withSubgroups?: { readonly relative: number | null };
}

/** The CPU engine: WebAssembly on the processor. */
export interface CpuReport {
  /** Threads that compute, of so many logical processors as the browser tells. */
  readonly threads: number;
  readonly cores: number;
  /** Multiply and add are one instruction, rounded once: faster, and other last digits. */
  readonly fma: boolean;
  /** Threads may share memory here: the page is isolated from other origins. */
  readonly isolated: boolean;
  /** Rows × columns of a product that are computed together; the fastest of a race at start. */
  readonly tile: string;
  /** GFLOP/s of one thread in that race. */
  readonly gflops: number;
  /** Bytes that its memory may grow to. */
  readonly maxMemoryBytes: number;
}

/** What trains, and why not something better. */
export interface BackendReport {
  readonly backend: BackendId;
  /** Adapter or renderer name as the browser tells it; may be empty. */
  readonly adapter: string;
  /** A CPU pretends to be a GPU (SwiftShader, llvmpipe, …), or the backend is `cpu`. Not the CPU engine: it is at its best there. */
  readonly software: boolean;
  /** Largest storage buffer that can be bound, in bytes; null where there is no such limit. */
  readonly maxBindingBytes: number | null;
  /** Largest buffer that can be made, in bytes; null where there is no such limit. */
  readonly maxBufferBytes: number | null;
  /** The lab's own kernels: empty until they were tested, and where there are none (WebGL, tfjs's CPU). */
  readonly kernels: readonly KernelReport[];
  readonly attempts: readonly BackendAttempt[];
  /** Of the backend `wasm`. */
  readonly cpu?: CpuReport;
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

export type { EngineError, Filters, Prediction, Tile };

export type RunStatus =
  | 'idle'
  | 'loading'
  | 'compiling'
  | 'training'
  | 'paused'
  | 'evaluating'
  | 'profiling'
  | 'estimating'
  | 'finished'
  | 'failed';

/** What a run has told so far. */
export interface RunHistory {
  readonly epochs: readonly EpochLog[];
  /** Per step, bounded. */
  readonly loss: Series;
  readonly acc: Series;
  readonly notes: readonly {
    readonly note: RunNoteId;
    readonly epoch: number;
    readonly value: number;
  }[];
}

/** A run that the browser keeps. */
export interface SavedRunReport {
  readonly id: string;
  readonly name: string;
  readonly experiment: Experiment;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly savedAt: number;
  readonly finished: boolean;
  /** Finished epochs, of how many; steps done in the one after, of how many. */
  readonly epochs: number;
  readonly lastEpoch: number;
  readonly stepInEpoch: number;
  readonly stepsPerEpoch: number;
  /** The best epoch's; null before the first. */
  readonly bestValAcc: number | null;
  /** Of its files. */
  readonly bytes: number;
  readonly adapter: string;
}

/** Answers to commands that ask for something. */
export type Answer =
  | { readonly type: 'done' }
  | TransferAnswer
  | QueryAnswer
  | {
      readonly type: 'runs';
      readonly runs: readonly SavedRunReport[];
      /** Files in which nothing can be read. */
      readonly damaged: number;
      /** What the browser grants this page, in bytes; null where it does not say. */
      readonly space: { readonly used: number; readonly quota: number } | null;
      /** The run that another tab trains; it need not be saved yet. Null if none does. */
      readonly elsewhere: string | null;
    };

/** Everything that the engine tells. */
export type EngineEvent =
  /** First, once its files are there: null; then the name of a Web Lock that the worker holds as long as it lives. */
  | { readonly type: 'alive'; readonly lock: string | null }
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
      /** Of the saved run; the same for all that continue each other. */
      readonly id: string;
      readonly experiment: Experiment;
      readonly continued: boolean;
      readonly firstEpoch: number;
      readonly lastEpoch: number;
      readonly stepsPerEpoch: number;
      /** What it goes on from; empty for a new run. */
      readonly history: RunHistory;
    }
  /** A snapshot was written. `savedAt`: milliseconds since 1970. */
  | {
      readonly type: 'saved';
      readonly id: string;
      readonly savedAt: number;
      readonly bytes: number;
      readonly seconds: number;
    }
  /** The run goes on without protection: nowhere to keep it, no space, or writing failed. */
  | {
      readonly type: 'unprotected';
      readonly reason: 'no-store' | 'no-space' | 'failed';
      readonly detail: string;
    }
  /** The newest snapshot was damaged; the run goes on from the one before. */
  | { readonly type: 'fell-back'; readonly id: string; readonly savedAt: number }
  | TransferEvent
  /** Another tab has begun, saved, ended or deleted a run. */
  | { readonly type: 'runs-changed' }
  | { readonly type: 'status'; readonly status: RunStatus }
  /** While the status is `compiling`: first shapes whose tiles are measured, of how many. */
  | { readonly type: 'tuning'; readonly done: number; readonly total: number }
  /** Then programs that are ready, of how many. */
  | { readonly type: 'compiling'; readonly done: number; readonly total: number }
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
      readonly note: RunNoteId;
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
  | { readonly type: 'evaluated'; readonly split: SplitName; readonly report: EvaluationReport }
  | { readonly type: 'modes'; readonly report: ModesReport }
  /** While the status is `profiling`, after what has to be compiled for it. */
  | { readonly type: 'profiling'; readonly progress: SpeedProgress }
  | { readonly type: 'profiled'; readonly report: SpeedReport }
  /** While the status is `estimating`, after what has to be compiled for it: parts that are measured, of how many. */
  | { readonly type: 'estimating'; readonly done: number; readonly total: number }
  | { readonly type: 'estimated'; readonly experiment: Experiment; readonly times: StepTimes };

/** What a run's time is made of, in seconds. */
export interface StepTimes {
  /** One training step: the middle one of three. */
  readonly step: number;
  /** One batch in inference, as validation has it. */
  readonly validation: number;
}

/** Parts that are measured, of how many; an estimate once a few are. */
export interface SpeedProgress {
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
}

/** How long a training step takes, as a whole and part by part. */
export interface SpeedFigures extends Profile {
  /** Milliseconds of a whole step: upload and preparation of a batch, forward, backward, update. */
  readonly stepMs: number;
}

/** With what it was measured on. */
export interface SpeedReport extends SpeedFigures {
  /** Its network, batch and optimizer. */
  readonly experiment: Experiment;
  /** The device and the kernels. */
  readonly backend: BackendReport;
}

/** tfjs's own count. `bytes`: memory of live tensors on the backend. */
export interface MemoryReport {
  readonly tensors: number;
  readonly bytes: number;
}
