/** Every field of the experiment has its help at the point of use: words in both languages, formula, Keras's name, source. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/app/catalogues/en';
import { ko } from '../../../src/app/catalogues/ko';
import {
  defaultExperiment, experimentKeys, optimizerIds, scheduleIds, type ExperimentKey,
} from '../../../src/experiment/schema'; // prettier-ignore
import { exampleOf } from '../../../src/panels/help/examples';
import { Formula } from '../../../src/panels/help/Formula';
import { formulasOf } from '../../../src/panels/help/formulas';
import { sourceOf } from '../../../src/panels/help/sources';
import { TrainPanel } from '../../../src/panels/train';
import { buttonsNamed, renderPanel } from '../../helpers/render';
import { ready } from '../../helpers/states';

/** A field without words is a type error here, in either language. */
const words: readonly Readonly<
  Record<ExperimentKey, { readonly name: string; readonly text: string; readonly example: string }>
>[] = [en.help.fields, ko.help.fields];

/** With every field of the form in sight. */
const everything = {
  ...defaultExperiment,
  model: 'alexnet-small',
  optimizer: 'momentum',
  schedule: 'step',
} as const;

describe('the help of a field', () => {
  it.each(experimentKeys)('%s: is whole, in both languages', (field) => {
    for (const { [field]: help } of words) {
      expect(help.text.length).toBeGreaterThan(20);
      // Every placeholder of the example is filled by this field, and none is left over.
      const asked = [...help.example.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).toSorted();
      const filled = Object.entries(exampleOf(field, everything)).filter(([, value]) => value !== '');
      expect(filled.map(([name]) => name).toSorted()).toEqual([...new Set(asked)]);
    }
    expect(formulasOf(field, everything).length).toBeGreaterThan(0);
    const { keras, from } = sourceOf(field, everything);
    expect(keras).not.toBe('');
    // A paper with its year, a book, or a file of Keras.
    expect(from.length).toBeGreaterThan(0);
    expect(from.filter((source) => !/, (19|20)\d\d|^keras\/src\/.*\.py$/.test(source))).toEqual([]);
  });

  it('is there for every field that the form shows, in both languages', () => {
    for (const [language, catalogue] of [['en', en] as const, ['ko', ko] as const]) {
      const html = renderPanel(TrainPanel, { ...ready, experiment: everything }, language);
      const missing = experimentKeys.filter((field) => {
        const name = catalogue.help.about.replace('{{name}}', catalogue.help.fields[field].name);
        return html.split(`aria-label="${name}"`).length !== 2;
      });
      expect(missing).toEqual([]);
      expect(buttonsNamed(html, '?')).toHaveLength(experimentKeys.length);
    }
  });

  it('has words for each choice’s own formula', () => {
    for (const id of [...optimizerIds, ...scheduleIds, 'unit', 'standard'] as const) {
      expect(en.help.choices[id]).not.toBe('');
      expect(ko.help.choices[id]).not.toBe('');
    }
  });
});

describe('a formula', () => {
  it('is drawn as MathML, with its words under it', () => {
    const lines = formulasOf('schedule', { ...defaultExperiment, schedule: 'cosine' });
    const html = renderToStaticMarkup(createElement(Formula, { lines, words: 'in words' }));
    const math = /<math[^>]*>(.*)<\/math>/.exec(html)?.[1] ?? '';
    expect(math.replaceAll(/<[^>]*>/g, '').replaceAll('\u2061', '')).toBe('η=lr2·(1+cos(π·p))');
    expect(math).toContain('<mfrac><mi>lr</mi><mn>2</mn></mfrac>');
    expect(html).toContain('<figcaption>in words</figcaption>');
  });

  it('keeps the parentheses that its value needs', () => {
    const drawn = (field: ExperimentKey, line: number) =>
      renderToStaticMarkup(
        createElement(Formula, { lines: [formulasOf(field, defaultExperiment)[line]!], words: '' }),
      ).replaceAll(/<[^>]*>/g, '');
    expect(drawn('optimizer', 0)).toBe('m←m+(1−β₁)·(g−m)');
    expect(drawn('model', 0)).toBe('n=(F·F·C+1)·K');
    expect(drawn('shift', 0)).toBe('n=(2·shift+1)2');
    expect(drawn('seed', 0)).toBe('n=232');
  });
});
