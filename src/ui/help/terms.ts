/**
 * The terms of the glossary, and where on the page each is used. The texts are in the catalogues,
 * under the same ids.
 */
import type { Address } from '../shared';

export const terms = {
  accuracy: 'evaluate/result',
  activation: 'model',
  adam: 'train',
  augmentation: 'train',
  backend: 'train',
  backpropagation: 'train',
  batch: 'train',
  batchNorm: 'model',
  bias: 'model',
  calibration: 'evaluate/classes',
  channel: 'model',
  confusionMatrix: 'evaluate/classes',
  convolution: 'model',
  crossEntropy: 'train',
  deadRelu: 'explore/numbers',
  denseLayer: 'model',
  dropout: 'model',
  earlyStopping: 'train',
  epoch: 'train',
  f1: 'evaluate/classes',
  featureMap: 'explore/layers',
  filter: 'explore/layers',
  flatten: 'model',
  gradCam: 'explore/layers',
  gradient: 'train',
  learningRate: 'train',
  logits: 'evaluate/images',
  loss: 'train',
  lrn: 'model',
  momentum: 'train',
  optimizer: 'train',
  overfitting: 'train',
  padding: 'model',
  parameter: 'model',
  pooling: 'model',
  precision: 'evaluate/classes',
  recall: 'evaluate/classes',
  receptiveField: 'model',
  relu: 'model',
  samePadding: 'model',
  schedule: 'train',
  seed: 'train',
  snapshot: 'train',
  softmax: 'evaluate',
  split: 'data',
  step: 'train',
  stride: 'model',
  tensor: 'model',
  testSet: 'evaluate',
  validation: 'train',
  webgpu: 'train',
} as const satisfies Record<string, Address>;

export type TermId = keyof typeof terms;
export const termIds = Object.keys(terms) as TermId[];

/** An entry with its texts. */
export interface Entry {
  readonly id: TermId;
  readonly name: string;
  readonly text: string;
}

/** A text without case and accents, which a search ignores. */
const folded = (text: string, language: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .normalize('NFC')
    .toLocaleLowerCase(language);

/**
 * The entries that contain every word of the search in their name or text, in the language's
 * alphabetical order.
 */
export function findEntries(entries: readonly Entry[], search: string, language: string): Entry[] {
  const words = folded(search, language)
    .split(/\s+/)
    .filter((word) => word !== '');
  const { compare } = new Intl.Collator(language);
  return entries
    .filter(({ name, text }) => words.every((word) => folded(`${name} ${text}`, language).includes(word)))
    .toSorted((a, b) => compare(a.name, b.name));
}
