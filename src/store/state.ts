/**
 * What the page believes: named values, each with a sentence. Plain data; anything that can be derived is in `selectors`.
 * Page side; knows the protocol's types, not the client, not React.
 */
import type { Experiment } from '../experiment/schema';
import type { Settings, UrlProblem } from '../experiment/url';
import { emptySeries, type Series } from '../lib/series';
import type {
  BackendAttempt, BackendReport, DataProgress, EngineError, Filters, MemoryReport, Prediction, RunStatus, SelfCheck, SheetFailure,
  SplitReport, Tile,
} from '../protocol/events'; // prettier-ignore
import type { SplitName } from '../protocol/commands';
import type { BatchLogs, EpochLog, EvaluationReport, RunReport } from '../training/logs';

/** Progress of something that counts images. */
export interface ImageProgress {
  readonly images: number;
  readonly imagesTotal: number;
  readonly secondsLeft: number | null;
}

/** Something noteworthy that a callback did. */
export interface RunNote {
  readonly note: 'reduced-lr' | 'early-stopped' | 'restored-best';
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
}

/** Images with predictions. `epoch`: after which they were made; null when drawn on request. */
export interface Gallery {
  readonly split: SplitName;
  readonly epoch: number | null;
  readonly predictions: readonly Prediction[];
}

export interface LabState {
  /** The form: what the next Train will use. */
  readonly experiment: Experiment;
  readonly settings: Settings;
  /** Bad values of the address, shown until dismissed. */
  readonly urlProblems: readonly UrlProblem[];

  /** Null while backends are tried. */
  readonly backend: BackendReport | null;
  /** Null until the self-check has run. */
  readonly selfCheck: SelfCheck | null;
  /** No backend could be had, or the check failed: training is not offered. */
  readonly startError: { readonly error: EngineError; readonly attempts: readonly BackendAttempt[] } | null;

  /** Null before the first byte. */
  readonly dataProgress: DataProgress | null;
  readonly dataFailures: readonly SheetFailure[];
  readonly dataError: EngineError | null;
  /** The split whose images are all here; null until then. */
  readonly split: SplitReport | null;
  /** Labelled samples on show. */
  readonly samples: readonly Tile[];

  readonly status: RunStatus;
  readonly run: RunState | null;
  /** The last failure, until the next run. */
  readonly failure: { readonly error: EngineError; readonly modelKept: boolean } | null;
  readonly memory: MemoryReport | null;
  /** The engine holds a model (trained, or in training). */
  readonly hasModel: boolean;

  readonly evaluating: ImageProgress | null;
  readonly evaluation: EvaluationReport | null;
  /** Predictions on show in Evaluate: drawn on request, or those of the last epoch. */
  readonly gallery: Gallery | null;
  /** The fixed draw of validation images after the last epoch. */
  readonly seesNow: Gallery | null;
  readonly filters: Filters | null;
}

export const emptyRun = {
  epochs: [],
  live: null,
  validating: null,
  loss: emptySeries,
  acc: emptySeries,
  notes: [],
  report: null,
};

/** Before anything is known. */
export function initialState(
  experiment: Experiment,
  settings: Settings,
  urlProblems: readonly UrlProblem[],
): LabState {
  return {
    experiment, settings, urlProblems,
    backend: null, selfCheck: null, startError: null,
    dataProgress: null, dataFailures: [], dataError: null, split: null, samples: [],
    status: 'idle', run: null, failure: null, memory: null, hasModel: false,
    evaluating: null, evaluation: null, gallery: null, seesNow: null, filters: null,
  }; // prettier-ignore
}
