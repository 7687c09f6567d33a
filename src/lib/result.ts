/**
 * Ok/Err values for outcomes that a caller must handle, and the exhaustive-switch guard. Pure;
 * imports nothing.
 */

/** Either a value or a reason; never both. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Wraps a success. */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

/** Wraps a failure. */
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/**
 * For the `default` of a switch over a union: a forgotten case is then a type error. Throws if
 * reached.
 */
export function never(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
