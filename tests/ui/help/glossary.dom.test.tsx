/**
 * The glossary as it is opened from the bar: searched while one types, and a way to the place of
 * each term.
 */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { ko } from '../../../src/i18n/ko';
import { rememberInvited } from '../../../src/app/tour/useTour';
import { termIds } from '../../../src/ui/help/terms';
import { renderPage } from '../../app/page';
import { expectFocus, words, type Drawn } from '../../helpers/renderDom';

const terms = (): string[] =>
  [...screen.getByRole('dialog').querySelectorAll<HTMLElement>('[data-term]')].map(
    ({ dataset }) => dataset['term']!,
  );
const found = (): string => words(screen.getByRole('dialog').querySelector('output'));
const search = (): HTMLInputElement => within(screen.getByRole('dialog')).getByRole('searchbox');

const catalogues = { en, ko } as const;

/** The page with its glossary open. */
async function opened(language: 'en' | 'ko' = 'en'): Promise<Drawn> {
  rememberInvited();
  const drawn = renderPage({}, { language });
  const { tour, glossary } = catalogues[language];
  await drawn.user.click(screen.getByLabelText(tour.help, { selector: 'button' }));
  await drawn.user.click(screen.getByRole('menuitem', { name: tour.glossary }));
  expect(screen.getByRole('dialog', { name: glossary.title })).toBeTruthy();
  return drawn;
}

describe('the glossary', () => {
  it.each([
    ['en', 'harmonic PRECISION', ['f1'], 'evaluate'],
    ['ko', '과적합 훈련', ['augmentation', 'overfitting'], 'train'],
  ] as const)(
    '%s: is searched as one types, and leads to the place',
    async (language, text, wanted, place) => {
      const { user } = await opened(language);
      // Who opens it has come to search.
      await expectFocus(search);
      expect(terms().toSorted()).toEqual(termIds.toSorted());
      await user.keyboard(text);
      expect(terms().toSorted()).toEqual(wanted);
      expect(found()).toContain(String(wanted.length));
      const last = within(screen.getByRole('dialog')).getAllByRole('button').at(-1)!;
      await user.click(last);
      expect(screen.queryByRole('dialog')).toBeNull();
      await expectFocus(() => document.getElementById(place)!);
    },
  );

  it('says that nothing was found, and has all again when the search is cleared', async () => {
    const { user } = await opened();
    await user.keyboard('harmonic zebra');
    expect(terms()).toEqual([]);
    expect(within(screen.getByRole('dialog')).getByText(en.glossary.none)).toBeTruthy();
    await user.click(screen.getByLabelText(en.glossary.clear));
    expect(search().value).toBe('');
    expect(terms()).toHaveLength(termIds.length);
    expect(found()).toBe(`${termIds.length} terms`);
  });

  it('is closed by its button, and gives the focus back to the bar', async () => {
    const { user } = await opened();
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectFocus(() => screen.getByLabelText('Help', { selector: 'button' }));
  });
});
