/** What of an experiment has an effect on its run. Pure; imported by every side. */
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

/** What each network has of its own. */
const ownNorm: Readonly<Record<ModelId, Norm>> = {
  alexnet: 'batch',
  alexnet2012: 'lrn',
  lenet5: 'none',
  'alexnet-small': 'batch',
};

/** The normalisation of the experiment's network; LeNet-5 has none, whatever is asked for. */
export const normOf = ({ model, norm }: Pick<Experiment, 'model' | 'norm'>): Norm =>
  norm === 'own' || model === 'lenet5' ? ownNorm[model] : norm;

/** LeNet-5 is what it is: without dropout, without normalisation, with two convolutions. */
const isAlexNet = ({ model }: Experiment): boolean => model !== 'lenet5';

/** Fields that some experiments do not use, and which ones do. */
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

/** The same run in one way of writing it: what has no effect is at its default, and the normalisation is called by its name. */
export function effective(experiment: Experiment): Experiment {
  const idle = experimentKeys.filter((key) => !matters(experiment, key));
  const named = { ...experiment, norm: normOf(experiment) };
  return { ...named, ...Object.fromEntries(idle.map((key) => [key, defaultExperiment[key]])) };
}
