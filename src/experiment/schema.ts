/**
 * One experiment as plain JSON: everything that decides the numbers of a run, with ranges and
 * defaults. Knows no tfjs, no DOM; imported by every side.
 */
import { z } from 'zod';
import { testImages, trainImages } from '../lib/cifar10';

export const modelIds = ['alexnet', 'alexnet2012', 'lenet5', 'alexnet-small'] as const;
export const optimizerIds = ['sgd', 'momentum', 'adam'] as const;
export const scheduleIds = ['constant', 'step', 'cosine'] as const;
/** `own`: the network's own normalisation; `lrn`: local response normalisation. */
export const normIds = ['own', 'batch', 'lrn', 'none'] as const;
export const backendIds = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

export type ModelId = (typeof modelIds)[number];
export type OptimizerId = (typeof optimizerIds)[number];
export type ScheduleId = (typeof scheduleIds)[number];
export type NormId = (typeof normIds)[number];
export type BackendId = (typeof backendIds)[number];

const integer = (low: number, high: number) => z.number().int().min(low).max(high);

/** The lowest learning rate that an experiment may have. */
export const minRate = 1e-8;

/** Longest name of a run, in characters. */
export const maxNameLength = 200;

/** Every field of an experiment. The key is also the URL parameter's name. */
export const experimentFields = {
  /**
   * Network: AlexNet as the lab builds it, AlexNet as published in 2012, LeNet-5, AlexNet's layers
   * on smaller images.
   */
  model: z.enum(modelIds).default('alexnet'),
  /**
   * Input side in pixels, used by `alexnet-small` alone (67 is the smallest that survives three 3/2
   * pools).
   */
  input: integer(67, 227).default(67),
  /** Images to train on, from CIFAR-10's 50 000 training images. */
  train: integer(1, trainImages).default(40_000),
  /** Images to validate on, from the same 50 000, disjoint from `train`. */
  val: integer(1, trainImages).default(10_000),
  /** Images to test on, from CIFAR-10's 10 000 test images. */
  test: integer(1, testImages).default(10_000),
  epochs: integer(1, 1_000).default(10),
  /**
   * Images in one step. The same in every step: the rest of an epoch is dropped (the shuffle makes
   * it differ each time).
   */
  batch: integer(1, 1_024).default(64),
  optimizer: z.enum(optimizerIds).default('adam'),
  /** Initial learning rate. */
  lr: z.number().min(minRate).max(10).default(1e-4),
  /** Momentum coefficient, used by `momentum` alone. */
  momentum: z.number().min(0).max(0.9999).default(0.9),
  /**
   * Learning rate over the epochs: constant, × `stepFactor` every `stepEvery` epochs, or half a
   * cosine down to 0.
   */
  schedule: z.enum(scheduleIds).default('constant'),
  stepEvery: integer(1, 1_000).default(5),
  stepFactor: z.number().min(0.001).max(1).default(0.1),
  /** Mirrors half of the training images, left to right. */
  flip: z.boolean().default(false),
  /** Moves each training image by up to this many pixels of 32, in both directions. */
  shift: integer(0, 8).default(0),
  /** `unit`: pixels / 255. `standard`: then minus the channel's mean, divided by its deviation. */
  scale: z.enum(['unit', 'standard']).default('unit'),
  /** Dropout rate of the networks that have dropout. */
  dropout: z.number().min(0).max(0.95).default(0.5),
  /** Normalisation of the AlexNets: their own, or another instead. LeNet-5 has none. */
  norm: z.enum(normIds).default('own'),
  /**
   * Convolutions of the AlexNets: with 4 the fourth is left out, with 3 also the third, with 2 also
   * the fifth.
   */
  convs: integer(2, 5).default(5),
  /**
   * Stops after this many epochs without a better val_loss and restores the best weights; 0: never.
   */
  earlyStopping: integer(0, 1_000).default(0),
  /**
   * Multiplies the learning rate by 0.1 after this many epochs without a better val_loss; 0: never.
   */
  reduceLr: integer(0, 1_000).default(0),
  /**
   * `shuffled` permutes the labels among the training images: a negative control, in which nothing
   * can be learnt.
   */
  labels: z.enum(['true', 'shuffled']).default('true'),
  /**
   * Puts validation images among the training images on purpose, to demonstrate what a leak does to
   * val_loss and val_accuracy.
   */
  leak: z.boolean().default(false),
  /** Fixes initial weights, split, shuffle, dropout and augmentation. */
  seed: integer(0, 0xffff_ffff).default(42),
} as const;

/**
 * What a field decides. `weights`: the shapes of the network's weights; `layers`: the rest of its
 * list of layers; `pixels`: how an image is scaled; `split`: which images; `labels`: their labels;
 * `batches`: what a step gets; `optimizer`: what the optimizer keeps; `course`: how the run
 * proceeds from there.
 */
export type Decides =
  'weights' | 'layers' | 'pixels' | 'split' | 'labels' | 'batches' | 'optimizer' | 'course';

/** `keys.ts` builds the keys from it. */
export const decides: Readonly<Record<keyof typeof experimentFields, Decides>> = {
  model: 'weights',
  input: 'weights',
  train: 'split',
  val: 'split',
  test: 'split',
  epochs: 'course',
  batch: 'batches',
  optimizer: 'optimizer',
  lr: 'course',
  momentum: 'optimizer',
  schedule: 'course',
  stepEvery: 'course',
  stepFactor: 'course',
  flip: 'batches',
  shift: 'batches',
  scale: 'pixels',
  dropout: 'layers',
  norm: 'weights',
  convs: 'weights',
  earlyStopping: 'course',
  reduceLr: 'course',
  labels: 'labels',
  leak: 'split',
  seed: 'split',
};

/** The fields together, with the rules between them. Issues name the field that breaks a rule. */
export const experimentSchema = z
  .object(experimentFields)
  .refine((e) => e.train + e.val <= trainImages, {
    path: ['val'],
    message: 'train + val must not exceed 50 000',
  })
  .refine((e) => e.batch <= e.train, { path: ['batch'], message: 'batch must not exceed train' });

export type Experiment = Readonly<z.infer<typeof experimentSchema>>;
export type ExperimentKey = keyof Experiment;

/** In the schema's order, which is also that of an address. */
export const experimentKeys = Object.keys(experimentFields) as readonly ExperimentKey[];

/** The reference lab: AlexNet-227, 40 000 / 10 000 / 10 000, 10 epochs of 625 steps. */
export const defaultExperiment: Experiment = experimentSchema.parse({});

/** How many validation images are trained on too: at most as many as there are training images. */
export const leakedImages = ({
  leak = false,
  train,
  val,
}: Pick<Experiment, 'train' | 'val'> & Partial<Pick<Experiment, 'leak'>>): number =>
  leak ? Math.min(train, val) : 0;

/** Whole steps in one epoch: floor(train / batch). */
export const stepsPerEpoch = (e: Experiment): number => Math.floor(e.train / e.batch);

/** The groups of the form; a link's `lock` names each by one word. */
export const fieldGroups = {
  network: ['model', 'input', 'dropout', 'norm', 'convs'],
  learning: ['optimizer', 'lr', 'momentum', 'schedule', 'stepEvery', 'stepFactor', 'batch', 'epochs'],
  images: ['train', 'val', 'test', 'flip', 'shift', 'scale', 'labels', 'leak'],
  run: ['earlyStopping', 'reduceLr', 'seed'],
} as const satisfies Record<string, readonly ExperimentKey[]>;
export type FieldGroup = keyof typeof fieldGroups;
