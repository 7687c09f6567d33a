/** Failures with a code that the page has words for. Worker. */
import { messageOf } from '../lib/result';
import type { EngineError } from '../protocol/events';
import { NotFiniteError } from '../training/epoch';

/** Thrown inside the engine; leaves it as an `EngineError`. */
export class EngineFailure extends Error {
  constructor(
    readonly code: EngineError['code'],
    detail: string,
  ) {
    super(detail);
    this.name = 'EngineFailure';
  }
}

/** Anything that was thrown, as the page takes it. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineFailure) return { code: thrown.code, detail: thrown.message };
  if (thrown instanceof NotFiniteError) return { code: 'not-finite', detail: thrown.message };
  return { code: 'internal', detail: messageOf(thrown) };
}
