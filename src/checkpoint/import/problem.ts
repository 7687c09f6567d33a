/** Why a file is no model that the lab can take in. */
import type { ModelId } from '../../experiment/schema';
import type { ModelDifference } from '../../network';

export type ModelFileProblem =
  /** No format that is read here. */
  | 'not-a-model'
  /** Written by a Keras before 3, or in its older format. */
  | 'old-keras'
  | 'damaged'
  /** A file that `model.json` names was not picked. */
  | 'missing-shard'
  /** It has layers that the lab does not offer. */
  | 'not-offered'
  /** It is none of the lab's networks. */
  | 'differs'
  /** Values that are not finite. */
  | 'not-finite';

/** `message` names the place. Nothing was changed. */
export class ModelFileError extends Error {
  constructor(
    readonly problem: ModelFileProblem,
    detail: string,
    /** What is not as in `closest`, layer by layer. */
    readonly differences: readonly ModelDifference[] = [],
    readonly closest: ModelId | null = null,
  ) {
    super(detail);
    this.name = 'ModelFileError';
  }
}
