/**
 * The glossary: every term has its words in both languages; the search finds by all words, in the
 * language's own order.
 */
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { ko } from '../../../src/i18n/ko';
import { findEntries, termIds, type Entry } from '../../../src/ui/help/terms';

const entriesOf = (catalogue: typeof en.glossary | typeof ko.glossary): Entry[] =>
  termIds.map((id) => ({ id, ...catalogue.terms[id] }));
const english = entriesOf(en.glossary);
const korean = entriesOf(ko.glossary);
const ids = (entries: readonly Entry[]): string[] => entries.map(({ id }) => id);

describe('the glossary', () => {
  it('has the same terms in code and catalogues, each with a sentence and a name of its own', () => {
    expect(Object.keys(en.glossary.terms)).toEqual(termIds);
    expect(termIds.length).toBeGreaterThanOrEqual(35);
    for (const entries of [english, korean]) {
      expect(entries.filter(({ text }) => !/[.]$/.test(text))).toEqual([]);
      expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
    }
  });

  it('is sorted as the language sorts', () => {
    const names = findEntries(english, '', 'en').map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['Accuracy', 'Activation', 'Adam']);
    expect(names).toEqual(names.toSorted(new Intl.Collator('en').compare));
    const hangul = findEntries(korean, '', 'ko').map(({ name }) => name);
    expect(hangul[0]).toMatch(/^검증/);
    // By code points the Latin names would come first; Korean's own order puts them behind.
    expect(hangul.at(-1)).toMatch(/^[A-Z a-z]/);
  });

  it('finds every word of the search, in names and sentences, whatever its case or accents', () => {
    expect(ids(findEntries(english, 'HARMONIC  précision', 'en'))).toEqual(['f1']);
    expect(ids(findEntries(english, 'kernel', 'en'))).toEqual(['filter']);
    expect(ids(findEntries(korean, '조화', 'ko'))).toEqual(['f1']);
    expect(ids(findEntries(korean, 'receptive FIELD', 'ko'))).toEqual(['receptiveField']);
    expect(findEntries(english, 'harmonic zebra', 'en')).toEqual([]);
    expect(findEntries(english, ' ', 'en')).toHaveLength(termIds.length);
  });

  it('reads a search as characters, not as a pattern', () => {
    expect(findEntries(english, '.*', 'en')).toEqual([]);
    expect(findEntries(english, '[', 'en')).toEqual([]);
  });
});
