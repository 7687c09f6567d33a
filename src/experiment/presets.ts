/**
 * Named experiments for a lesson to start from. Names and explanations are in the catalogues, under
 * the same ids.
 */
import { configDiff } from './diff';
import { defaultExperiment, type Experiment } from './schema';

export const presetIds = ['reference', 'lenet', 'small', 'first', 'original'] as const;
export type PresetId = (typeof presetIds)[number];

/** `first` is sized for a first try on a slow machine; `original` is the network of 2012. */
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

/**
 * Lessons: each changes one thing of the first, with which it is compared; `leak` is compared with
 * `no-dropout`.
 */
export const lessonIds = ['base', 'few-layers', 'no-norm', 'high-rate', 'no-dropout', 'lrn', 'leak'] as const;
export type LessonId = (typeof lessonIds)[number];

/**
 * `small`: one to a few minutes with the CPU engine; `lab`: the reference lab, for a GPU: hours on
 * a CPU.
 */
export const lessonSizes = ['small', 'lab'] as const;
export type LessonSize = (typeof lessonSizes)[number];

const bases: Readonly<Record<LessonSize, Experiment>> = {
  small: {
    ...defaultExperiment,
    model: 'alexnet-small',
    train: 1_000,
    val: 250,
    test: 500,
    batch: 16,
    epochs: 8,
  },
  lab: defaultExperiment,
};

const lessonChanges: Readonly<Record<LessonId, Partial<Experiment>>> = {
  base: {},
  'few-layers': { convs: 2 },
  'no-norm': { norm: 'none' },
  'high-rate': { lr: 1e-2 },
  'no-dropout': { dropout: 0 },
  lrn: { norm: 'lrn' },
  leak: { leak: true, dropout: 0 },
};

/** The experiment of a lesson. */
export const lessonOf = (id: LessonId, size: LessonSize): Experiment => ({
  ...bases[size],
  ...lessonChanges[id],
});

/** The lesson whose fields with an effect all match the experiment's; null if there is none. */
export function lessonFor(
  experiment: Experiment,
): { readonly id: LessonId; readonly size: LessonSize } | null {
  for (const size of lessonSizes)
    for (const id of lessonIds)
      if (configDiff(lessonOf(id, size), experiment).length === 0) return { id, size };
  return null;
}
