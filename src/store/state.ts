/**
 * The state of the page: named values, each with a comment. Plain data; what can be derived is in
 * `selectors`. Page side; knows the protocol's types, not the client, not React.
 */
import type { Experiment } from '../experiment/schema';
import { noClassroom, type Classroom } from '../experiment/classroom';
import type { Settings, UrlProblem } from '../experiment/url';
import { emptySeries, type Series } from '../lib/series';
import type { DataProgress, SheetFailure, SplitName, SplitReport } from '../protocol/data';
import type {
  BackendAttempt,
  BackendReport,
  SelfCheck,
  SpeedProgress,
  SpeedReport,
} from '../protocol/device';
import type { EngineError } from '../protocol/errors';
import type { EvaluationReport, ModesReport, Prediction } from '../protocol/evaluation';
import type { EngineEvent } from '../protocol/events';
import type { TransferEnd, TransferKind } from '../protocol/files';
import type {
  BatchLogs,
  EpochLog,
  MemoryReport,
  RunNoteId,
  RunReport,
  RunStatus,
  StepTimes,
} from '../protocol/run';
import type { RunHealth } from './runHealth';
import type { Race } from './race';
import { freshWatch, type MemoryWatch } from './memoryWatch';

/** Progress of something that counts images. */
export interface ImageProgress {
  readonly images: number;
  readonly imagesTotal: number;
  readonly secondsLeft: number | null;
}

/** Something noteworthy that a callback did. */
export interface RunNote {
  readonly note: RunNoteId;
  readonly epoch: number;
  readonly value: number;
}

/** The current or last run. Null before the first. */
export interface RunView {
  /** The experiment that it was started with; the form may differ by now. */
  readonly experiment: Experiment;
  readonly continued: boolean;
  readonly firstEpoch: number;
  readonly lastEpoch: number;
  readonly stepsPerEpoch: number;
  /** Finished epochs, those before it was continued included. */
  readonly epochs: readonly EpochLog[];
  /** The current epoch's latest read-back; null between epochs. */
  readonly live: BatchLogs | null;
  /** Progress of the current validation; null otherwise. */
  readonly validating: ImageProgress | null;
  /** Per-step metrics, bounded. */
  readonly loss: Series;
  readonly acc: Series;
  readonly notes: readonly RunNote[];
  readonly report: RunReport | null;
  /** Id of the saved run. */
  readonly id: string;
  /** Whether the memory that tfjs holds grows. */
  readonly memoryWatch: MemoryWatch;
}

/** Result of an evaluation over a split. */
export interface Evaluation extends EvaluationReport {
  readonly split: SplitName;
}

/** Images with predictions. `epoch`: the epoch they were made after; null if drawn on request. */
export interface Gallery {
  readonly split: SplitName;
  readonly epoch: number | null;
  readonly predictions: readonly Prediction[];
}

/** How fast a device runs the steps of a network, batch and optimizer. */
export interface MeasuredSpeed {
  /** The device: one text for each device with its kernels. */
  readonly device: string;
  /** The experiment it was found for; holds for all with the same network, batch and optimizer. */
  readonly experiment: Experiment;
  /** Measured by an estimate, or taken from a run's own epoch. */
  readonly basis: 'measured' | 'run';
  readonly times: StepTimes;
}

export interface LabState {
  /** The form: what the next Train will use. */
  readonly experiment: Experiment;
  readonly settings: Settings;
  /**
   * What the link says besides the experiment: where to open, what to lock and hide, the teacher's
   * texts.
   */
  readonly classroom: Classroom;
  /** Invalid values in the address, shown until dismissed. */
  readonly urlProblems: readonly UrlProblem[];
  /** Whether the page opens without a network; null before that is known, and in development. */
  readonly offline: 'installing' | 'ready' | 'unavailable' | null;
  /**
   * Why there is an update notice: a new version waits to be taken, is blocked by another tab that
   * is busy, or was taken by another tab; or a part of this page's code could not be loaded, or the
   * server could not be reached for the reload. Null: no notice.
   */
  readonly update: 'waiting' | 'blocked' | 'elsewhere' | 'part' | 'unreachable' | null;

  /** Null while backends are being tried. */
  readonly backend: BackendReport | null;
  /** Null until the self-check has run. */
  readonly selfCheck: SelfCheck | null;
  /**
   * No backend was available, or the self-check failed, or the engine ended too often: training is
   * not offered.
   */
  readonly startError: {
    readonly error: EngineError;
    readonly attempts: readonly BackendAttempt[];
    /** Another engine is being started. */
    readonly again?: boolean;
    /**
     * How many engines were started in a row without one that stayed; absent while another may
     * still be started.
     */
    readonly tries?: number;
  } | null;

  /** Null before the first byte. */
  readonly dataProgress: DataProgress | null;
  readonly dataFailures: readonly SheetFailure[];
  readonly dataError: EngineError | null;
  /** The loaded split, once all its images are here; null until then. */
  readonly split: SplitReport | null;

  readonly status: RunStatus;
  /**
   * How many shapes have been measured, or programs compiled, of how many; null while nothing
   * compiles, or before that is known.
   */
  readonly compiling: {
    readonly phase: 'tuning' | 'compiling';
    readonly done: number;
    readonly total: number;
  } | null;
  readonly run: RunView | null;
  /** Whether the run is steady, from its measured times; null before its first sign. */
  readonly runHealth: RunHealth | null;
  /** The last failure, until the next run. */
  readonly failure: { readonly error: EngineError; readonly modelKept: boolean } | null;
  readonly memory: MemoryReport | null;
  /** The engine holds a model (trained, or in training). */
  readonly hasModel: boolean;

  /** The last snapshot that this page saved; null before the first. */
  readonly saved: { readonly id: string; readonly savedAt: number; readonly bytes: number } | null;
  /** Why the run is not saved; null while it is. */
  readonly unprotected: {
    readonly reason: 'no-store' | 'no-space' | 'failed';
    readonly detail: string;
  } | null;
  /**
   * When the snapshot was written that the run continued from because a newer one was damaged; else
   * null.
   */
  readonly fellBack: number | null;
  /** Fatal failures after which this page's runs continued by themselves, in order. */
  readonly recoveries: readonly EngineError[];
  /** The person has answered whether to continue the last run. */
  readonly offerDismissed: boolean;
  /** The saved runs in this browser; null until they are listed. */
  readonly runs: Extract<EngineEvent, { type: 'runs' }> | null;
  /**
   * The current export or import, or how the last one ended; null before the first, and once the
   * notice was dismissed.
   */
  readonly transfer: Transfer | null;
  /** Start training as soon as the other tab has stopped. */
  readonly waitsForTab: boolean;

  readonly evaluating: ImageProgress | null;
  /** The last evaluation of the model in its current state. */
  readonly evaluation: Evaluation | null;
  /** The model as it is in training and in inference mode; null until that was asked for. */
  readonly modes: ModesReport | null;
  /** Predictions shown in Evaluate: drawn on request, or those of the last epoch. */
  readonly gallery: Gallery | null;
  /** The fixed draw of validation images, predicted after the last epoch. */
  readonly seesNow: Gallery | null;

  /** Progress of a speed measurement; null before its first part, and when none is running. */
  readonly profiling: SpeedProgress | null;
  /** The last completed measurement. */
  readonly speed: SpeedReport | null;
  /** Why the last measurement failed, until the next one. */
  readonly speedError: EngineError | null;

  /** Progress of an estimate of a run's time; null before its first part, and when none runs. */
  readonly estimating: { readonly done: number; readonly total: number } | null;
  /** Known speeds of this page's devices, the latest last; bounded. */
  readonly speeds: readonly MeasuredSpeed[];
  /**
   * Whether the browser has promised not to clear the page's storage by itself; null if it does not
   * say.
   */
  readonly persistence: 'unasked' | 'granted' | 'denied' | null;
  /** LeNet-5 against AlexNet: the current or the last race; null before the first. */
  readonly race: Race | null;
}

export type TransferOrigin = 'model' | 'runs' | 'evaluate' | 'explore';

/** An export or import. `end` is null while it is in progress. Bytes. */
export interface Transfer {
  readonly kind: TransferKind;
  /** The part of the page that asked for it and shows it. */
  readonly origin: TransferOrigin;
  readonly done: number;
  /** 0 before it is known. */
  readonly total: number;
  readonly end: TransferEnd | null;
}

export const emptyRun = {
  epochs: [],
  live: null,
  validating: null,
  loss: emptySeries,
  acc: emptySeries,
  notes: [],
  report: null,
  id: '',
  memoryWatch: freshWatch,
};

/** The state when no engine has started, or when one is gone with everything it held. */
export const withoutEngine = {
  runHealth: null,
  compiling: null,
  backend: null,
  selfCheck: null,
  startError: null,
  split: null,
  dataProgress: null,
  hasModel: false,
  evaluating: null,
  evaluation: null,
  modes: null,
  profiling: null,
  estimating: null,
} as const satisfies Partial<LabState>;

/** The state before anything is known. */
export function initialState(
  experiment: Experiment,
  settings: Settings,
  urlProblems: readonly UrlProblem[],
  classroom: Classroom = noClassroom,
): LabState {
  return {
    ...withoutEngine,
    experiment,
    settings,
    urlProblems,
    classroom,
    offline: null,
    update: null,
    dataFailures: [],
    dataError: null,
    status: 'idle',
    run: null,
    failure: null,
    memory: null,
    saved: null,
    unprotected: null,
    fellBack: null,
    recoveries: [],
    offerDismissed: false,
    runs: null,
    waitsForTab: false,
    transfer: null,
    gallery: null,
    seesNow: null,
    speed: null,
    speedError: null,
    speeds: [],
    persistence: null,
    race: null,
  };
}
