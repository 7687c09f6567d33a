/** Differences in the page's words, in both languages. */
import { beforeEach, describe, expect, it } from 'vitest';
import { initI18n } from '../../../../src/i18n';
import { defaultExperiment as lab, experimentKeys, type Experiment } from '../../../../src/experiment/schema';
import { diffText, differenceText, type DiffWords } from '../../../../src/ui/explore/runs/diffWords';

let t: DiffWords;
const start = (language: 'en' | 'ko'): void => {
  t = initI18n(language).getFixedT(language, ['runs', 'train', 'help', 'lessons', 'common']);
};
const said = (change: Partial<Experiment>, from: Partial<Experiment> = {}): string =>
  diffText({ ...lab, ...from }, { ...lab, ...from, ...change }, t);

describe('in English', () => {
  beforeEach(() => start('en'));

  it.each<[Partial<Experiment>, string]>([
    [{ lr: 3e-4, flip: true }, 'lr 1e-4 → 3e-4, + flip'],
    [{ dropout: 0 }, '− dropout'],
    [{ dropout: 0.2, shift: 2, reduceLr: 3 }, '+ shift 2, dropout 0.5 → 0.2, + ReduceLROnPlateau 3'],
    [{ optimizer: 'momentum', momentum: 0.5 }, 'optimizer Adam → SGD with momentum, + momentum 0.5'],
    [{ model: 'lenet5', train: 2_000 }, 'network AlexNet 227 → LeNet-5, training images 40,000 → 2,000'],
    [{ norm: 'none', convs: 3 }, '− batch normalisation, convolutions 5 → 3'],
    [
      { norm: 'lrn', labels: 'shuffled' },
      'normalisation batch normalisation → response normalisation, labels true → shuffled',
    ],
    [{ seed: 12345 }, 'seed 42 → 12345'],
    [{ input: 99 }, ''],
  ])('%j: %s', (change, words) => {
    expect(said(change)).toBe(words);
  });

  it('what was switched off before has a plus', () => {
    expect(said({ flip: false, shift: 0 }, { flip: true, shift: 3 })).toBe('− flip, − shift');
    expect(said({ norm: 'batch' }, { norm: 'none' })).toBe('+ batch normalisation');
  });
});

it('names every field in Korean', () => {
  start('ko');
  expect(said({ lr: 3e-4, flip: true, dropout: 0 })).toBe('lr 1e-4 → 3e-4, + 뒤집기, − 드롭아웃');
  for (const field of experimentKeys)
    expect(differenceText({ field, from: lab[field], to: null }, t)).not.toMatch(/fields\.|undefined|null/);
});
