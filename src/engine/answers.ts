/**
 * Answers the page's queries (protocol/queries.ts). Answering changes nothing. Runs in the worker.
 */
import type { Archive } from '../storage/archive';
import type { Queries, Query, QueryAnswer, QueryKind } from '../protocol/queries';
import type { SplitLoader, ReadyData } from './core/data';
import { EngineFailure } from './core/errors';
import type { InspectTarget } from './core/trainState';
import { predictionsCsv, selectedImages } from './inspect/evaluationResults';
import { inputPreview } from './inspect/inputPreview';
import { decodeUpload } from './uploads/picture';
import { classify } from './uploads/classify';
import { distributionsOf, filters, heatOf, imageOf, mapsOf } from './inspect';
import { predictions, tiles } from './core/images';
import { runHistory } from './runs/runHistory';
import type { Session } from './session';

/** What the answers are computed from. */
export interface AnswerDeps {
  readonly data: SplitLoader;
  /** Throws `no-backend` if there is none. */
  readonly session: () => Session;
  /** Null if the browser cannot store runs. */
  readonly archive: () => Promise<Archive | null>;
}

/**
 * The data of the form's split, some of whose sheets may still be loading. Throws `data-not-ready`
 * if none has arrived yet.
 */
function someData({ data }: AnswerDeps): ReadyData {
  if (!data.partial) throw new EngineFailure('data-not-ready', 'The images are not here yet');
  return data.partial;
}

/** The model, once no program is being compiled. Rejects with `no-backend` or `no-model`. */
async function modelOf({ session }: AnswerDeps): Promise<InspectTarget> {
  await session().compiled;
  return session().inspectTarget();
}

type Answers = {
  readonly [K in QueryKind]: (
    query: Query<K>,
    deps: AnswerDeps,
  ) => Promise<Queries[K]['answer']> | Queries[K]['answer'];
};

const answers: Answers = {
  samples: (query, deps) => tiles(someData(deps), query),
  predictions: async (query, deps) => {
    const { model, data, scale } = await modelOf(deps);
    return predictions(data, model, scale, query);
  },
  evaluatedImages: (query, { session }) => selectedImages(session().evaluated(), query),
  predictionsCsv: ({ count, draw }, { session }) =>
    new Blob([predictionsCsv(session().evaluated(), count, draw)], { type: 'text/csv' }),
  networkInput: async ({ split, index }, deps) => {
    const { model, data, scale } = await modelOf(deps);
    return inputPreview(model, imageOf(data, { split, index }), scale);
  },
  decodeUpload: ({ file }) => decodeUpload(file),
  classify: async ({ pixels }, deps) => {
    const { model, scale } = await modelOf(deps);
    return classify(model, pixels, scale);
  },
  filters: async ({ at }, deps) => {
    const { model, initialSeed } = await modelOf(deps);
    return filters(model, at, initialSeed);
  },
  maps: async (query, deps) => mapsOf(await modelOf(deps), query),
  gradCam: async (query, deps) => heatOf(await modelOf(deps), query),
  distributions: async (_, deps) => distributionsOf(await modelOf(deps)),
  runHistory: async ({ id }, deps) => runHistory(await deps.archive(), id),
};

/** Answers one query. Rejects with an `EngineFailure` or with the device's error. */
export async function answerTo<K extends QueryKind>(query: Query<K>, deps: AnswerDeps): Promise<QueryAnswer> {
  const kind: K = query.kind;
  // TypeScript does not see that kind and value belong together.
  return { type: 'answer', kind, value: await answers[kind](query, deps) } as QueryAnswer;
}
