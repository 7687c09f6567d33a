/** Parts of the page's code that are loaded when they are first needed. */
import { messageOf } from './result';

/**
 * Thrown if a part cannot be loaded: there is no network, or the server has another version of the
 * page.
 */
export class MissingPartError extends Error {
  override readonly name = 'MissingPartError';
}

/**
 * Wraps `load`, a dynamic import, so that it rejects with a `MissingPartError` that has the
 * browser's message.
 */
export function lazyPart<T>(load: () => Promise<T>): () => Promise<T> {
  return () =>
    load().catch((thrown: unknown) => {
      throw new MissingPartError(messageOf(thrown), { cause: thrown });
    });
}
