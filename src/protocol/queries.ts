/**
 * The page's queries, which change nothing: what each asks, and what it returns. They are also
 * answered between two steps of a run. Types only. To add one: a line here, and its answer in
 * engine/answers.ts.
 */
import type { Result } from '../lib/result';
import type { SplitName, SquarePicture, Tile } from './data';
import type { EngineError } from './errors';
import type { ImageFilter, EvaluatedImage, ImageOrder, Prediction } from './evaluation';
import type { Distributions, FeatureMaps, Filters, FiltersAt, Heat, HeatAsk, MapsAsk } from './inspection';
import type { RunRecord } from './run';
import type { UploadAnswer, Classification } from './uploads';

/**
 * Random images of a split; `draw` selects which (the same split, seed and draw give the same
 * images).
 */
interface Draw {
  readonly split: SplitName;
  readonly count: number;
  readonly draw: number;
}

export interface Queries {
  /** Labelled images. */
  readonly samples: { readonly ask: Draw; readonly answer: readonly Tile[] };
  /** The same with the model's predictions. */
  readonly predictions: { readonly ask: Draw; readonly answer: readonly Prediction[] };
  /** Images of the last evaluation: at most `count` from `offset` on, of `total`. */
  readonly evaluatedImages: {
    readonly ask: {
      readonly filter: ImageFilter;
      readonly order: ImageOrder;
      readonly offset: number;
      readonly count: number;
    };
    readonly answer: { readonly total: number; readonly images: readonly EvaluatedImage[] };
  };
  /**
   * The last evaluation's predictions as CSV; `count`: for that many random images (`draw` selects
   * which), null: for all.
   */
  readonly predictionsCsv: {
    readonly ask: { readonly count: number | null; readonly draw: number };
    readonly answer: Blob;
  };
  /** An image in the form that the model takes. */
  readonly networkInput: {
    readonly ask: { readonly split: SplitName; readonly index: number };
    readonly answer: SquarePicture;
  };
  /** Converts the user's file to an image like those of the data set; needs no model. */
  readonly decodeUpload: { readonly ask: { readonly file: Blob }; readonly answer: UploadAnswer };
  /** The model's prediction for such an image, 32 × 32 RGB. */
  readonly classify: { readonly ask: { readonly pixels: Uint8Array }; readonly answer: Classification };
  /**
   * The first convolution's filters as RGB tiles; null if the filters before the first step are not
   * known.
   */
  readonly filters: { readonly ask: { readonly at: FiltersAt }; readonly answer: Filters | null };
  /** A layer's feature maps for an image. */
  readonly maps: { readonly ask: MapsAsk; readonly answer: FeatureMaps };
  /** Which parts of an image are evidence for a class. */
  readonly gradCam: { readonly ask: HeatAsk; readonly answer: Heat };
  /** The distributions of every layer's values. */
  readonly distributions: { readonly ask: object; readonly answer: Distributions };
  /** A saved run's epochs. */
  readonly runHistory: { readonly ask: { readonly id: string }; readonly answer: RunRecord };
}

export type QueryKind = keyof Queries;

/** A query as it is sent. */
export type Query<K extends QueryKind = QueryKind> = {
  readonly [Q in K]: { readonly kind: Q } & Queries[Q]['ask'];
}[K];

/** Its answer as it is sent. */
export type QueryAnswer<K extends QueryKind = QueryKind> = {
  readonly [Q in K]: { readonly type: 'answer'; readonly kind: Q; readonly value: Queries[Q]['answer'] };
}[K];

/**
 * Sends a query to the engine. Never rejects: a query that cannot be answered now, or whose worker
 * dies, gets an error.
 */
export type Ask = <K extends QueryKind>(
  query: Query<K>,
) => Promise<Result<Queries[K]['answer'], EngineError>>;
