/**
 * The trained model that ships with the page in public/models/: what its file is, and which runs are it. Pure.
 * tests/checkpoint/import/trainedModel.test.ts writes trainedModel.json from the file, and holds it against the file.
 */
import type { ModelId } from '../experiment/schema';
import type { SavedRunReport } from '../protocol/events';
import type { LabState } from './state';
import manifest from './trainedModel.json';

interface TrainedModel {
  readonly file: string;
  readonly bytes: number;
  /** Of the file, lower-case hexadecimal. */
  readonly sha256: string;
  readonly model: ModelId;
  readonly epochs: number;
  /** After its last epoch. */
  readonly valAcc: number;
}

export const trainedModel = manifest as TrainedModel;

/** Its run has this id, or one that begins with it where this one was taken. Of another file it is another. */
export const trainedModelId = `trained-${trainedModel.sha256.slice(0, 16)}`;

/** The saved run that is this model as it came; null if there is none. One that was trained further is another model. */
export const savedTrainedModel = ({ runs }: Pick<LabState, 'runs'>): SavedRunReport | null =>
  runs?.runs.find(
    ({ id, epochs, stepInEpoch }) =>
      id.startsWith(trainedModelId) && epochs === trainedModel.epochs && stepInEpoch === 0,
  ) ?? null;

/** Whether the model at hand is this one as it came. */
export const isTrainedModel = ({ hasModel, run }: Pick<LabState, 'hasModel' | 'run'>): boolean =>
  hasModel &&
  run?.report?.end === 'opened' &&
  run.id.startsWith(trainedModelId) &&
  run.report.steps === trainedModel.epochs * run.stepsPerEpoch;
