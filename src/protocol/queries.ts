/**
 * Questions of the page that change nothing: what each asks, and what it gets. They are answered between two steps of a run, too. Types
 * only. To add one: a line here, and its answer in engine/answers.ts.
 */
import type { Result } from '../lib/result';
import type { EngineError } from './errors';
import type { RunRecord } from './record';
import type { Filters, Prediction, Tile } from './images';

export type SplitName = 'train' | 'val' | 'test';

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
  /** The first convolution's filters as RGB tiles. */
  readonly filters: { readonly ask: object; readonly answer: Filters };
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
