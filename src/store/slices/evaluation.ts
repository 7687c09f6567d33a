/** Evaluations of the model, and predictions on display. Plain data. */
import type { SplitName } from '../../protocol/data';
import type { EvaluationReport, ModesReport, Prediction } from '../../protocol/evaluation';
import type { ImageProgress } from './run';

/** Result of an evaluation over a split. */
export interface Evaluation extends EvaluationReport {
  readonly split: SplitName;
}

/** Images with predictions. `epoch`: the epoch they were made after; null if drawn on request. */
export interface Gallery {
  readonly split: SplitName;
  readonly epoch: number | null;
  readonly predictions: readonly Prediction[];
}

export interface EvaluationSlice {
  readonly evaluating: ImageProgress | null;
  /** The last evaluation of the model in its current state. */
  readonly evaluation: Evaluation | null;
  /** The model as it is in training and in inference mode; null until that was asked for. */
  readonly modes: ModesReport | null;
  /** Predictions shown in Evaluate: drawn on request, or those of the last epoch. */
  readonly gallery: Gallery | null;
  /** The fixed draw of validation images, predicted after the last epoch. */
  readonly seesNow: Gallery | null;
}

export const initialEvaluation: EvaluationSlice = {
  evaluating: null,
  evaluation: null,
  modes: null,
  gallery: null,
  seesNow: null,
};
