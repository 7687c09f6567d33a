/**
 * Imports a model that was published with the page, as if the user had picked its file. Runs in the
 * worker or in Node.
 */
import { importTotal } from '../../formats/import';
import {
  defaultStallMs,
  download,
  globalFetch,
  type DownloadFailure,
  type Fetch,
} from '../../dataset/download';
import { sha256Hex } from '../../lib/hash';
import type { Call } from '../../protocol/calls';
import type { IncomingModel } from './imports';
import { newId } from './restore';

export type PublishedModel = Omit<Call<'import-published'>, 'type'>;

/** `message` names the file and what happened to it. */
export class DownloadError extends Error {
  constructor(
    readonly reason: DownloadFailure['reason'],
    detail: string,
  ) {
    super(detail);
    this.name = 'DownloadError';
  }
}

interface FetchOptions {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Called after every piece with its number of bytes. */
  readonly report: (bytes: number) => void;
}

/**
 * Fetches the file. Rejects with a `DownloadError` if it is not the published file, and with the
 * reason of `signal`.
 */
async function fetchPublished(
  { url, published }: PublishedModel,
  { fetch, signal, report }: FetchOptions,
): Promise<File> {
  let reported = 0;
  const got = await download(url, published, {
    fetch,
    digest: sha256Hex,
    signal,
    stallMs: defaultStallMs,
    // Asks the server whether the browser's copy is still current: a bad copy must not stay for
    // ever.
    cache: 'no-cache',
    onBytes: (received) => {
      report(received - reported);
      reported = received;
    },
  });
  if (!got.ok) throw new DownloadError(got.error.reason, `${url}: ${got.error.detail}`);
  return new File([got.value], published.file);
}

/**
 * If its id is taken, it gets one that begins with it, so that the run can still be recognised by
 * its id.
 */
export const incomingPublished = (model: PublishedModel, fetch: Fetch = globalFetch): IncomingModel => ({
  kind: 'trained',
  ids: [model.id, `${model.id}-${newId()}`],
  total: model.published.bytes + importTotal([{ size: model.published.bytes }]),
  open: async (signal, report) => [await fetchPublished(model, { fetch, signal, report })],
});
