/** Differences in the page's words, in both languages. */
import { beforeEach, describe, expect, it } from 'vitest';
import { initI18n } from '../../../src/app/i18n';
import { defaultExperiment as lab, experimentKeys, type Experiment } from '../../../src/experiment/schema';
import { Outcomes } from '../../../src/panels/runs/Outcomes';
import { diffText, differenceText, type DiffWords } from '../../../src/panels/runs/diffWords';
import { recordOf } from '../../../src/engine/runHistory';
import { renderPanel, textOf } from '../../helpers/render';

let t: DiffWords;
const start = (language: 'en' | 'ko'): void => {
  t = initI18n(language).getFixedT(language, ['runs', 'train', 'lessons', 'common']);
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
    [{ norm: 'lrn', labels: 'shuffled' }, 'normalisation batch normalisation → response normalisation, labels true → shuffled'],
    [{ seed: 12345 }, 'seed 42 → 12345'],
    [{ input: 99 }, ''],
  ])('%j: %s', (change, words) => {
    expect(said(change)).toBe(words);
  }); // prettier-ignore

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

it('stands beside the outcomes, against the first', () => {
  const run = (label: string, change: Partial<Experiment>) => ({
    mark: label.slice(0, 1), label, colour: '#000', experiment: { ...lab, ...change }, record: recordOf(label, []),
  }); // prettier-ignore
  const html = renderPanel(() =>
    Outcomes({ runs: [run('1 · a', {}), run('2 · b', { lr: 1e-2 }), run('3 · c', { input: 99 })] }),
  );
  for (const words of ['1 · a the first', '2 · b lr 1e-4 → 0.01', '3 · c the same experiment'])
    expect(textOf(html)).toContain(words);
});
