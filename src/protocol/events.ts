/** Events from the engine to the page. Types only; plain data, which is copied when sent. */
import type { Experiment } from '../experiment/schema';
import type { Result } from '../lib/result';
import type { CallResult } from './calls';
import type { DataProgress, SheetFailure, SplitName, SplitReport } from './data';
import type { BackendAttempt, BackendReport, SelfCheck, SpeedProgress, SpeedReport } from './device';
import type { EngineError } from './errors';
import type { EvaluationReport, ModesReport, Prediction } from './evaluation';
import type { TransferEvent } from './files';
import type {
  BatchLogs,
  EpochLog,
  MemoryReport,
  RunHistory,
  RunNoteId,
  RunReport,
  RunStatus,
  SavedRunReport,
  StepTimes,
} from './run';

/** Everything that the engine reports. */
export type EngineEvent =
  /**
   * Sent first with null, once the worker's files have been loaded, and again every 5 s until
   * `start` is answered; once with the name of a Web Lock that the worker holds as long as it
   * lives.
   */
  | { readonly type: 'alive'; readonly lock: string | null }
  | { readonly type: 'reply'; readonly id: number; readonly result: Result<CallResult, EngineError> }
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
      /** Id of the saved run; it stays the same when the run is continued. */
      readonly id: string;
      readonly experiment: Experiment;
      readonly continued: boolean;
      readonly firstEpoch: number;
      readonly lastEpoch: number;
      readonly stepsPerEpoch: number;
      /** The history that it continues; empty for a new run. */
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
  /**
   * The run continues without protection: there is nowhere to save it, no space, or writing failed.
   */
  | {
      readonly type: 'unprotected';
      readonly reason: 'no-store' | 'no-space' | 'failed';
      readonly detail: string;
    }
  /** The newest snapshot was damaged; the run continues from the previous one. */
  | { readonly type: 'fell-back'; readonly id: string; readonly savedAt: number }
  | TransferEvent
  /** The saved runs in this browser, whenever something has changed them, here or in another tab. */
  | {
      readonly type: 'runs';
      readonly runs: readonly SavedRunReport[];
      /** Number of files that cannot be read. */
      readonly damaged: number;
      /** The storage that the browser grants this page, in bytes; null if it does not say. */
      readonly space: { readonly used: number; readonly quota: number } | null;
      /**
       * The run that another tab trains, which need not have been saved yet; null if there is none.
       */
      readonly elsewhere: string | null;
    }
  | { readonly type: 'status'; readonly status: RunStatus }
  /**
   * While the status is `compiling`: first, how many shapes have had their tiles measured, of how
   * many.
   */
  | { readonly type: 'tuning'; readonly done: number; readonly total: number }
  /** Then, how many programs are ready, of how many. */
  | { readonly type: 'compiling'; readonly done: number; readonly total: number }
  | { readonly type: 'batch'; readonly logs: BatchLogs; readonly memory: MemoryReport }
  | { readonly type: 'validating'; readonly images: number; readonly imagesTotal: number }
  | { readonly type: 'epoch'; readonly log: EpochLog }
  /** Predictions for a fixed sample of validation images, after each epoch. */
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
  /** While the status is `profiling`, once everything it needs has been compiled. */
  | { readonly type: 'profiling'; readonly progress: SpeedProgress }
  | { readonly type: 'profiled'; readonly report: SpeedReport }
  /**
   * While the status is `estimating`, once everything it needs has been compiled: how many parts
   * have been measured, of how many.
   */
  | { readonly type: 'estimating'; readonly done: number; readonly total: number }
  | { readonly type: 'estimated'; readonly experiment: Experiment; readonly times: StepTimes };
