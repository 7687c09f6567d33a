/** A model that was published with the page, on its way in as if its file had been picked. Worker or Node. */
import { importTotal } from '../checkpoint/import';
import { defaultStallMs, download, globalFetch, type DownloadFailure, type Fetch } from '../dataset/download';
import { sha256Hex } from '../lib/hash';
import type { Command } from '../protocol/commands';
import type { IncomingModel } from './imports';
import { newId } from './restore';

export type PublishedModel = Omit<Extract<Command, { type: 'import-published' }>, 'type'>;

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
  /** Told after every piece, with its bytes. */
  readonly tell: (bytes: number) => void;
}

/** Rejects with a `DownloadError` where the file did not come as it was published, and with the reason of `signal`. */
async function fetchPublished(
  { url, published }: PublishedModel,
  { fetch, signal, tell }: FetchOptions,
): Promise<File> {
  let told = 0;
  const got = await download(url, published, {
    fetch,
    digest: sha256Hex,
    signal,
    stallMs: defaultStallMs,
    // The server is asked whether the browser's copy is still the file: a bad one must not stay for ever.
    cache: 'no-cache',
    onBytes: (received) => {
      tell(received - told);
      told = received;
    },
  });
  if (!got.ok) throw new DownloadError(got.error.reason, `${url}: ${got.error.detail}`);
  return new File([got.value], published.file);
}

/** Where its id is taken, it gets one that begins with it: whoever knows the id knows the run by it. */
export const incomingPublished = (model: PublishedModel, fetch: Fetch = globalFetch): IncomingModel => ({
  kind: 'trained',
  ids: [model.id, `${model.id}-${newId()}`],
  total: model.published.bytes + importTotal([{ size: model.published.bytes }]),
  open: async (signal, tell) => [await fetchPublished(model, { fetch, signal, tell })],
});
