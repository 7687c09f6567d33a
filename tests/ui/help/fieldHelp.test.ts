/**
 * Every field of the experiment has its help at the point of use: words in both languages, formula,
 * Keras's name, source.
 */
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { ko } from '../../../src/i18n/ko';
import {
  experimentKeys,
  optimizerIds,
  scheduleIds,
  type ExperimentKey,
} from '../../../src/experiment/schema';
import { exampleOf, formulasOf, sourceOf } from '../../../src/ui/help/fields';
import { everyField } from '../../helpers/states';

/** A field without words is a type error here, in either language. */
const words: readonly Readonly<
  Record<ExperimentKey, { readonly name: string; readonly text: string; readonly example: string }>
>[] = [en.help.fields, ko.help.fields];

describe('the help of a field', () => {
  it.each(experimentKeys)('%s: is whole, in both languages', (field) => {
    for (const { [field]: help } of words) {
      expect(help.text.length).toBeGreaterThan(20);
      // Every placeholder of the example is filled by this field, and none is left over.
      const asked = [...help.example.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).toSorted();
      const filled = Object.entries(exampleOf(field, everyField)).filter(([, value]) => value !== '');
      expect(filled.map(([name]) => name).toSorted()).toEqual([...new Set(asked)]);
    }
    expect(formulasOf(field, everyField).length).toBeGreaterThan(0);
    const { keras, from } = sourceOf(field, everyField);
    expect(keras).not.toBe('');
    // A paper with its year, a book, or a file of Keras.
    expect(from.length).toBeGreaterThan(0);
    expect(from.filter((source) => !/, (19|20)\d\d|^keras\/src\/.*\.py$/.test(source))).toEqual([]);
  });

  it('has words for each choice’s own formula', () => {
    for (const id of [...optimizerIds, ...scheduleIds, 'unit', 'standard'] as const) {
      expect(en.help.choices[id]).not.toBe('');
      expect(ko.help.choices[id]).not.toBe('');
    }
  });
});
