/** Parts of the page's code that are loaded when they are first needed. */
import { messageOf } from './result';

/** One that did not come: there is no network, or another version of the page is on the server. */
export class MissingPartError extends Error {
  override readonly name = 'MissingPartError';
}

/** What `load`, a dynamic import, gives. Rejects with a `MissingPartError`, whose message is the browser's. */
export const part = <T>(load: () => Promise<T>): Promise<T> =>
  load().catch((thrown: unknown) => {
    throw new MissingPartError(messageOf(thrown), { cause: thrown });
  });
