/** Failures with a code for which the page has a message. Runs in the worker. */
import { SnapshotError } from '../../storage/snapshotFormat';
import { messageOf } from '../../lib/result';
import type { EngineError } from '../../protocol/errors';
import { NotFiniteError } from '../../training/scan';

/** Thrown inside the engine; reaches the page as an `EngineError`. */
export class EngineFailure extends Error {
  constructor(
    readonly code: EngineError['code'],
    detail: string,
  ) {
    super(detail);
    this.name = 'EngineFailure';
  }
}

/** Converts anything that was thrown into the error that the page receives. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineFailure) return { code: thrown.code, detail: thrown.message };
  if (thrown instanceof SnapshotError) return { code: 'snapshot-failed', detail: thrown.message };
  if (thrown instanceof NotFiniteError)
    return { code: 'not-finite', detail: thrown.message, divergence: thrown.divergence };
  return { code: 'internal', detail: messageOf(thrown) };
}
