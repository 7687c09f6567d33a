/**
 * What the page can ask of the engine: one table of calls, with the arguments and the result of
 * each. Types only. To add one: a line here, and how it is done in engine/engine.ts (commands) or
 * engine/answers.ts (queries).
 */
import type { Experiment } from '../experiment/schema';
import type { Settings } from '../experiment/url';
import type { Result } from '../lib/result';
import type { SplitName, SquarePicture, Tile } from './data';
import type { EngineError } from './errors';
import type { EvaluatedImage, ImageFilter, ImageOrder, Prediction } from './evaluation';
import type { ModelRequest, PublishedFile, TransferAnswer } from './files';
import type { Distributions, FeatureMaps, Filters, FiltersAt, Heat, HeatAsk, MapsAsk } from './inspection';
import type { RunRecord } from './run';
import type { Classification, UploadAnswer } from './uploads';

/** A call that returns nothing: what it does is reported by events. */
interface Command<Args = object> {
  readonly args: Args;
  readonly result: null;
}

interface Returns<Args, R> {
  readonly args: Args;
  readonly result: R;
}

/** Calls that change something. */
export interface Commands {
  /**
   * Must come first, once: picks a backend and checks it. `dataUrl`: the absolute URL of the
   * sheets' folder, with a slash at its end. `manifestSha256`: of the `manifest.json` there,
   * lower-case hexadecimal; null: any manifest is accepted.
   */
  readonly start: Command<{
    readonly backend: Settings['backend'];
    readonly kernels: Settings['kernels'];
    readonly dataUrl: string;
    readonly manifestSha256: string | null;
  }>;
  /**
   * Streams the sheets that this experiment needs and splits them; sheets that are already loaded
   * stay. Cancels a load in progress.
   */
  readonly load: Command<{ readonly experiment: Experiment }>;
  /** Fetches the sheets that failed again. */
  readonly 'retry-data': Command;
  /**
   * Trains: `new` builds a model from the seed; `continue` trains the loaded model for
   * `experiment.epochs` more.
   */
  readonly train: Command<{ readonly experiment: Experiment; readonly mode: 'new' | 'continue' }>;
  /**
   * Opens a saved run. `mode`: `train` resumes training to the run's planned end, `inspect` only
   * loads its model. `lrScale`, in (0, 1]: multiplies the learning rate of all steps to come, which
   * is noted in the run's log.
   */
  readonly 'resume-run': Command<{
    readonly id: string;
    readonly mode: 'train' | 'inspect';
    readonly lrScale?: number;
  }>;
  /** Reports the list of saved runs before it returns; otherwise it comes when it has changed. */
  readonly 'list-runs': Command;
  /** Both report the new list of saved runs before they return. */
  readonly 'delete-run': Command<{ readonly id: string }>;
  readonly 'rename-run': Command<{ readonly id: string; readonly name: string }>;
  /** Exports a saved run as a file; one transfer at a time. */
  readonly 'export-run': Returns<{ readonly id: string }, TransferAnswer>;
  /**
   * Imports `files`: a run of this page, or a model from elsewhere, which may be several files.
   * `experiment`: for what a model's file does not specify. The new list of saved runs is reported
   * before it returns.
   */
  readonly 'import-run': Returns<
    { readonly files: readonly File[]; readonly experiment: Experiment },
    TransferAnswer
  >;
  /**
   * Imports a model that was published with the page, like one that the user picked, under `id` or
   * one that begins with it. `url`: the absolute URL of its file.
   */
  readonly 'import-published': Returns<
    {
      readonly id: string;
      readonly url: string;
      readonly published: PublishedFile;
      readonly experiment: Experiment;
    },
    TransferAnswer
  >;
  /** Exports a model as a file for others; `id`: of a saved run, null for the loaded model. */
  readonly 'export-model': Returns<{ readonly id: string | null } & ModelRequest, TransferAnswer>;
  readonly 'cancel-transfer': Command;
  readonly pause: Command;
  readonly resume: Command;
  /**
   * Ends the run after the current step, or an evaluation or a measurement at once; the model
   * stays.
   */
  readonly stop: Command;
  /** Evaluates a split in inference mode. */
  readonly evaluate: Command<{ readonly split: SplitName }>;
  /**
   * Evaluates a sample of training images in training and in inference mode, and validation images.
   * `stop` ends it.
   */
  readonly 'compare-modes': Command;
  /**
   * Times each layer of the experiment's network on a scratch model; needs no images. `stop` ends
   * it.
   */
  readonly profile: Command<{ readonly experiment: Experiment }>;
  /** Times a few steps of the experiment on a scratch model; needs no images. `stop` ends it. */
  readonly estimate: Command<{ readonly experiment: Experiment }>;
}

/**
 * Random images of a split; `draw` selects which (the same split, seed and draw give the same
 * images).
 */
interface Draw {
  readonly split: SplitName;
  readonly count: number;
  readonly draw: number;
}

/** Calls that change nothing. They are also answered between two steps of a run. */
export interface Queries {
  /** Labelled images. */
  readonly samples: Returns<Draw, readonly Tile[]>;
  /** The same with the model's predictions. */
  readonly predictions: Returns<Draw, readonly Prediction[]>;
  /** Images of the last evaluation: at most `count` from `offset` on, of `total`. */
  readonly evaluatedImages: Returns<
    {
      readonly filter: ImageFilter;
      readonly order: ImageOrder;
      readonly offset: number;
      readonly count: number;
    },
    { readonly total: number; readonly images: readonly EvaluatedImage[] }
  >;
  /**
   * The last evaluation's predictions as CSV; `count`: for that many random images (`draw` selects
   * which), null: for all.
   */
  readonly predictionsCsv: Returns<{ readonly count: number | null; readonly draw: number }, Blob>;
  /** An image in the form that the model takes. */
  readonly networkInput: Returns<{ readonly split: SplitName; readonly index: number }, SquarePicture>;
  /** Converts the user's file to an image like those of the data set; needs no model. */
  readonly decodeUpload: Returns<{ readonly file: Blob }, UploadAnswer>;
  /** The model's prediction for such an image, 32 × 32 RGB. */
  readonly classify: Returns<{ readonly pixels: Uint8Array }, Classification>;
  /**
   * The first convolution's filters as RGB tiles; null if the filters before the first step are not
   * known.
   */
  readonly filters: Returns<{ readonly at: FiltersAt }, Filters | null>;
  /** A layer's feature maps for an image. */
  readonly maps: Returns<MapsAsk, FeatureMaps>;
  /** Which parts of an image are evidence for a class. */
  readonly gradCam: Returns<HeatAsk, Heat>;
  /** The distributions of every layer's values. */
  readonly distributions: Returns<object, Distributions>;
  /** A saved run's epochs. */
  readonly runHistory: Returns<{ readonly id: string }, RunRecord>;
}

export interface Calls extends Commands, Queries {}
export type CallName = keyof Calls;
export type CommandName = keyof Commands;
export type QueryName = keyof Queries;

/** A call as it is sent: its name is its `type`. */
export type Call<K extends CallName = CallName> = {
  readonly [N in K]: { readonly type: N } & Calls[N]['args'];
}[K];
export type CallResult<K extends CallName = CallName> = Calls[K]['result'];

/** How each of these calls is executed; one that fails throws or rejects. */
export type Handlers<Names extends CallName> = {
  readonly [N in Names]: (call: Call<N>) => Promise<CallResult<N>> | CallResult<N>;
};

/** Each call is answered by one `reply` event with the same id. */
export interface Envelope {
  readonly id: number;
  readonly call: Call;
}

/**
 * Sends one of these calls to the engine. Never rejects: a call that fails, or whose worker dies,
 * gets an error.
 */
type Sender<Names extends CallName> = <K extends Names>(
  call: Call<K>,
) => Promise<Result<CallResult<K>, EngineError>>;
export type Send = Sender<CallName>;
/** The same for the calls that change nothing. */
export type Ask = Sender<QueryName>;
