/**
 * What the page believes: named values, each with a sentence. Plain data; anything that can be derived is in `selectors`.
 * Page side; knows the protocol's types, not the client, not React.
 */
import type { Experiment } from '../experiment/schema';
import { noLesson, type Lesson } from '../experiment/lesson';
import type { Settings, UrlProblem } from '../experiment/url';
import { emptySeries, type Series } from '../lib/series';
import type {
  Answer, BackendAttempt, BackendReport, DataProgress, EngineError, Filters, MemoryReport, Prediction, RunStatus, SelfCheck, SheetFailure,
  SpeedProgress, SpeedReport, SplitReport, StepTimes, Tile,
} from '../protocol/events'; // prettier-ignore
import type { Pace } from './pace';
import type { Race } from './race';
import type { SplitName } from '../protocol/queries';
import type { TransferEnd, TransferKind } from '../protocol/transfers';
import { freshWatch, type MemoryWatch } from './memoryWatch';
import type {
  BatchLogs,
  EpochLog,
  EvaluationReport,
  ModesReport,
  RunNoteId,
  RunReport,
} from '../training/logs';

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

/** The run that is going on or was last. Null before the first. */
export interface RunState {
  /** What it was started with; the form may differ by now. */
  readonly experiment: Experiment;
  readonly continued: boolean;
  readonly firstEpoch: number;
  readonly lastEpoch: number;
  readonly stepsPerEpoch: number;
  /** Finished epochs, those of the runs that it continues included. */
  readonly epochs: readonly EpochLog[];
  /** The running epoch's latest read-back; null between epochs. */
  readonly live: BatchLogs | null;
  /** Validation that goes on; null otherwise. */
  readonly validating: ImageProgress | null;
  /** Per-step metrics, bounded. */
  readonly loss: Series;
  readonly acc: Series;
  readonly notes: readonly RunNote[];
  readonly report: RunReport | null;
  /** Of the saved run. */
  readonly id: string;
  /** Whether what tfjs holds grows. */
  readonly memoryWatch: MemoryWatch;
}

/** What a pass over a split found. */
export interface Evaluation extends EvaluationReport {
  readonly split: SplitName;
}

/** Images with predictions. `epoch`: after which they were made; null when drawn on request. */
export interface Gallery {
  readonly split: SplitName;
  readonly epoch: number | null;
  readonly predictions: readonly Prediction[];
}

/** How fast a device takes the steps of a network, a batch and an optimizer. */
export interface KnownSpeed {
  /** Where: one text for each device with its kernels. */
  readonly device: string;
  /** It was found for this one; it holds for all of the same network, batch and optimizer. */
  readonly experiment: Experiment;
  /** By an estimate, or by a run's own epoch. */
  readonly basis: 'measured' | 'run';
  readonly times: StepTimes;
}

export interface LabState {
  /** The form: what the next Train will use. */
  readonly experiment: Experiment;
  readonly settings: Settings;
  /** What the link says beside the experiment: where to open, what to lock and to leave out, the teacher's texts. */
  readonly lesson: Lesson;
  /** Bad values of the address, shown until dismissed. */
  readonly urlProblems: readonly UrlProblem[];
  /** Whether the page opens without a network; null before that is known, and in development. */
  readonly offline: 'installing' | 'ready' | 'unavailable' | null;
  /**
   * A new version of the page: it waits to be taken, or for another tab at work, or another tab has taken it. Or a part of this
   * one's code did not come; and the server could not be reached when it was to be loaded anew. Null: there is none.
   */
  readonly update: 'waiting' | 'blocked' | 'elsewhere' | 'part' | 'unreachable' | null;

  /** Null while backends are tried. */
  readonly backend: BackendReport | null;
  /** Null until the self-check has run. */
  readonly selfCheck: SelfCheck | null;
  /** No backend could be had, or the check failed, or the engine ended too often: training is not offered. */
  readonly startError: {
    readonly error: EngineError;
    readonly attempts: readonly BackendAttempt[];
    /** Another engine is being started. */
    readonly again?: boolean;
    /** Engines that were started one after the other, of which none stayed; absent where another may yet. */
    readonly tries?: number;
  } | null;

  /** Null before the first byte. */
  readonly dataProgress: DataProgress | null;
  readonly dataFailures: readonly SheetFailure[];
  readonly dataError: EngineError | null;
  /** The split whose images are all here; null until then. */
  readonly split: SplitReport | null;
  /** Labelled samples on show. */
  readonly samples: readonly Tile[];

  readonly status: RunStatus;
  /** Shapes that are measured or programs that are compiled, of how many; null while nothing compiles, or before that is known. */
  readonly compiling: {
    readonly phase: 'tuning' | 'compiling';
    readonly done: number;
    readonly total: number;
  } | null;
  readonly run: RunState | null;
  /** How the run goes, from its measured times; null before its first sign. */
  readonly pace: Pace | null;
  /** The last failure, until the next run. */
  readonly failure: { readonly error: EngineError; readonly modelKept: boolean } | null;
  readonly memory: MemoryReport | null;
  /** The engine holds a model (trained, or in training). */
  readonly hasModel: boolean;

  /** The last snapshot of this page's runs; null before the first. */
  readonly saved: { readonly id: string; readonly savedAt: number; readonly bytes: number } | null;
  /** Why the run is not saved; null while it is. */
  readonly unprotected: {
    readonly reason: 'no-store' | 'no-space' | 'failed';
    readonly detail: string;
  } | null;
  /** When the snapshot was written that the run went on from, because a newer one was damaged; else null. */
  readonly fellBack: number | null;
  /** Fatal failures from which this page's runs went on by themselves, in order. */
  readonly recoveries: readonly EngineError[];
  /** The person has answered whether the last run shall go on. */
  readonly offerDismissed: boolean;
  /** The runs that the browser keeps; null before they were asked for. */
  readonly runs: Extract<Answer, { type: 'runs' }> | null;
  /** A saved run on its way out or in, or how the last one ended; null before, and when that was read. */
  readonly transfer: Transfer | null;
  /** Train as soon as the other tab has ended. */
  readonly waitsForTab: boolean;

  readonly evaluating: ImageProgress | null;
  /** The last one of the model as it is. */
  readonly evaluation: Evaluation | null;
  /** The model as it is in training and in inference mode; null until that was asked for. */
  readonly modes: ModesReport | null;
  /** Predictions on show in Evaluate: drawn on request, or those of the last epoch. */
  readonly gallery: Gallery | null;
  /** The fixed draw of validation images after the last epoch. */
  readonly seesNow: Gallery | null;
  readonly filters: Filters | null;

  /** A measurement of speed that goes on; null before its first part, and otherwise. */
  readonly profiling: SpeedProgress | null;
  /** The last measurement that came to its end. */
  readonly speed: SpeedReport | null;
  /** Why the last one failed, until the next. */
  readonly speedError: EngineError | null;

  /** An estimate of a run's time that goes on; null before its first part, and otherwise. */
  readonly estimating: { readonly done: number; readonly total: number } | null;
  /** What is known of this page's devices, the latest last; bounded. */
  readonly speeds: readonly KnownSpeed[];
  /** Whether the browser has promised not to clear the page's store by itself; null where it does not say. */
  readonly persistence: 'unasked' | 'granted' | 'denied' | null;
  /** LeNet-5 against AlexNet, going on or the last one; null before the first. */
  readonly race: Race | null;
}

export type TransferPlace = 'model' | 'runs' | 'evaluate' | 'explore';

/** `end` is null while it goes on. Bytes. */
export interface Transfer {
  readonly kind: TransferKind;
  /** The place in the page that asked for it, and shows it. */
  readonly place: TransferPlace;
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

/** What is believed of an engine that has not begun, or is gone with all that it held. */
export const withoutEngine = {
  pace: null, compiling: null, backend: null, selfCheck: null, startError: null, split: null, dataProgress: null, hasModel: false,
  evaluating: null, evaluation: null, modes: null, profiling: null, estimating: null,
} as const satisfies Partial<LabState>; // prettier-ignore

/** Before anything is known. */
export function initialState(
  experiment: Experiment,
  settings: Settings,
  urlProblems: readonly UrlProblem[],
  lesson: Lesson = noLesson,
): LabState {
  return {
    ...withoutEngine,
    experiment, settings, urlProblems, lesson, offline: null, update: null,
    dataFailures: [], dataError: null, samples: [],
    status: 'idle', run: null, failure: null, memory: null,
    saved: null, unprotected: null, fellBack: null, recoveries: [], offerDismissed: false, runs: null, waitsForTab: false,
    transfer: null, gallery: null, seesNow: null, filters: null,
    speed: null, speedError: null, speeds: [], persistence: null, race: null,
  }; // prettier-ignore
}
