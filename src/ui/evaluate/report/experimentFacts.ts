/**
 * An experiment as rows of a report: every field that has an effect, by its name in the address.
 * Pure.
 */
import { matters } from '../../../experiment/effect';
import {
  experimentKeys,
  stepsPerEpoch,
  type Experiment,
  type ExperimentKey,
} from '../../../experiment/schema';
import { count, learningRate } from '../../../lib/units';
import type { ReportT } from './document';

function textOf(experiment: Experiment, key: ExperimentKey, t: ReportT): string {
  const value = experiment[key];
  if (key === 'model') return t(`common:models.${experiment.model}`);
  if (key === 'lr') return learningRate(experiment.lr);
  if (key === 'batch')
    return t('report:steps', {
      count: stepsPerEpoch(experiment),
      batch: count(experiment.batch),
      steps: count(stepsPerEpoch(experiment)),
    });
  if (key === 'seed') return String(value);
  if (typeof value === 'boolean') return value ? '✓' : '✕';
  return typeof value === 'number' && Number.isInteger(value) ? count(value) : String(value);
}

export const experimentFacts = (experiment: Experiment, t: ReportT): [string, string][] =>
  experimentKeys.filter((key) => matters(experiment, key)).map((key) => [key, textOf(experiment, key, t)]);
