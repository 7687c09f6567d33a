/** Named experiments that a lesson starts from. Names and explanations are in the catalogues, under the same ids. */
import { defaultExperiment, type Experiment } from './schema';

export const presetIds = ['reference', 'lenet', 'small', 'first', 'original'] as const;
export type PresetId = (typeof presetIds)[number];

/** `first` is sized for a first look on a slow machine; `original` is the network of 2012. */
export const presets: Readonly<Record<PresetId, Experiment>> = {
  reference: defaultExperiment,
  lenet: { ...defaultExperiment, model: 'lenet5', lr: 1e-3 },
  small: { ...defaultExperiment, model: 'alexnet-small', lr: 3e-4, flip: true, shift: 2 },
  first: { ...defaultExperiment, model: 'lenet5', train: 2_000, val: 500, test: 500, epochs: 3, lr: 1e-3 },
  original: {
    ...defaultExperiment,
    model: 'alexnet2012',
    scale: 'standard',
    optimizer: 'momentum',
    lr: 1e-2,
  },
};
