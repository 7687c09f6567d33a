/** Parts of the page's code that are loaded when they are first needed, or all of them when they can be had. */
import { messageOf } from './result';

/** One that did not come: there is no network, or another version of the page is on the server. */
export class MissingPartError extends Error {
  override readonly name = 'MissingPartError';
}

const parts: (() => Promise<unknown>)[] = [];

/**
 * `load`, a dynamic import, as it is to be called: rejects with a `MissingPartError`, whose message is the
 * browser's. To be made once a part, where its module begins.
 */
export function lazyPart<T>(load: () => Promise<T>): () => Promise<T> {
  const loadPart = (): Promise<T> =>
    load().catch((thrown: unknown) => {
      throw new MissingPartError(messageOf(thrown), { cause: thrown });
    });
  parts.push(loadPart);
  return loadPart;
}

/** Loads all parts of this thread's code; one that does not come is asked for again when it is needed. */
export async function loadParts(): Promise<void> {
  await Promise.allSettled(parts.map((load) => load()));
}
