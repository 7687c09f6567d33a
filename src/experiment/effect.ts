/** Which fields of an experiment have an effect on its run. Pure; imported by every side. */
import {
  defaultExperiment,
  experimentKeys,
  type Experiment,
  type ExperimentKey,
  type ModelId,
  type NormId,
} from './schema';

/** How activations are normalised. */
export type Norm = Exclude<NormId, 'own'>;

/** Each network's own normalisation. */
const ownNorm: Readonly<Record<ModelId, Norm>> = {
  alexnet: 'batch',
  alexnet2012: 'lrn',
  lenet5: 'none',
  'alexnet-small': 'batch',
};

/** The normalisation of the experiment's network; LeNet-5 never has one. */
export const normOf = ({ model, norm }: Pick<Experiment, 'model' | 'norm'>): Norm =>
  norm === 'own' || model === 'lenet5' ? ownNorm[model] : norm;

/** LeNet-5 cannot be varied: no dropout, no normalisation, two convolutions. */
const isAlexNet = ({ model }: Experiment): boolean => model !== 'lenet5';

/** Fields that only some experiments use, with the condition for using them. */
const conditions: { readonly [K in ExperimentKey]?: (experiment: Experiment) => boolean } = {
  input: ({ model }) => model === 'alexnet-small',
  momentum: ({ optimizer }) => optimizer === 'momentum',
  stepEvery: ({ schedule }) => schedule === 'step',
  stepFactor: ({ schedule }) => schedule === 'step',
  dropout: isAlexNet,
  norm: isAlexNet,
  convs: isAlexNet,
};

/** Whether a field has an effect on the experiment's run. */
export const matters = (experiment: Experiment, key: ExperimentKey): boolean =>
  conditions[key]?.(experiment) ?? true;

/**
 * The same run in one canonical form: fields without an effect are at their defaults, and the
 * normalisation is called by its name.
 */
export function effective(experiment: Experiment): Experiment {
  const idle = experimentKeys.filter((key) => !matters(experiment, key));
  const named = { ...experiment, norm: normOf(experiment) };
  return { ...named, ...Object.fromEntries(idle.map((key) => [key, defaultExperiment[key]])) };
}
