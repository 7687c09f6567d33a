/**
 * Questions of the page that change nothing: what each asks, and what it gets. They are answered between two steps of a run, too. Types
 * only. To add one: a line here, and its answer in engine/answers.ts.
 */
import type { Result } from '../lib/result';
import type { EngineError } from './errors';
import type {
  Filters,
  FiltersAt,
  JudgedFilter,
  JudgedImage,
  JudgedOrder,
  SquarePicture,
  Prediction,
  SplitName,
  Tile,
} from './images';
import type { OwnAnswer, Sight } from './own';
import type { Distributions, HeatAsk, MapsAsk } from './inside';
import type { FeatureMaps, Heat } from '../training/logs';
import type { RunRecord } from './record';

export type { SplitName };

/** Random images of a split; `draw` picks which (same split, seed and draw: the same images). */
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
  /** Images of the last evaluation, those from `offset` on, at most `count`, of `total`. */
  readonly judged: {
    readonly ask: {
      readonly filter: JudgedFilter;
      readonly order: JudgedOrder;
      readonly offset: number;
      readonly count: number;
    };
    readonly answer: { readonly total: number; readonly images: readonly JudgedImage[] };
  };
  /** The last evaluation's predictions as CSV; `count`: of so many random images (`draw` picks which), null: of all. */
  readonly judgedCsv: {
    readonly ask: { readonly count: number | null; readonly draw: number };
    readonly answer: Blob;
  };
  /** An image as the model takes it in. */
  readonly networkInput: {
    readonly ask: { readonly split: SplitName; readonly index: number };
    readonly answer: SquarePicture;
  };
  /** A file that a person gives, as an image of the data set's kind; needs no model. */
  readonly own: { readonly ask: { readonly file: Blob }; readonly answer: OwnAnswer };
  /** What the model makes of such an image, 32 × 32 RGB. */
  readonly sight: { readonly ask: { readonly pixels: Uint8Array }; readonly answer: Sight };
  /** The first convolution's filters as RGB tiles; null where it is not known what they were before the first step. */
  readonly filters: { readonly ask: { readonly at: FiltersAt }; readonly answer: Filters | null };
  /** What a layer makes of an image. */
  readonly maps: { readonly ask: MapsAsk; readonly answer: FeatureMaps };
  /** Which places of an image speak for a class. */
  readonly gradCam: { readonly ask: HeatAsk; readonly answer: Heat };
  /** What the numbers of every layer are like. */
  readonly distributions: { readonly ask: object; readonly answer: Distributions };
  /** A saved run's epochs. */
  readonly runHistory: { readonly ask: { readonly id: string }; readonly answer: RunRecord };
}

export type QueryKind = keyof Queries;

/** A question as it travels. */
export type Query<K extends QueryKind = QueryKind> = {
  readonly [Q in K]: { readonly kind: Q } & Queries[Q]['ask'];
}[K];

/** Its answer as it travels. */
export type QueryAnswer<K extends QueryKind = QueryKind> = {
  readonly [Q in K]: { readonly type: 'answer'; readonly kind: Q; readonly value: Queries[Q]['answer'] };
}[K];

/** Asks the engine. Never rejects: a question that has no answer now, or whose worker dies, gets an error. */
export type Ask = <K extends QueryKind>(
  query: Query<K>,
) => Promise<Result<Queries[K]['answer'], EngineError>>;
