/**
 * The card of own pictures as it is drawn: every note and refusal has words, and nothing is
 * promised without a model.
 */
import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { PictureItem } from '../../../../src/ui/explore/uploads/PictureItem';
import type { Upload, Reading } from '../../../../src/ui/explore/uploads/uploadQueue';
import { ExplorePanel } from '../../../../src/ui/explore/ExplorePanel';
import { en } from '../../../../src/i18n/en';
import { ok } from '../../../../src/lib/result';
import type { UploadedPicture, UploadRefusal } from '../../../../src/protocol/uploads';
import { buttonsOf, renderDom, words, type Drawn } from '../../../helpers/renderDom';

const tile = (side: number) => ({ side, pixels: new Uint8Array(side * side * 3) });
const picture: UploadedPicture = {
  type: 'picture',
  format: 'jpg',
  width: 4_032,
  height: 3_024,
  cut: 3_024,
  crop: tile(256),
  small: tile(32),
  notes: [],
};
const probabilities = [0.05, 0, 0, 0.5, 0.05, 0.3, 0.05, 0.05, 0, 0];
const seen: Upload['classified'] = { model: '1', order: 1, result: ok({ input: tile(227), probabilities }) };

interface Item {
  readonly hasModel?: boolean;
  readonly seen?: Upload['classified'];
  readonly onRemove?: () => void;
}

const drawn = (
  reading: Reading,
  { hasModel = true, seen: classification = null, onRemove = () => undefined }: Item = {},
): Drawn => {
  const own: Upload = { id: 1, name: 'cat.jpg', reading, classified: classification };
  return renderDom(() => <PictureItem upload={own} hasModel={hasModel} onRemove={onRemove} />);
};
const textOf = (reading: Reading, item: Item = {}): string => words(drawn(reading, item).container);
const canvases = (element: Element): number => element.querySelectorAll('canvas').length;

describe('a picture', () => {
  it('is shown on its whole way, with the first two answers and how undecided they are', async () => {
    const onRemove = vi.fn<() => void>();
    const { container, user } = drawn({ state: 'read', picture }, { seen, onRemove });
    const text = words(container);
    expect(canvases(container)).toBe(3);
    for (const said of [
      'JPG, 4,032 × 3,024',
      'Middle square, 3,024 × 3,024',
      '32 × 32, like the data set’s images',
      '227 × 227, read back from the input tensor',
      'cat, 50 % then dog, 30 %',
      // −Σ p ln p of them is 1.3070.
      'As undecided as between 3.7 equally likely classes',
    ])
      expect(text).toContain(said);
    await user.click(screen.getByRole('button', { name: 'Remove cat.jpg' }));
    expect(onRemove).toHaveBeenCalledTimes(1);
  });

  it('has no answer without a model, even if there was one', () => {
    const { container } = drawn({ state: 'read', picture }, { hasModel: false, seen });
    expect(canvases(container)).toBe(2);
    expect(words(container)).not.toContain('%');
    // With a model that has not answered, something is under way.
    expect(textOf({ state: 'read', picture })).toContain('Getting the prediction');
  });

  it.each(Object.keys(en.uploads.notes) as (keyof typeof en.uploads.notes)[])('says what is %s', (note) => {
    expect(textOf({ state: 'read', picture: { ...picture, notes: [note] } })).toContain(
      en.uploads.notes[note],
    );
  });

  const refusal: UploadRefusal = {
    type: 'refused',
    reason: 'empty',
    format: 'heic',
    bytes: 123_000_000,
    width: 12_000,
    height: 9_000,
    limit: null,
    detail: 'in its own words',
  };
  it.each([
    ['empty', null, 'The file is empty'],
    ['too-many-bytes', 100_000_000, 'The file is 123 MB; the limit is 100 MB'],
    ['too-many-pixels', 2 ** 26, '12,000 × 9,000 = 108.0 M pixels; the limit is 67.1 M'],
    ['not-a-picture', null, 'not that of any known picture format'],
    ['format', null, 'cannot show HEIC pictures'],
    ['broken', null, 'begins like HEIC'],
    ['too-long', 60, 'within 60 s'],
    ['unreadable', null, 'could not be read'],
    ['no-canvas', null, 'OffscreenCanvas'],
  ] as const)('is refused: %s', (reason, limit, said) => {
    const text = textOf({ state: 'refused', refusal: { ...refusal, reason, limit } });
    expect(text).toContain(said);
    expect(text).toContain('in its own words');
    expect(text).not.toContain('{{');
  });

  it('says what kept the engine from an answer', () => {
    const error = { code: 'worker-crashed', detail: 'gone' } as const;
    expect(textOf({ state: 'failed', error })).toContain('No result The engine crashed gone');
  });
});

it('the card stands in Explore, open for pictures without a model, and no longer among what is to come', () => {
  const { container } = renderDom(ExplorePanel);
  expect(words(container)).toContain('Up to 100 MB and 67.1 M pixels each; the last 12 pictures are kept');
  expect(words(container)).not.toContain('Your own picture: drop');
  const ways = ['Choose pictures', 'Camera'];
  const { on, off } = buttonsOf(container);
  expect([...on, ...off].filter((name) => ways.includes(name))).toEqual(ways);
  expect(on).toEqual(expect.arrayContaining(ways));
});
