/**
 * Answers the page's queries (protocol/calls.ts). Answering changes nothing. Runs in the worker.
 */
import type { Archive } from '../storage/archive';
import type { Handlers, QueryName } from '../protocol/calls';
import type { SplitLoader, ReadyData } from './core/data';
import { EngineFailure } from './core/errors';
import type { InspectTarget } from './core/trainState';
import { knownProbabilities, predictionsCsv, selectedImages } from './inspect/evaluationResults';
import { inputPreview } from './inspect/inputPreview';
import { decodeUpload } from './uploads/picture';
import { classify } from './uploads/classify';
import { distributionsOf, filters, heatOf, imageOf, mapsOf } from './inspect';
import { predictions, tiles } from './core/images';
import { probabilities } from '../training/evaluate';
import { runHistory } from './runs/runHistory';
import type { Session } from './session';

/** What the answers are computed from. */
export interface AnswerDeps {
  /** Throws `bad-command` before the engine was started. */
  readonly data: () => SplitLoader;
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
  const { partial } = data();
  if (!partial) throw new EngineFailure('data-not-ready', 'The images are not here yet');
  return partial;
}

/** The model, once no program is being compiled. Rejects with `no-backend` or `no-model`. */
async function modelOf({ session }: AnswerDeps): Promise<InspectTarget> {
  await session().compiled;
  return session().inspectTarget();
}

/** The handlers reject with an `EngineFailure` or with the device's error. */
export const queryHandlers = (deps: AnswerDeps): Handlers<QueryName> => ({
  samples: (query) => tiles(someData(deps), query),
  predictions: async (query) => {
    const { model, data, scale } = await modelOf(deps);
    // After an evaluation the worker has every image's probabilities.
    const { results } = deps.session();
    return predictions(
      data,
      query,
      async (batch, indices) =>
        knownProbabilities(results, query.split, indices) ?? probabilities(model, batch, scale),
    );
  },
  evaluatedImages: (query) => selectedImages(deps.session().evaluated(), query),
  predictionsCsv: ({ count, draw }) =>
    new Blob([predictionsCsv(deps.session().evaluated(), count, draw)], { type: 'text/csv' }),
  networkInput: async ({ split, index }) => {
    const { model, data, scale } = await modelOf(deps);
    return inputPreview(model, imageOf(data, { split, index }), scale);
  },
  decodeUpload: ({ file }) => decodeUpload(file),
  classify: async ({ pixels }) => {
    const { model, scale } = await modelOf(deps);
    return classify(model, pixels, scale);
  },
  filters: async ({ at }) => {
    const { model, initialSeed } = await modelOf(deps);
    return filters(model, at, initialSeed);
  },
  maps: async (query) => mapsOf(await modelOf(deps), query),
  gradCam: async (query) => heatOf(await modelOf(deps), query),
  distributions: async () => distributionsOf(await modelOf(deps)),
  runHistory: async ({ id }) => runHistory(await deps.archive(), id),
});
