/** Failures with a code that the page has words for. Worker. */
import { SnapshotError } from '../checkpoint/format';
import { messageOf } from '../lib/result';
import type { EngineError } from '../protocol/events';
import { NotFiniteError } from '../training/scan';

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
  if (thrown instanceof SnapshotError) return { code: 'snapshot-failed', detail: thrown.message };
  if (thrown instanceof NotFiniteError)
    return { code: 'not-finite', detail: thrown.message, divergence: thrown.divergence };
  return { code: 'internal', detail: messageOf(thrown) };
}
