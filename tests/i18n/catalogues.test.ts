/** The two languages say the same things: keys, placeholders, markup; and Korean is Korean. */
import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en';
import { ko } from '../../src/i18n/ko';
import { classNames } from '../../src/lib/cifar10';

type Catalogue = { readonly [key: string]: string | Catalogue };

const flatten = (catalogue: Catalogue, path = ''): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  );

const marks = (text: string): string[] => (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).toSorted();

/**
 * What is written in Latin letters in Korean, too: names, file formats, Keras's own words, authors.
 */
const terms =
  /AlexNet Lab|AlexNet|LeNet|CIFAR|EarlyStopping|ReduceLROnPlateau|patience|Keras|Python|WebGPU|WebGL|GPU|CPU|PNG|CSV|SHA|Adam|SGD|MAC|px|valid|same|English|val_loss|val_acc|loss|acc|lr/g;

const isBareOfWords = (text: string): boolean =>
  !/[A-Za-z]{2}/.test(text.replaceAll(/\{\{\w+\}\}|<\/?\w+>/g, '').replaceAll(terms, ''));

/** Everything that is wrong with a translation, in words; empty if nothing is. */
function faults(source: Catalogue, translation: Catalogue): string[] {
  const texts = new Map(flatten(translation));
  const sources = new Map(flatten(source));
  const found = flatten(source).flatMap(([key, text]) => {
    // The singular, which Korean has not: it needs a plural, and may say its number in words.
    if (key.endsWith('_one')) {
      const plural = sources.get(key.replace(/_one$/, '_other'));
      if (plural === undefined) return [`${key}: no plural`];
      return marks(text).every((mark) => marks(plural).includes(mark)) ? [] : [`${key}: other placeholders`];
    }
    const other = texts.get(key);
    texts.delete(key);
    if (other === undefined) return [`${key}: missing`];
    if (text.trim() === '' || other.trim() === '') return [`${key}: empty`];
    if (marks(text).join() !== marks(other).join()) return [`${key}: other placeholders`];
    return /[가-힣]/.test(other) || isBareOfWords(text) || isBareOfWords(other) ? [] : [`${key}: not Korean`];
  });
  return [...found, ...[...texts.keys()].map((key) => `${key}: too many`)];
}

describe('the catalogues', () => {
  it('say the same in both languages', () => {
    expect(faults(en, ko)).toEqual([]);
  });

  it('hold more than a few words', () => {
    expect(flatten(en).length).toBeGreaterThan(200);
  });

  it.each([
    ['a key that is missing', { a: 'Stop now' }, {}, 'a: missing'],
    ['a key too many', {}, { a: '중지' }, 'a: too many'],
    ['a text that is empty', { a: 'Stop now' }, { a: ' ' }, 'a: empty'],
    ['a placeholder that is lost', { a: '{{n}} images' }, { a: '이미지' }, 'a: other placeholders'],
    ['a tag that is lost', { a: '<b>x</b> images' }, { a: '이미지' }, 'a: other placeholders'],
    ['a singular without a plural', { a_one: '{{n}} image' }, {}, 'a_one: no plural'],
    [
      'a singular of something else',
      { a_one: '{{m}} image', a_other: '{{n}} images' },
      { a_other: '이미지 {{n}}장' },
      'a_one: other placeholders',
    ],
    [
      'a singular in Korean',
      { a_one: 'an image', a_other: '{{n}} images' },
      { a_one: '이미지', a_other: '이미지 {{n}}장' },
      'a_one: too many',
    ],
    ['English left in Korean', { a: { b: 'Stop now' } }, { a: { b: 'Stop now' } }, 'a.b: not Korean'],
  ])('would show %s', (_, source, translation, fault) => {
    expect(faults(source as Catalogue, translation as Catalogue)).toEqual([fault]);
  });

  it('name the classes in label order', () => {
    expect(Object.keys(en.common.classes)).toEqual([...classNames]);
    expect(Object.values(en.common.classes)).toEqual([...classNames]);
    expect(Object.keys(ko.common.classes)).toEqual([...classNames]);
  });
});
