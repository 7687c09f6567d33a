/** What the engine is doing, the current or last run, and the race. Plain data. */
import type { Experiment } from '../../experiment/schema';
import { emptySeries, type Series } from '../../lib/series';
import type { EngineError } from '../../protocol/errors';
import type { BatchLogs, EpochLog, MemoryReport, RunNoteId, RunReport, RunStatus } from '../../protocol/run';
import type { RunHealth } from '../runHealth';
import type { Race } from '../race';
import { freshWatch, type MemoryWatch } from '../memoryWatch';

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

/** The parts of a run that are empty when it begins. */
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

export interface RunSlice {
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
  /** Start training as soon as the other tab has stopped. */
  readonly waitsForTab: boolean;
  /** LeNet-5 against AlexNet: the current or the last race; null before the first. */
  readonly race: Race | null;
}

export const initialRun: RunSlice = {
  status: 'idle',
  compiling: null,
  run: null,
  runHealth: null,
  failure: null,
  memory: null,
  hasModel: false,
  waitsForTab: false,
  race: null,
};
