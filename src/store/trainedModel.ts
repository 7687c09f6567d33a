/**
 * The trained model that ships with the page in public/models/: facts about its file, and how to
 * recognise its runs. Pure. tests/formats/trainedModel.test.ts writes trainedModel.json from the
 * file, and compares it with the file.
 */
import type { ModelId } from '../experiment/schema';
import type { SavedRunReport } from '../protocol/run';
import type { LabState } from './state';
import manifest from './trainedModel.json';

interface TrainedModel {
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the file, lower-case hexadecimal. */
  readonly sha256: string;
  readonly model: ModelId;
  readonly epochs: number;
  /** Validation accuracy after its last epoch. */
  readonly valAcc: number;
}

export const trainedModel = manifest as TrainedModel;

/**
 * The id of its run, or the beginning of it where the id was taken. Another file gives another id.
 */
export const trainedModelId = `trained-${trainedModel.sha256.slice(0, 16)}`;

/**
 * The saved run of this model, unchanged; null if there is none. Trained further, it is another
 * model.
 */
export const savedTrainedModel = ({ runs }: Pick<LabState, 'runs'>): SavedRunReport | null =>
  runs?.runs.find(
    ({ id, epochs, stepInEpoch }) =>
      id.startsWith(trainedModelId) && epochs === trainedModel.epochs && stepInEpoch === 0,
  ) ?? null;

/** Whether the loaded model is this one, unchanged. */
export const isTrainedModel = ({ hasModel, run }: Pick<LabState, 'hasModel' | 'run'>): boolean =>
  hasModel &&
  run?.report?.end === 'opened' &&
  run.id.startsWith(trainedModelId) &&
  run.report.steps === trainedModel.epochs * run.stepsPerEpoch;
