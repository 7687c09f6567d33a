/** The card of own pictures as it is drawn: every note and refusal has words, and nothing is promised without a model. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { initI18n } from '../../../src/app/i18n';
import { PictureItem } from '../../../src/panels/own/PictureItem';
import type { Own, Reading } from '../../../src/panels/own/desk';
import { ExplorePanel } from '../../../src/panels/explore';
import { en } from '../../../src/app/catalogues/en';
import { ok } from '../../../src/lib/result';
import type { OwnPicture, OwnRefusal } from '../../../src/protocol/own';
import { buttonsNamed, renderPanel, textOf } from '../../helpers/render';

const tile = (side: number) => ({ side, pixels: new Uint8Array(side * side * 3) });
const picture: OwnPicture = {
  type: 'picture', format: 'jpg', width: 4_032, height: 3_024, cut: 3_024, crop: tile(256), small: tile(32), notes: [],
}; // prettier-ignore
const probabilities = [0.05, 0, 0, 0.5, 0.05, 0.3, 0.05, 0.05, 0, 0];
const seen: Own['seen'] = { model: '1', order: 1, result: ok({ input: tile(227), probabilities }) };

function drawn(reading: Reading, hasModel = true, sight: Own['seen'] = null): string {
  initI18n('en');
  const own: Own = { id: 1, name: 'cat.jpg', reading, seen: sight };
  return renderToStaticMarkup(createElement(PictureItem, { own, hasModel, onRemove: () => undefined }));
}

describe('a picture', () => {
  it('is shown on its whole way, with the first two answers and how undecided they are', () => {
    const html = drawn({ state: 'read', picture }, true, seen);
    const text = textOf(html);
    expect(html.match(/<canvas/g)).toHaveLength(3);
    for (const words of [
      'JPG, 4,032 × 3,024',
      'Middle square, 3,024 × 3,024',
      '32 × 32, as the data set has its images',
      '227 × 227, read back from the tensor that went in',
      'cat, 50 % then dog, 30 %',
      // −Σ p ln p of them is 1.3070.
      'As undecided as between 3.7 classes',
    ])
      expect(text).toContain(words);
    expect(html).toContain('aria-label="Remove cat.jpg"');
  });

  it('has no answer without a model, even if there was one', () => {
    const html = drawn({ state: 'read', picture }, false, seen);
    expect(html.match(/<canvas/g)).toHaveLength(2);
    expect(textOf(html)).not.toContain('%');
    // With a model that has not answered, something is under way.
    expect(textOf(drawn({ state: 'read', picture }))).toContain('The network looks at it');
  });

  it.each(Object.keys(en.own.notes) as (keyof typeof en.own.notes)[])('says what is %s', (note) => {
    expect(textOf(drawn({ state: 'read', picture: { ...picture, notes: [note] } }))).toContain(en.own.notes[note]);
  }); // prettier-ignore

  const refusal: OwnRefusal = {
    type: 'refused', reason: 'empty', format: 'heic', bytes: 123_000_000, width: 12_000, height: 9_000, limit: null, detail: 'in its own words',
  }; // prettier-ignore
  it.each([
    ['empty', null, 'no byte'],
    ['too-many-bytes', 100_000_000, 'The file has 123 MB; the most that is taken is 100 MB'],
    ['too-many-pixels', 2 ** 26, '12,000 × 9,000 = 108.0 M pixels; the most that is taken is 67.1 M'],
    ['not-a-picture', null, 'no picture that is known'],
    ['format', null, 'of the kind HEIC'],
    ['broken', null, 'begins as HEIC'],
    ['too-long', 60, 'after 60 s'],
    ['unreadable', null, 'could not be read'],
    ['no-canvas', null, 'OffscreenCanvas'],
  ] as const)('is refused: %s', (reason, limit, words) => {
    const text = textOf(drawn({ state: 'refused', refusal: { ...refusal, reason, limit } }));
    expect(text).toContain(words);
    expect(text).toContain('in its own words');
    expect(text).not.toContain('{{');
  });

  it('says what kept the engine from an answer', () => {
    const error = { code: 'worker-crashed', detail: 'gone' } as const;
    expect(textOf(drawn({ state: 'failed', error }))).toContain('No answer The engine crashed gone');
  });
});

it('the card stands in Explore, open for pictures without a model, and no longer among what is to come', () => {
  const html = renderPanel(ExplorePanel);
  expect(textOf(html)).toContain('Up to 100 MB and 67.1 M pixels each; the last 12 pictures are kept');
  expect(textOf(html)).not.toContain('Your own picture: drop');
  for (const name of ['Choose pictures', 'Camera'])
    expect(buttonsNamed(html, name).map((attributes) => / disabled=""/.test(attributes))).toEqual([false]);
});
