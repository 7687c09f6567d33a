/** What the engine answers to each question of the page (protocol/queries.ts). Nothing is changed by it. Worker. */
import type { Archive } from '../checkpoint/archive';
import type { Query, QueryAnswer, QueryKind, Queries } from '../protocol/queries';
import type { SplitLoader, ReadyData } from './data';
import { EngineFailure } from './errors';
import type { Subject } from './held';
import { judgedCsv, judgedImages } from './judged';
import { seenBy } from './seen';
import { ownPicture } from './own/picture';
import { sight } from './own/sight';
import { distributionsOf, filters, heatOf, imageOf, mapsOf } from './inside';
import { predictions, tiles } from './pictures';
import { runHistory } from './runHistory';
import type { Session } from './session';

/** Where the answers are to be had. */
export interface Known {
  readonly data: SplitLoader;
  /** Throws `no-backend` where there is none. */
  readonly session: () => Session;
  /** Null where the browser keeps no runs. */
  readonly archive: () => Promise<Archive | null>;
}

/** Images of the form's split, of which some may still be on their way. Throws `data-not-ready` where none has come. */
function someData({ data }: Known): ReadyData {
  if (!data.partial) throw new EngineFailure('data-not-ready', 'The images are not here yet');
  return data.partial;
}

/** The model when no program is being made. Rejects with `no-backend`, `no-model`. */
async function modelOf({ session }: Known): Promise<Subject> {
  await session().compiled;
  return session().subject();
}

type Answers = {
  readonly [K in QueryKind]: (
    query: Query<K>,
    known: Known,
  ) => Promise<Queries[K]['answer']> | Queries[K]['answer'];
};

const answers: Answers = {
  samples: (query, known) => tiles(someData(known), query),
  predictions: async (query, known) => {
    const { model, data, scale } = await modelOf(known);
    return predictions(data, model, scale, query);
  },
  judged: (query, { session }) => judgedImages(session().evaluated(), query),
  judgedCsv: ({ count, draw }, { session }) =>
    new Blob([judgedCsv(session().evaluated(), count, draw)], { type: 'text/csv' }),
  networkInput: async ({ split, index }, known) => {
    const { model, data, scale } = await modelOf(known);
    return seenBy(model, imageOf(data, { split, index }), scale);
  },
  own: ({ file }) => ownPicture(file),
  sight: async ({ pixels }, known) => {
    const { model, scale } = await modelOf(known);
    return sight(model, pixels, scale);
  },
  filters: async ({ at }, known) => {
    const { model, initialSeed } = await modelOf(known);
    return filters(model, at, initialSeed);
  },
  maps: async (query, known) => mapsOf(await modelOf(known), query),
  gradCam: async (query, known) => heatOf(await modelOf(known), query),
  distributions: async (_, known) => distributionsOf(await modelOf(known)),
  runHistory: async ({ id }, known) => runHistory(await known.archive(), id),
};

/** Rejects with an `EngineFailure`, or as the device does. */
export async function answerTo<K extends QueryKind>(query: Query<K>, known: Known): Promise<QueryAnswer> {
  const kind: K = query.kind;
  // TypeScript does not see that kind and value belong together.
  return { type: 'answer', kind, value: await answers[kind](query, known) } as QueryAnswer;
}
