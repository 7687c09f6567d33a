/** Why the lab cannot import a file as a model. */
import type { ModelId } from '../experiment/schema';
import type { ModelDifference } from '../network';

export type ModelFileProblem =
  /** Not a format that the lab reads. */
  | 'not-a-model'
  /** Written by Keras before version 3, or in its older format. */
  | 'old-keras'
  | 'damaged'
  /** A file that `model.json` names was not picked. */
  | 'missing-shard'
  /** The lab does not offer some of its layers. */
  | 'not-offered'
  /** It is not one of the lab's networks. */
  | 'differs'
  /** Some values are not finite. */
  | 'not-finite';

/** `message` says where the problem is. Nothing was changed. */
export class ModelFileError extends Error {
  constructor(
    readonly problem: ModelFileProblem,
    detail: string,
    /** What differs from `closest`, layer by layer. */
    readonly differences: readonly ModelDifference[] = [],
    readonly closest: ModelId | null = null,
  ) {
    super(detail);
    this.name = 'ModelFileError';
  }
}
